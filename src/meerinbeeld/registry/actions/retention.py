# SPDX-License-Identifier: EUPL-1.2
"""The end of what a notification says about somebody. The coded facts stay, for the figures."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import Actor, Purpose
from meerinbeeld.registry.actions.consent import empty
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries.scope import THING


def bury_notification(actor: Actor, found: Notification) -> None:
    """Destroy the key and the personal details, part it from its case, and journal it.

    Who may decide this and the four eyes are the caller's (`oversight`).
    """
    with transaction.atomic():
        row = Notification.objects.select_for_update().get(pk=found.pk)
        if row.destroyed_at is not None:
            return
        journal.record(
            actor,
            "destroy",
            purpose=Purpose.OVERSIGHT,
            thing=THING,
            thing_id=row.id,
            dossier=row.dossier,
            norm=row.retention_norm,
        )
        empty(row)
        row.case, row.consent_on = None, None
        row.destroyed_at = timezone.now()
        row.save()
