# SPDX-License-Identifier: EUPL-1.2
"""Open signals whose owner has nobody left who can follow them up. References and dates only."""

from __future__ import annotations

from django.db.models import QuerySet

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Phase, Signal
from meerinbeeld.signals.queries.choices import can_own

COLUMNS = ("id", "reference", "phase", "received_at", "act_at", "owner__name", "owner__slug")


def unattended(actor: Actor) -> QuerySet[Signal]:
    """What waits at a desk where every term ended, the most pressing first.

    A term ends by itself, so nobody acts and nothing else would tell. Raises `Refused` for a role
    without oversight.
    """
    require(actor, Verb.LIST, "retention", Purpose.OVERSIGHT)
    left = Organisation.objects.exclude(pk__in=can_own().values("pk"))
    # a list is right here: it is read along the index of each owner's inbox
    owners = list(left.values_list("pk", flat=True))
    return (
        Signal.objects.filter(owner__in=owners)
        .exclude(phase=Phase.CLOSED)
        .select_related("owner")
        .only(*COLUMNS)
        .order_by("act_at", "reference")
    )
