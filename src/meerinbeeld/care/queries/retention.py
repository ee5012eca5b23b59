# SPDX-License-Identifier: EUPL-1.2
"""Which cases have reached the end of their retention period. References and dates only."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.care.models import Case, Phase

COLUMNS = (
    "id", "reference", "dossier", "phase", "received_at", "closed_at", "retention_until",
    "retention_norm", "owner__name",
)  # fmt: skip


def past_retention(actor: Actor, day: datetime.date) -> QuerySet[Case]:
    """Cases whose period has ended, the longest overdue first; what is destroyed is not here.

    Raises `Refused` for a role without the oversight of retention.
    """
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    return (
        Case.objects.filter(retention_until__lt=day, destroyed_at=None)
        .select_related("owner")
        .only(*COLUMNS)
        .order_by("retention_until", "reference")
    )


def ready_to_destroy(actor: Actor, day: datetime.date) -> QuerySet[Case]:
    """Of those, the ones that have an end: an open case is first brought to its end."""
    return past_retention(actor, day).filter(phase=Phase.CLOSED)


def by_reference(actor: Actor, reference: str) -> Case | None:
    """The coded facts of a case for the desk of oversight, never its content."""
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    found = Case.objects.filter(reference=reference.strip().upper())
    return found.select_related("owner").only(*COLUMNS).first()
