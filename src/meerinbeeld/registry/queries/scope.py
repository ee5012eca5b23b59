# SPDX-License-Identifier: EUPL-1.2
"""Which notifications an actor can see. Every other query of the registry starts here.

Whoever notified sees their own organisation's; the care coordinator keeps the register of the
region and sees all, to tell who is the same person and to pass on (purpose: monitoring). A
notification outside an actor's reach does not exist for that actor (`NotInReach`, a 404).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from meerinbeeld import access
from meerinbeeld.access import Actor, Purpose, Reach, Verb, may, require
from meerinbeeld.access.policy import Foreign
from meerinbeeld.registry.models import Notification

KIND: Final = "notification"
THING: Final = "registry.notification"
PURPOSE: Final = Purpose.MONITORING


class NotInReach(access.NotInReach):
    """There is no such notification for this actor."""


@dataclass(frozen=True)
class InHand:
    """A notification as it lies before one actor."""

    actor: Actor
    notification: Notification

    def may(self, verb: str) -> bool:
        """Whether a button for this verb belongs on the page."""
        return bool(may(self.actor, verb, KIND, PURPOSE))


def visible(actor: Actor, verb: str = Verb.LIST) -> QuerySet[Notification]:
    """The notifications in reach. Raises `Refused` for a role without this right."""
    decision = require(actor, verb, KIND, PURPOSE)
    rows = Notification.objects.all()
    if decision.reach == Reach.REGION:
        return rows
    return rows.filter(organisation_id=actor.organisation_id)


def in_hand(actor: Actor, verb: str, reference: str, *, locked: bool = False) -> InHand:
    """One notification, for one verb. Raises `NotInReach` or `Refused`.

    Inside a transaction that changes it, take it `locked`.
    """
    rows = visible(actor, verb).select_related("organisation", "victim", "municipality")
    if locked:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(reference=reference).first()
    if found is None:
        raise NotInReach(_foreign(verb, reference))
    return InHand(actor, found)


def _foreign(verb: str, reference: str) -> Foreign | None:
    known = Notification.objects.filter(reference=reference).values_list("pk", "dossier").first()
    return Foreign(verb, PURPOSE, THING, *known) if known else None
