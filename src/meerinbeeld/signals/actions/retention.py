# SPDX-License-Identifier: EUPL-1.2
"""The end of a signal's content. What stays is a tombstone: reference, dates and why it ended."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Purpose
from meerinbeeld.signals.models import Phase, Signal, YesNoUnknown

#: Everything that hangs under a signal and tells about people. Routes and steps keep their codes.
CONTENT = ("marks", "items", "attachments", "remarks", "indicators", "access_questions")


class NotAtItsEnd(Exception):
    """Only a closed signal can be destroyed."""


def bury_signal(actor: Actor, signal: Signal) -> None:
    """Destroy the key, the files and the rows of content of one signal, and journal it.

    Who may decide this and the four eyes are the caller's (`oversight`). Raises `NotAtItsEnd`.
    """
    with transaction.atomic():
        signal = Signal.objects.select_for_update().get(pk=signal.pk)
        if signal.phase != Phase.CLOSED:
            raise NotAtItsEnd
        if signal.destroyed_at is not None:
            return
        journal.record(
            actor,
            "destroy",
            purpose=Purpose.OVERSIGHT,
            thing="signals.signal",
            thing_id=signal.id,
            dossier=signal.dossier,
            norm=signal.retention_norm,
        )
        _clear(signal)
        vault.shred(signal.dossier)


def _clear(signal: Signal) -> None:
    signal.remarks.update(letter=None, answers=None)
    for name in CONTENT:
        getattr(signal, name).all().delete()
    signal.routes.update(note=b"")
    signal.steps.update(explanation=b"")
    report = signal.report
    signal.report = signal.assignee = signal.made_by = None
    signal.minor = signal.identifiable = YesNoUnknown.UNKNOWN
    signal.attachments_count = 0
    signal.destroyed_at = timezone.now()
    signal.save()
    if report is not None:
        report.delete()
