# SPDX-License-Identifier: EUPL-1.2
"""Which notifications have reached the end of their retention period. References and dates only."""

from __future__ import annotations

import datetime

from django.db.models import F, QuerySet, Value

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.registry.models import Notification

COLUMNS = (
    "id", "reference", "dossier", "made_at", "retention_until", "retention_norm", "destroyed_at",
    "organisation__name",
)  # fmt: skip


def past_retention(actor: Actor, day: datetime.date) -> QuerySet[Notification]:
    """Notifications whose period has ended, the longest overdue first; what is destroyed is not
    here. A notification is never open, so each of them can go.

    Raises `Refused` for a role without the oversight of retention.
    """
    return (
        _seen(actor)
        .filter(retention_until__lt=day, destroyed_at=None)
        .order_by("retention_until", "reference")
    )


def by_reference(actor: Actor, reference: str) -> Notification | None:
    """The dates of a notification for the desk of oversight, never its content."""
    return _seen(actor).filter(reference=reference.strip().upper()).first()


def _seen(actor: Actor) -> QuerySet[Notification]:
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    rows = Notification.objects.select_related("organisation").only(*COLUMNS)
    return rows.annotate(received_at=F("made_at"), phase=Value("closed"))
