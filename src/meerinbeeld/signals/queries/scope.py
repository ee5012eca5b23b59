# SPDX-License-Identifier: EUPL-1.2
"""Which signals an actor can see, and what of them. Every other query starts here.

A signal that is not in an actor's reach does not exist for that actor (`NotInReach`, a 404). A verb
that the role does not have, or that belongs to the owner alone, is refused with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from meerinbeeld import access, norms
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
from meerinbeeld.parties.queries import the_one
from meerinbeeld.signals.models import Audience, Involvement, Origin, Signal, Source

KIND: Final = "signal"
THING: Final = "signals.signal"


class Way(StrEnum):
    """How an actor comes to see a signal. It decides what is shown and what may be done."""

    OWNER = "owner"
    INVOLVED = "involved"
    MAKER = "maker"
    BREAK_GLASS = "break_glass"


_SEES: Final = frozenset({Verb.LIST, Verb.OPEN, Verb.REVEAL, Verb.EXPORT, Verb.MESSAGE})
#: What a way of seeing leaves of the verbs of a role; the owner keeps them all.
_ALLOWED: Final = {
    Way.INVOLVED: _SEES | {Verb.ANSWER, Verb.ASK_ACCESS},
    Way.MAKER: frozenset({Verb.LIST, Verb.OPEN, Verb.MESSAGE}),
    # An emergency is for reading and for leaving word, not for deciding.
    Way.BREAK_GLASS: _SEES,
}


class NotInReach(access.NotInReach):
    """There is no such signal for this actor."""


@dataclass(frozen=True)
class InHand:
    """A signal as it lies before one actor: for which purpose, and by which way."""

    actor: Actor
    signal: Signal
    purpose: str
    way: Way

    @property
    def outcome(self) -> str:
        """What the journal says of everything that is done with it."""
        return "break_glass" if self.way is Way.BREAK_GLASS else "done"

    @property
    def audiences(self) -> tuple[str, ...]:
        """For whom the remarks are that this actor reads, in the order of the tabs."""
        if self.way is Way.INVOLVED:
            return (Audience.CHAIN,)
        if self.way is Way.MAKER:
            return (Audience.REPORTER,)
        return (Audience.TEAM, Audience.REPORTER, Audience.CHAIN)

    @property
    def is_inside(self) -> bool:
        """Whether this is the team that follows the signal up, or somebody in an emergency."""
        return self.way in (Way.OWNER, Way.BREAK_GLASS)

    def sees_item(self, kind: str, source: str) -> bool:
        """Who reported stays with the team; norms say what may go along in the chain."""
        if self.is_inside:
            return True
        if self.way is Way.MAKER:
            return source == Source.REPORTER
        code = norms.codelist("item_kind").get(kind)
        extra = code.extra if code else {}
        return extra.get("audience") == Audience.CHAIN and extra.get("about") != "reporter"

    def sees_file(self, audience: str) -> bool:
        return self.is_inside or audience == Audience.CHAIN

    def may(self, verb: str) -> bool:
        """Whether a button for this verb belongs on the page."""
        return _refusal(self.actor, verb, self.way, self.signal, self.purpose) is None


def purpose_of(actor: Actor) -> str:
    """For which purpose a role looks at signals. Enforcement has its own, and sees less."""
    return Purpose.ENFORCEMENT if actor.role == Role.ENFORCEMENT_OFFICER else Purpose.REPORTING


def visible(actor: Actor, verb: str = Verb.LIST) -> QuerySet[Signal]:
    """The signals in reach of an actor. Raises `Refused` for a role without this right."""
    decision = require(actor, verb, KIND, purpose_of(actor))
    return Signal.objects.filter(_within(actor, decision.reach))


def owned(actor: Actor) -> QuerySet[Signal]:
    """The signals of the actor's own organisation, for a role that follows signals up."""
    decision = require(actor, Verb.LIST, KIND, purpose_of(actor))
    if decision.reach != Reach.ORGANISATION:
        return Signal.objects.none()
    return Signal.objects.filter(owner_id=actor.organisation_id)


def involved(actor: Actor) -> QuerySet[Signal]:
    """The signals of others that were put before the actor's organisation."""
    decision = require(actor, Verb.LIST, KIND, purpose_of(actor))
    if decision.reach not in (Reach.ORGANISATION, Reach.SHARED):
        return Signal.objects.none()
    return Signal.objects.filter(_shared_with(actor))


def in_hand(actor: Actor, verb: str, reference: str | UUID, *, locked: bool = False) -> InHand:
    """One signal, for one verb. Raises `NotInReach` or `Refused`.

    Inside a transaction that changes it, take it `locked`.
    """
    signal = _found(actor, verb, reference, locked=locked)
    purpose, way = purpose_of(actor), _way(actor, signal)
    refusal = _refusal(actor, verb, way, signal, purpose)
    if refusal is not None:
        raise Refused(refusal, verb, Thing(KIND), purpose)
    return InHand(actor, signal, purpose, way)


def _found(actor: Actor, verb: str, reference: str | UUID, *, locked: bool) -> Signal:
    wanted = Q(pk=reference) if isinstance(reference, UUID) else Q(reference=reference)
    signals = Signal.objects.select_related(
        "owner", "municipality", "assignee", "report", "made_by"
    ).defer("report__envelope")
    if locked:
        signals = signals.select_for_update(of=("self",))
    reach = require(actor, Verb.LIST, KIND, purpose_of(actor)).reach
    found = None
    if reach == Reach.ORGANISATION:
        # a team opens its own signals all day: that needs no look at what was put before it
        found = the_one(signals.filter(wanted, owner_id=actor.organisation_id))
    if found is None:
        found = the_one(signals.filter(wanted & _within(actor, reach)))
    if found is None:
        in_emergency = break_glass.running(actor).filter(thing_kind=KIND).values("dossier")
        found = the_one(signals.filter(wanted & Q(dossier__in=in_emergency)))
    if found is None:
        raise NotInReach(_foreign(actor, verb, wanted))
    return found


def _foreign(actor: Actor, verb: str, wanted: Q) -> Foreign | None:
    known = Signal.objects.filter(wanted).values_list("pk", "dossier").first()
    return Foreign(verb, purpose_of(actor), THING, *known) if known else None


def _within(actor: Actor, reach: str) -> Q:
    if reach == Reach.MINE:
        # whoever took a signal book over did not report what stands in it
        return Q(made_by_id=actor.person_id) & ~Q(origin=Origin.IMPORT)
    shared = Q(_shared_with(actor))
    return shared if reach == Reach.SHARED else shared | Q(owner_id=actor.organisation_id)


def _shared_with(actor: Actor) -> Exists:
    """Asked per signal and not as a list: the police may be involved in tens of thousands."""
    return Exists(_involvements(actor).filter(signal=OuterRef("pk")))


def _involvements(actor: Actor) -> QuerySet[Involvement]:
    return Involvement.objects.filter(organisation_id=actor.organisation_id, until=None)


def _way(actor: Actor, signal: Signal) -> Way:
    reach = require(actor, Verb.LIST, KIND, purpose_of(actor)).reach
    if reach == Reach.MINE:
        return Way.MAKER
    if reach == Reach.ORGANISATION and signal.owner_id == actor.organisation_id:
        return Way.OWNER
    if _involvements(actor).filter(signal=signal).exists():
        return Way.INVOLVED
    return Way.BREAK_GLASS


def _refusal(actor: Actor, verb: str, way: Way, signal: Signal, purpose: str) -> Decision | None:
    try:
        require(actor, verb, KIND, purpose)
    except Refused as refused:
        return refused.decision
    if signal.destroyed_at and verb not in (Verb.LIST, Verb.OPEN):
        gone = _("The content of this signal was destroyed. Nobody can open it any more.")
        return Decision(False, gone)
    if way is Way.OWNER or verb in _ALLOWED[way]:
        return None
    return Decision(False, _reason(way, signal))


def _reason(way: Way, signal: Signal) -> object:
    if way is Way.BREAK_GLASS:
        return _("In an emergency you may read and leave word. The owner decides.")
    return format_lazy(
        _("This signal belongs to {owner}. Only the owner may do this."), owner=signal.owner.name
    )
