# SPDX-License-Identifier: EUPL-1.2
"""The end of a case's content. What stays is a tombstone: reference, dates and why it ended."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Purpose
from meerinbeeld.care.models import Case, Cooperation, Phase, WorkedHours
from meerinbeeld.signals.models import YesNoUnknown

#: Rows that stay, with their codes: the clocks and the life line, without words.
TOMBSTONE: Final = frozenset({"steps", "clocks"})


class NotAtItsEnd(Exception):
    """Only a closed case can be destroyed."""


def bury_case(actor: Actor, case: Case) -> None:
    """Destroy the key, the files and the rows of content of one case, and journal it.

    Who may decide this and the four eyes are the caller's (`oversight`). Raises `NotAtItsEnd`.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        if case.phase != Phase.CLOSED:
            raise NotAtItsEnd
        if case.destroyed_at is not None:
            return
        journal.record(
            actor,
            "destroy",
            purpose=Purpose.OVERSIGHT,
            thing="care.case",
            thing_id=case.id,
            dossier=case.dossier,
            norm=case.retention_norm,
        )
        _clear(case)
        vault.shred(case.dossier)


def _clear(case: Case) -> None:
    case.clocks.update(milestone=None)
    WorkedHours.objects.filter(contact__case=case).update(contact=None)
    # what is referred to goes after what refers to it
    for name in ("referrals_out", "claims", "grants", "consents", "ground_advice"):
        getattr(case, name).all().delete()
    case.documents.update(replaces=None)
    for related in case._meta.related_objects:
        name = str(related.get_accessor_name())
        if name not in TOMBSTONE:
            related.related_model._base_manager.filter(**{related.field.name: case}).delete()
    case.steps.update(explanation=b"")
    case.minor, case.cooperation = YesNoUnknown.UNKNOWN, Cooperation.UNDECIDED
    case.age_band = case.language = case.alias = ""
    case.needs_interpreter = case.location_secret = False
    case.coordinator = None
    case.destroyed_at = timezone.now()
    case.save()
