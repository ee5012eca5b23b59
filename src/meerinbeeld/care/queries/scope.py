# SPDX-License-Identifier: EUPL-1.2
"""Which cases an actor can see, and by which way. Every other query of care starts here.

A case that is not in an actor's reach does not exist for that actor (`NotInReach`, a 404). The team
sees a case whole; a partner sees what a valid grant names, at this instant; whoever referred
somebody sees how the referral stands.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meerinbeeld import access
from meerinbeeld.access import (
    Actor,
    Purpose,
    Reach,
    Refused,
    Role,
    Thing,
    Verb,
    break_glass,
    require,
)
from meerinbeeld.access.policy import Decision, Foreign
from meerinbeeld.care.models import Case, Clock, Grant, GrantedItem
from meerinbeeld.care.queries.strict import without_strict
from meerinbeeld.care.rules.sharing import may_hold_strict
from meerinbeeld.parties.models import Organisation
from meerinbeeld.parties.queries import the_one

KIND: Final = "case"
THING: Final = "care.case"


class Way(StrEnum):
    """How an actor comes to see a case. It decides what is shown and what may be done."""

    TEAM = "team"
    PARTNER = "partner"
    REFERRER = "referrer"
    BREAK_GLASS = "break_glass"


#: What a way of seeing leaves of the verbs of a role; the team keeps them all.
_ALLOWED: Final = {
    Way.PARTNER: frozenset({Verb.LIST, Verb.OPEN, Verb.ANSWER, Verb.MESSAGE, Verb.EXPORT}),
    Way.REFERRER: frozenset({Verb.LIST, Verb.ANSWER, Verb.MESSAGE}),
    # An emergency is for reading, not for deciding.
    Way.BREAK_GLASS: frozenset({Verb.LIST, Verb.OPEN, Verb.REVEAL, Verb.EXPORT}),
}


class NotInReach(access.NotInReach):
    """There is no such case for this actor."""


@dataclass(frozen=True)
class InHand:
    """A case as it lies before one actor: for which purpose, by which way, with which items."""

    actor: Actor
    case: Case
    purpose: str
    way: Way
    #: What valid grants open for a partner: kind and row. Empty for the team, which sees all.
    granted: frozenset[tuple[str, UUID]] = field(default=frozenset(), repr=False)

    @property
    def outcome(self) -> str:
        """What the journal says of everything that is done with it."""
        return "break_glass" if self.way is Way.BREAK_GLASS else "done"

    @property
    def is_inside(self) -> bool:
        """Whether this is the team that helps, or somebody in an emergency."""
        return self.way in (Way.TEAM, Way.BREAK_GLASS)

    @cached_property
    def forms(self) -> list[str]:
        """The forms of exploitation that are suspected, as they are when first asked for."""
        return list(self.case.forms.filter(until=None).values_list("form", flat=True))

    @cached_property
    def clocks(self) -> list[Clock]:
        """The clocks that run, as they are when first asked for."""
        return list(self.case.clocks.filter(ended_at=None))

    def sees(self, kind: str, thing: UUID) -> bool:
        """Whether this actor may see one row of the case."""
        return self.is_inside or (kind, thing) in self.granted

    def ids(self, kind: str) -> Collection[UUID]:
        """The rows of one kind that were granted."""
        return [thing for one, thing in self.granted if one == kind]

    def may(self, verb: str) -> bool:
        """Whether a button for this verb belongs on the page."""
        return _refusal(self.actor, verb, self.way, self.case, self.purpose) is None


def purpose_of(actor: Actor) -> str:
    """For which purpose an actor looks at cases."""
    return purpose_of_role(actor.role)


def purpose_of_role(role: str) -> str:
    """Police and the case table look for safety; everybody else to help."""
    for_safety = (Role.ENFORCEMENT_OFFICER, Role.CASE_TABLE_CHAIR)
    return Purpose.SAFETY if role in for_safety else Purpose.CARE


def visible(actor: Actor, verb: str = Verb.LIST) -> QuerySet[Case]:
    """The cases in reach of an actor. Raises `Refused` for a role without this right."""
    decision = require(actor, verb, KIND, purpose_of(actor))
    return Case.objects.filter(_within(actor, decision.reach))


def openable(actor: Actor) -> QuerySet[Case]:
    """Those whose page opens for an actor: of the team, or shared now. Raises `Refused`.

    Whoever only referred somebody has a page of their own, and no case.
    """
    reach = require(actor, Verb.LIST, KIND, purpose_of(actor)).reach
    return Case.objects.none() if reach == Reach.MINE else Case.objects.filter(_open(actor, reach))


def owned(actor: Actor) -> QuerySet[Case]:
    """The cases of the actor's own organisation, for a role that helps."""
    decision = require(actor, Verb.LIST, KIND, purpose_of(actor))
    if decision.reach != Reach.ORGANISATION:
        return Case.objects.none()
    return Case.objects.filter(owner_id=actor.organisation_id)


def in_hand(actor: Actor, verb: str, reference: str | UUID, *, locked: bool = False) -> InHand:
    """One case, for one verb. Raises `NotInReach` or `Refused`.

    Inside a transaction that changes it, take it `locked`.
    """
    case = _found(actor, verb, reference, locked=locked)
    purpose, way = purpose_of(actor), _way(actor, case)
    refusal = _refusal(actor, verb, way, case, purpose)
    if refusal is not None:
        raise Refused(refusal, verb, Thing(KIND), purpose)
    granted = _granted(actor, case) if way is Way.PARTNER else frozenset()
    return InHand(actor, case, purpose, way, granted)


def valid_grants(actor: Actor, at: datetime | None = None) -> QuerySet[Grant]:
    """The grants to the actor's organisation, for the purpose of the role, valid at this instant.

    A grant that rests on a consent is worth nothing once the consent has ended.
    """
    moment = at or timezone.now()
    return Grant.objects.filter(
        Q(consent__isnull=True) | Q(consent__answer="given", consent__ended_at__isnull=True),
        organisation_id=actor.organisation_id,
        purpose=purpose_of(actor),
        revoked_at=None,
        valid_from__lte=moment,
        valid_until__gt=moment,
    )


def _granted(actor: Actor, case: Case) -> frozenset[tuple[str, UUID]]:
    """What is open now. Nothing strict passes here, however it came into a grant."""
    items = GrantedItem.objects.filter(grant__in=valid_grants(actor).filter(case=case))
    kind = Organisation.objects.values_list("kind", flat=True).get(pk=actor.organisation_id)
    if not may_hold_strict(kind, purpose_of(actor)):
        items = without_strict(items, case)
    return frozenset(items.values_list("kind", "thing"))


def _found(actor: Actor, verb: str, reference: str | UUID, *, locked: bool) -> Case:
    wanted = Q(pk=reference) if isinstance(reference, UUID) else Q(reference=reference)
    cases = Case.objects.select_related("owner", "coordinator", "municipality", "signal")
    if locked:
        cases = cases.select_for_update(of=("self",))
    reach = require(actor, Verb.LIST, KIND, purpose_of(actor)).reach
    found = None
    if reach == Reach.ORGANISATION:
        # a team opens its own cases all day: that needs no look at what others shared
        found = the_one(cases.filter(wanted, owner_id=actor.organisation_id))
    if found is None:
        found = the_one(cases.filter(wanted & _within(actor, reach)))
    if found is None:
        in_emergency = break_glass.running(actor).filter(thing_kind=KIND).values("dossier")
        found = the_one(cases.filter(wanted & Q(dossier__in=in_emergency)))
    if found is None:
        raise NotInReach(_foreign(actor, verb, wanted))
    return found


def _foreign(actor: Actor, verb: str, wanted: Q) -> Foreign | None:
    known = Case.objects.filter(wanted).values_list("pk", "dossier").first()
    return Foreign(verb, purpose_of(actor), THING, *known) if known else None


def _within(actor: Actor, reach: str) -> Q:
    referred = Q(referral__by_id=actor.person_id)
    return referred if reach == Reach.MINE else referred | _open(actor, reach)


def _open(actor: Actor, reach: str) -> Q:
    """What is shared with the organisation of an actor now, and for a team also its own."""
    shared = Q(Exists(valid_grants(actor).filter(case=OuterRef("pk"))))
    return shared if reach == Reach.SHARED else shared | Q(owner_id=actor.organisation_id)


def _way(actor: Actor, case: Case) -> Way:
    reach = require(actor, Verb.LIST, KIND, purpose_of(actor)).reach
    if reach == Reach.ORGANISATION and case.owner_id == actor.organisation_id:
        return Way.TEAM
    if reach != Reach.MINE and valid_grants(actor).filter(case=case).exists():
        return Way.PARTNER
    in_emergency = break_glass.running(actor).filter(thing_kind=KIND, dossier=case.dossier)
    return Way.BREAK_GLASS if in_emergency.exists() else Way.REFERRER


def _refusal(actor: Actor, verb: str, way: Way, case: Case, purpose: str) -> Decision | None:
    try:
        require(actor, verb, KIND, purpose)
    except Refused as refused:
        return refused.decision
    if case.destroyed_at and verb not in (Verb.LIST, Verb.OPEN):
        gone = _("The content of this case was destroyed. Nobody can open it any more.")
        return Decision(False, gone)
    if way is Way.TEAM or verb in _ALLOWED[way]:
        return None
    return Decision(False, _reason(way, case))


def _reason(way: Way, case: Case) -> object:
    if way is Way.BREAK_GLASS:
        return _("In an emergency you may read. The team decides.")
    return format_lazy(
        _("This case belongs to {owner}. Only the owner may do this."), owner=case.owner.name
    )
