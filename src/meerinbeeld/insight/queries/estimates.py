# SPDX-License-Identifier: EUPL-1.2
"""Which estimates an actor sees: those of the own organisation whole, others as they were shared.

Whoever may make estimates sees those of the own organisation. One that was shared is seen by all
who read the protected figures of the region, and only as the gate lets it out.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from meerinbeeld.access import Actor, Purpose, Verb, may, require
from meerinbeeld.insight import gate
from meerinbeeld.insight.models import Estimate

KIND: Final = "estimate"
THING: Final = "insight.estimate"
PURPOSE: Final = Purpose.PROGRAMME


class NoSuchEstimate(LookupError):
    """There is no such estimate for this actor."""


def makes_estimates(actor: Actor) -> bool:
    return bool(may(actor, Verb.CREATE, KIND, PURPOSE))


def ours(actor: Actor, verb: str = Verb.LIST) -> QuerySet[Estimate]:
    """Those of the own organisation. Raises `Refused` for a role without this right."""
    require(actor, verb, KIND, PURPOSE)
    return Estimate.objects.filter(organisation_id=actor.organisation_id).select_related("by")


def one_of_ours(actor: Actor, verb: str, estimate: UUID, *, locked: bool = False) -> Estimate:
    """Raises `Refused` or `NoSuchEstimate`."""
    rows = ours(actor, verb)
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=estimate).first()
    if found is None:
        raise NoSuchEstimate
    return found


def shared(actor: Actor) -> list[gate.SharedEstimate]:
    """What others shared, the newest first, as the gate lets it out. Raises `Refused`."""
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    rows = Estimate.objects.exclude(shared_at=None).select_related("organisation")
    if makes_estimates(actor):
        rows = rows.exclude(organisation_id=actor.organisation_id)
    return [gate.let_out_estimate(row) for row in rows.order_by("-shared_at")]
