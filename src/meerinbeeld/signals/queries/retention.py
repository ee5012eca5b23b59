# SPDX-License-Identifier: EUPL-1.2
"""Which signals have reached the end of their retention period. References and dates only."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.signals import rules
from meerinbeeld.signals.models import Phase, Signal

COLUMNS = (
    "id", "reference", "dossier", "phase", "received_at", "closed_at", "stop_reason",
    "retention_until", "retention_norm", "owner__name",
)  # fmt: skip


def past_retention(actor: Actor, day: datetime.date) -> QuerySet[Signal]:
    """Signals whose period has ended, the longest overdue first; what is destroyed is not here.

    Raises `Refused` for a role without the oversight of retention.
    """
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    return (
        Signal.objects.filter(retention_until__lt=day, destroyed_at=None)
        .select_related("owner")
        .only(*COLUMNS)
        .order_by("retention_until", "reference")
    )


def ready_to_destroy(actor: Actor, day: datetime.date) -> QuerySet[Signal]:
    """Of those, the ones that have an end: an open signal is first brought to its end."""
    return past_retention(actor, day).filter(phase=Phase.CLOSED)


def by_reference(actor: Actor, reference: str) -> Signal | None:
    """The coded facts of a signal for the desk of oversight, never its content."""
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    found = Signal.objects.filter(reference=reference.strip().upper())
    return found.select_related("owner").only(*COLUMNS).first()


def first_receipt(signal: Signal) -> datetime.datetime:
    """When the first word of it came in: of this signal, of one that was added to it, or of the
    one that it is a part of. Retention counts from here, also in what comes of it."""
    received = [signal.received_at, *signal.merged.values_list("received_at", flat=True)]
    if signal.split_from:
        received.append(first_receipt(signal.split_from))
    return rules.earliest_retention(received)
