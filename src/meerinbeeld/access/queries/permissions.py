# SPDX-License-Identifier: EUPL-1.2
"""Why somebody may or may not do something: the policy's own answer, with the rows behind it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.models import Membership
from meerinbeeld.access.policy import TABLE, Actor, Decision, may, require
from meerinbeeld.access.roles import Purpose, Role, Verb


@dataclass(frozen=True)
class Answer:
    """What the policy says to one question, and how far the answer reaches."""

    membership: Membership
    verb: str
    thing: str
    purpose: str
    decision: Decision
    on_time: bool


@dataclass(frozen=True)
class Cell:
    """What a role may do to a kind of thing for a purpose."""

    role: str
    thing: str
    purpose: str
    reach: str
    verbs: tuple[str, ...]


def things() -> list[str]:
    return sorted({kind for _, kind, _, _, _ in TABLE})


def cells(role: str = "") -> list[Cell]:
    """The whole table by role, in the order in which it stands in the code."""
    found = [
        Cell(str(r), kind, str(purpose), str(reach), tuple(str(v) for v in verbs))
        for roles, kind, purpose, reach, verbs in TABLE
        for r in roles
        if not role or r == role
    ]
    order = list(Role.values)
    return sorted(found, key=lambda cell: (order.index(cell.role), cell.thing))


def askable(actor: Actor) -> QuerySet[Membership]:
    """Memberships one can ask about, of people who may sign in, also ended ones."""
    require(actor, Verb.LIST, "policy", Purpose.OVERSIGHT)
    found: QuerySet[Membership] = Membership.objects.filter(person__is_active=True)
    return found.select_related("person", "organisation").order_by("person__name", "role")


def why(
    actor: Actor, membership_id: uuid.UUID, verb: str, thing: str, purpose: str
) -> Answer | None:
    """The policy's answer for somebody else's role; None when there is no such membership."""
    membership = askable(actor).filter(id=membership_id).first()
    if membership is None:
        return None
    today = timezone.localdate()
    on_time = membership.valid_from <= today and (
        membership.valid_to is None or membership.valid_to >= today
    )
    decision = may(actor_from(membership), verb, thing, purpose)
    return Answer(membership, verb, thing, purpose, decision, on_time)
