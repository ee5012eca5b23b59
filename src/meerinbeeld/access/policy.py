# SPDX-License-Identifier: EUPL-1.2
"""Who may do what, to which thing, for which purpose: one table and one question.

A row gives a role, the kind of thing and the purpose; the verbs; and how far it reaches. What does
not stand in the table is not allowed. Reach is checked twice: by the query, which never returns a
row outside it, and here, for a thing at hand.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.roles import Purpose, Reach, Role, Verb

Text = object  # A lazy translation: turned into words when shown.


@dataclass(frozen=True)
class Actor:
    """A person acting for one organisation in one role. Scope is what the organisation serves."""

    person_id: uuid.UUID
    membership_id: uuid.UUID
    organisation_id: uuid.UUID
    role: str
    municipalities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Thing:
    """What is acted on: its kind and, when it is at hand, who holds it and who made it."""

    kind: str
    owner: uuid.UUID | None = None
    shared_with: frozenset[uuid.UUID] = frozenset()
    made_by: uuid.UUID | None = None
    at_hand: bool = False


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: object
    reach: str = ""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True)
class Foreign:
    """A record that exists, and was named by somebody for whom it does not."""

    verb: str
    purpose: str
    thing: str
    thing_id: uuid.UUID
    dossier: uuid.UUID


class NotInReach(LookupError):
    """There is no such thing for this actor. Each scope has its own kind; a page says 404.

    `foreign` is for the journal alone: whoever asks never hears whether there is something.
    """

    def __init__(self, foreign: Foreign | None = None) -> None:
        super().__init__()
        self.foreign = foreign


class Refused(Exception):
    """Raised by `require`; carries the decision that is shown in plain words and journaled."""

    def __init__(self, decision: Decision, verb: str, thing: Thing, purpose: str) -> None:
        super().__init__(f"{verb} {thing.kind} for {purpose}")
        self.decision, self.verb, self.thing, self.purpose = decision, verb, thing, purpose


Row = tuple[Iterable[Role], str, Purpose, Reach, Iterable[Verb]]

_R, _P, _V = Role, Purpose, Verb
_FOLLOWS_UP = (_R.FOCAL_OFFICER, _R.CARE_COORDINATOR)
_RECEIVES = (_R.PARTNER_WORKER, _R.CASE_TABLE_CHAIR)
_EVERYBODY = tuple(Role)
_READS_FIGURES = tuple(role for role in Role if role not in (_R.REPORTER, _R.ADMINISTRATOR))

# fmt: off
#: The whole policy. Read a row as: these roles, on this thing, for this purpose, this far, may…
TABLE: tuple[Row, ...] = (
    # Signals
    (_FOLLOWS_UP, "signal", _P.REPORTING, Reach.ORGANISATION,
     (_V.LIST, _V.OPEN, _V.REVEAL, _V.CREATE, _V.CHANGE, _V.ROUTE, _V.ANSWER, _V.MESSAGE,
      _V.HAND_OVER, _V.MERGE, _V.CLOSE, _V.REOPEN, _V.IMPORT, _V.EXPORT, _V.ASK_ACCESS,
      _V.BREAK_GLASS)),
    (_RECEIVES, "signal", _P.REPORTING, Reach.SHARED,
     (_V.LIST, _V.OPEN, _V.REVEAL, _V.CREATE, _V.ANSWER, _V.MESSAGE, _V.EXPORT, _V.BREAK_GLASS)),
    ((_R.ENFORCEMENT_OFFICER,), "signal", _P.ENFORCEMENT, Reach.SHARED,
     (_V.LIST, _V.OPEN, _V.REVEAL, _V.ANSWER, _V.MESSAGE, _V.EXPORT)),
    ((_R.REPORTER,), "signal", _P.REPORTING, Reach.MINE,
     (_V.LIST, _V.OPEN, _V.CREATE, _V.MESSAGE)),
    # Cases: the help to one person
    ((_R.CARE_COORDINATOR,), "case", _P.CARE, Reach.ORGANISATION,
     (_V.LIST, _V.OPEN, _V.REVEAL, _V.REFER, _V.CREATE, _V.CHANGE, _V.ANSWER, _V.MESSAGE,
      _V.SHARE, _V.HAND_OVER, _V.CLOSE, _V.REOPEN, _V.EXPORT, _V.BREAK_GLASS)),
    ((_R.FOCAL_OFFICER, _R.PARTNER_WORKER), "case", _P.CARE, Reach.SHARED,
     (_V.LIST, _V.OPEN, _V.REFER, _V.ANSWER, _V.MESSAGE, _V.EXPORT)),
    ((_R.REPORTER,), "case", _P.CARE, Reach.MINE, (_V.LIST, _V.REFER, _V.ANSWER, _V.MESSAGE)),
    ((_R.CASE_TABLE_CHAIR, _R.ENFORCEMENT_OFFICER), "case", _P.SAFETY, Reach.SHARED,
     (_V.LIST, _V.OPEN, _V.REFER, _V.ANSWER, _V.MESSAGE, _V.EXPORT)),
    # Places to stay: how many and how full, never who or where
    ((_R.CARE_COORDINATOR,), "shelter", _P.CARE, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.CREATE, _V.CHANGE, _V.EXPORT)),
    ((_R.PARTNER_WORKER,), "shelter", _P.CARE, Reach.ORGANISATION,
     (_V.LIST, _V.OPEN, _V.CHANGE)),
    # The register: what was notified about a person, and who it is
    ((_R.CARE_COORDINATOR,), "notification", _P.MONITORING, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.REVEAL, _V.CREATE, _V.CHANGE, _V.MERGE, _V.SHARE, _V.IMPORT,
      _V.EXPORT)),
    ((_R.FOCAL_OFFICER, _R.PARTNER_WORKER, _R.ENFORCEMENT_OFFICER), "notification",
     _P.MONITORING, Reach.ORGANISATION,
     (_V.LIST, _V.OPEN, _V.REVEAL, _V.CREATE, _V.CHANGE, _V.IMPORT, _V.EXPORT)),
    # Figures: exact ones of one's own work, and those of the region that the gate let out
    ((_R.CARE_COORDINATOR, _R.FOCAL_OFFICER), "figures", _P.MONITORING, Reach.ORGANISATION,
     (_V.LIST, _V.OPEN, _V.EXPORT)),
    (_READS_FIGURES, "published_figures", _P.PROGRAMME, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.EXPORT)),
    ((_R.CARE_COORDINATOR, _R.PROGRAMME_LEAD, _R.POLICY_OFFICER), "published_figures",
     _P.PROGRAMME, Reach.REGION, (_V.PROPOSE, _V.APPROVE)),
    # Estimates of how many people nobody sees: one's own, with the table they rest on
    ((_R.CARE_COORDINATOR, _R.PROGRAMME_LEAD, _R.POLICY_OFFICER), "estimate", _P.PROGRAMME,
     Reach.ORGANISATION, (_V.LIST, _V.OPEN, _V.CREATE, _V.CHANGE, _V.SHARE, _V.EXPORT)),
    # Hours for care and prevention; they name nobody who is helped
    ((_R.CARE_COORDINATOR,), "hours", _P.CARE, Reach.ORGANISATION,
     (_V.LIST, _V.CREATE, _V.CHANGE, _V.EXPORT)),
    # One's own agenda for a phone: neutral words, one's own tasks and terms
    ((_R.CARE_COORDINATOR,), "agenda", _P.CARE, Reach.MINE, (_V.OPEN, _V.CREATE)),
    # Who can be found, and where people can go
    (_EVERYBODY, "directory", _P.PROGRAMME, Reach.REGION, (_V.LIST, _V.OPEN, _V.EXPORT)),
    ((_R.ADMINISTRATOR,), "directory", _P.ADMINISTRATION, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.CREATE, _V.CHANGE, _V.MANAGE)),
    ((_R.FOCAL_OFFICER, _R.CARE_COORDINATOR, _R.PROGRAMME_LEAD), "directory", _P.PROGRAMME,
     Reach.ORGANISATION, (_V.CHANGE,)),
    # What parties agreed about sharing data
    (_EVERYBODY, "covenant", _P.PROGRAMME, Reach.REGION, (_V.LIST, _V.OPEN)),
    ((_R.PROGRAMME_LEAD, _R.PRIVACY_OFFICER), "covenant", _P.PROGRAMME, Reach.REGION,
     (_V.CREATE, _V.CHANGE)),
    # People and what they may do
    ((_R.ADMINISTRATOR,), "person", _P.ADMINISTRATION, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.CREATE, _V.CHANGE, _V.MANAGE, _V.IMPORT, _V.EXPORT)),
    ((_R.ADMINISTRATOR, _R.PRIVACY_OFFICER), "policy", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN)),
    # Oversight
    ((_R.PRIVACY_OFFICER,), "journal", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.VERIFY, _V.EXPORT)),
    ((_R.PRIVACY_OFFICER,), "break_glass", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.REVIEW)),
    ((_R.PRIVACY_OFFICER,), "rights", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.CREATE, _V.CHANGE, _V.CLOSE, _V.EXPORT)),
    ((_R.PRIVACY_OFFICER,), "retention", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.PROPOSE, _V.APPROVE, _V.MANAGE)),
    ((_R.ADMINISTRATOR,), "retention", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN, _V.PROPOSE, _V.APPROVE)),
    ((_R.PRIVACY_OFFICER, _R.ADMINISTRATOR), "keys", _P.OVERSIGHT, Reach.REGION,
     (_V.LIST, _V.OPEN)),
    ((_R.ADMINISTRATOR,), "keys", _P.ADMINISTRATION, Reach.REGION, (_V.LIST, _V.MANAGE)),
    # How the system itself is doing: amounts and ages, never content
    ((_R.ADMINISTRATOR,), "system", _P.ADMINISTRATION, Reach.REGION, (_V.OPEN,)),
)
# fmt: on


def _indexed() -> Mapping[tuple[str, str, str, str], Reach]:
    cells: dict[tuple[str, str, str, str], Reach] = {}
    for roles, kind, purpose, reach, verbs in TABLE:
        for role in roles:
            for verb in verbs:
                cells[role, kind, purpose, verb] = reach
    return cells


_CELLS = _indexed()


def may(actor: Actor, verb: str, thing: Thing | str, purpose: str) -> Decision:
    """Whether this actor may do this to this thing for this purpose, and why (not).

    The decision carries `reach`, by which a query narrows. A thing that is at hand is checked
    against that reach as well.
    """
    thing = Thing(thing) if isinstance(thing, str) else thing
    reach = _CELLS.get((actor.role, thing.kind, purpose, verb))
    if reach is None:
        return Decision(False, _no_such_row(actor, verb, thing.kind, purpose))
    if thing.at_hand and not _within(actor, thing, reach):
        return Decision(False, _("This belongs to another organisation."), reach)
    return Decision(True, _("Your role allows this for this purpose."), reach)


def require(actor: Actor, verb: str, thing: Thing | str, purpose: str) -> Decision:
    """As `may`, but raises `Refused` when it may not."""
    decision = may(actor, verb, thing, purpose)
    if not decision:
        raise Refused(decision, verb, Thing(thing) if isinstance(thing, str) else thing, purpose)
    return decision


def _within(actor: Actor, thing: Thing, reach: str) -> bool:
    return {
        Reach.REGION: True,
        Reach.ORGANISATION: actor.organisation_id in {thing.owner, *thing.shared_with},
        Reach.SHARED: actor.organisation_id in {thing.owner, *thing.shared_with},
        Reach.MINE: thing.made_by == actor.person_id,
    }[Reach(reach)]


def _no_such_row(actor: Actor, verb: str, kind: str, purpose: str) -> object:
    purposes = {p for (role, k, p, v) in _CELLS if role == actor.role and k == kind and v == verb}
    if purposes:
        return pgettext_lazy("policy", "Your role may do this, but not for this purpose.")
    return _("Your role does not allow this. Ask your administrator if you need it for your work.")
