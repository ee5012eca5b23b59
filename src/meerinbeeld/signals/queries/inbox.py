# SPDX-License-Identifier: EUPL-1.2
"""The inbox: what waits for an actor, by coded facts alone. Nothing here is decrypted.

Two streams, each read along its own index and no further than the page needs: what the actor's
organisation owns, and what others put before it. Counts stop at `MANY`: nobody works through a
thousand signals, and counting behind a permission is what makes such lists slow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.text import capfirst

from meerinbeeld import norms
from meerinbeeld.access import Actor, Reach, Verb, may
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.parties.models import Municipality
from meerinbeeld.signals import rules
from meerinbeeld.signals.models import (
    Phase,
    PublicReport,
    Route,
    Signal,
    SuspectedForm,
)
from meerinbeeld.signals.queries import words
from meerinbeeld.signals.queries.lifeline import clocks_of, phase_number
from meerinbeeld.signals.queries.scope import KIND, involved, owned, purpose_of, visible
from meerinbeeld.ui.counting import bounded_each, grouped, pointed_at

PAGE: Final = 20
LAST_PAGE: Final = 40

NEW, LATE, FEEDBACK, ELSEWHERE, TO_ANSWER, DOING = (
    "new", "late", "feedback", "elsewhere", "to_answer", "doing"
)  # fmt: skip
OWNER_TILES: Final = (NEW, LATE, FEEDBACK, ELSEWHERE)
PARTNER_TILES: Final = (TO_ANSWER, LATE, DOING)
OPEN_ROUTE: Final = (Route.Status.ASKED, Route.Status.ACCEPTED)
#: What a line reads of a signal, here and in a saved list.
READ: Final = (
    "reference", "dossier", "subject_kind", "reporter_kind", "municipality__name", "minor",
    "urgency", "attachments_count", "phase", "owner__name", "assignee__name", "received_at",
    "first_opened_at", "next_step", "due_at", "feedback_due_at", "feedback_given_at",
    "feedback_waived", "answer_waiting", "stop_reason",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a person filters the inbox by. Empty means: do not care."""

    tile: str = ""
    form: str = ""
    phase: str = ""
    municipality: str = ""
    urgency: str = ""
    assignee: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return any(
            (self.tile, self.form, self.phase, self.municipality, self.urgency, self.assignee)
        )


class Asked(NamedTuple):
    """An organisation that a signal was put before, and how that stands."""

    organisation_id: UUID
    status: str
    name: str


@dataclass(frozen=True)
class Row:
    """One line of the inbox."""

    signal: Signal
    forms: list[str]
    phase: str
    phase_number: int
    where: str
    holder: str
    is_mine: bool
    next: rules.NextStep
    minor: bool
    of_others: bool

    @property
    def first_form(self) -> str:
        return self.forms[0] if self.forms else ""

    @property
    def other_forms(self) -> str:
        return ", ".join(self.forms[1:]).lower()

    @property
    def reporter(self) -> str:
        return norms.codelist("reporter_kind").label(self.signal.reporter_kind).lower()

    @property
    def is_new(self) -> bool:
        return self.signal.first_opened_at is None

    @property
    def about(self) -> Any:
        """In one word: the list has to hold ten rows."""
        return words.ABOUT.get(self.signal.subject_kind, self.signal.subject_kind)

    @property
    def urgent(self) -> bool:
        return self.signal.urgency == "acute"


@dataclass(frozen=True)
class Counts:
    """The numbers of the day, each at most `MANY`, by tile; and reports not taken in yet."""

    tiles: dict[str, int]
    answers: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Listing:
    rows: list[Row]
    page: int
    has_next: bool


def is_partner(actor: Actor) -> bool:
    """Whether the actor sees only what was put before the organisation."""
    return may(actor, Verb.LIST, KIND, purpose_of(actor)).reach == Reach.SHARED


def is_reporter(actor: Actor) -> bool:
    """Whether the actor sees only what they reported themselves."""
    return may(actor, Verb.LIST, KIND, purpose_of(actor)).reach == Reach.MINE


def counts(actor: Actor, now: datetime) -> Counts:
    """A handful of bounded counts, each along an index."""
    if is_reporter(actor):
        return Counts({})
    if is_partner(actor):
        return Counts(bounded_each({tile: _to_us(actor, tile, now) for tile in PARTNER_TILES}))
    mine = owned(actor)
    lists: dict[str, QuerySet[Any]] = {tile: mine.filter(_tile(tile, now)) for tile in OWNER_TILES}
    lists["answers"] = _to_us(actor, TO_ANSWER, now)
    lists["waiting"] = PublicReport.objects.filter(owner_id=actor.organisation_id, taken_in_at=None)
    numbers = bounded_each(lists)
    return Counts(answers=numbers.pop("answers"), waiting=numbers.pop("waiting"), tiles=numbers)


def listing(actor: Actor, wanted: Wanted, now: datetime) -> Listing:
    """One page of the inbox, the most pressing first."""
    page = min(max(wanted.page, 1), LAST_PAGE)
    until = page * PAGE + 1
    closed = wanted.phase == Phase.CLOSED
    keys = sorted(
        key
        for stream, moment in _streams(actor, wanted, now)
        for key in stream.order_by(f"-{moment}" if closed else moment, "id").values_list(
            moment, "id"
        )[:until]
    )
    # of two moments the first counts
    first = {key: moment for moment, key in reversed(keys)}
    ordered = sorted(first, key=lambda key: (first[key], key), reverse=closed)
    shown = ordered[until - PAGE - 1 : until - 1]
    return Listing(_rows(actor, shown, now), page, len(ordered) >= until and page < LAST_PAGE)


#: Signals, and the moment by which they are sorted.
Stream = tuple[QuerySet[Signal], str]


def _streams(actor: Actor, wanted: Wanted, now: datetime) -> list[Stream]:
    form, narrowed = _with_form(wanted), _narrowed(actor, wanted)
    if wanted.phase == Phase.CLOSED:
        return _ended(actor, form & narrowed)
    # a reporter may write after the end: that message stands in the inbox as well
    unread = narrowed if not wanted.is_narrowed else narrowed & ~Q(phase=Phase.CLOSED)
    open_ones = form & ~Q(phase=Phase.CLOSED)
    if is_reporter(actor):
        return [(visible(actor).filter(open_ones, narrowed), "act_at")]
    if is_partner(actor):
        return [(_walked(actor, wanted.tile, now, narrowed).filter(open_ones), "act_at")]
    mine = (owned(actor).filter(open_ones, narrowed & _tile(wanted.tile, now)), "act_at")
    others = (_walked(actor, "", now, narrowed).filter(open_ones), "act_at")
    # an answer puts a signal back at the top: since it came, somebody waits to be read
    answered = (owned(actor).filter(form & unread, answer_waiting=True), "changed_at")
    return [mine] if wanted.tile else [mine, others, answered]


def _ended(actor: Actor, narrowed: Q) -> list[Stream]:
    """What has an end, the newest first; of others by the moment that it was put before us."""
    if is_reporter(actor):
        return [(visible(actor).filter(narrowed), "received_at")]
    ours = {
        "involvements__organisation_id": actor.organisation_id,
        "involvements__until": None,
    }
    others = involved(actor).filter(narrowed, **ours)
    return [(owned(actor).filter(narrowed), "received_at"), (others, "involvements__since")]


def _tile(tile: str, now: datetime) -> Q:
    open_ones = ~Q(phase=Phase.CLOSED)
    promised = Q(feedback_given_at=None, feedback_waived="", feedback_due_at__lt=_midnight(now))
    tiles = {
        # every open signal has a moment to act; saying so keeps SQLite on the index of new ones
        NEW: open_ones & Q(first_opened_at=None, act_at__isnull=False),
        LATE: open_ones & Q(act_at__lte=now),
        FEEDBACK: open_ones & promised,
        ELSEWHERE: Q(phase__in=(Phase.ROUTED, Phase.FOLLOWING_UP)),
    }
    return tiles.get(tile, Q())


def _to_us(actor: Actor, tile: str, now: datetime) -> QuerySet[Signal]:
    """Signals of others with an open question to the actor's organisation."""
    return _of_others(actor).filter(_put_to_us(actor, tile, now))


def _walked(actor: Actor, tile: str, now: datetime, narrowed: Q) -> QuerySet[Signal]:
    """The same, for the first few in the order in which one has to act.

    A condition in a CASE is tested row by row along that order. As a condition of its own it makes
    a database gather thousands and sort them, for a page of twenty.
    """
    # the question first: it is answered from the index, and most signals fail it
    tested = Case(
        When(_put_to_us(actor, tile, now) & narrowed, then=Value(True)), default=Value(False)
    )
    return _of_others(actor).filter(tested)


def _of_others(actor: Actor) -> QuerySet[Signal]:
    return involved(actor).exclude(owner_id=actor.organisation_id)


def _put_to_us(actor: Actor, tile: str, now: datetime) -> Q:
    statuses = {TO_ANSWER: (Route.Status.ASKED,), DOING: (Route.Status.ACCEPTED,)}
    routes = Route.objects.filter(
        organisation_id=actor.organisation_id, status__in=statuses.get(tile, OPEN_ROUTE)
    )
    # a list is right here: what is open at one organisation stays small
    put = Q(pk__in=routes.values("signal_id"))
    return put & Q(due_at__lte=now) if tile == LATE else put


def _with_form(wanted: Wanted) -> Q:
    if not wanted.form:
        return Q()
    return pointed_at(SuspectedForm.objects.filter(form=wanted.form, until=None), "signal")


def _narrowed(actor: Actor, wanted: Wanted) -> Q:
    narrowed = Q()
    if wanted.phase:
        narrowed &= Q(phase=wanted.phase)
    if wanted.municipality:
        narrowed &= Q(municipality_id=wanted.municipality)
    if wanted.urgency:
        narrowed &= Q(urgency=wanted.urgency)
    if wanted.assignee == "me":
        narrowed &= Q(assignee_id=actor.person_id)
    if wanted.assignee == "nobody":
        narrowed &= Q(assignee=None)
    return narrowed


def _rows(actor: Actor, ids: Iterable[UUID], now: datetime) -> list[Row]:
    """Three reads for a page: the signals, and of all of them the forms and the open questions."""
    wanted = list(ids)
    found = Signal.objects.filter(pk__in=wanted).only(*READ)
    forms = grouped(
        SuspectedForm.objects.filter(signal__in=wanted, until=None).values_list("signal_id", "form")
    )
    routes = grouped(
        Route.objects.filter(signal__in=wanted, status__in=OPEN_ROUTE).values_list(
            "signal_id", "organisation_id", "status", "organisation__name"
        )
    )
    rows = {
        signal.id: _row(
            actor,
            signal,
            [form for (form,) in forms[signal.id]],
            [Asked(*route) for route in routes[signal.id]],
            now,
        )
        for signal in found.select_related("owner", "municipality", "assignee")
    }
    return [rows[one] for one in wanted if one in rows]


def _row(actor: Actor, signal: Signal, forms: list[str], routes: list[Asked], now: datetime) -> Row:
    known = norms.codelist("form_of_exploitation")
    return Row(
        signal=signal,
        forms=[known.label(form) for form in forms],
        phase=str(capfirst(Phase(signal.phase).label)),
        phase_number=phase_number(signal.phase),
        where=", ".join(route.name for route in routes),
        holder=signal.assignee.name if signal.assignee else "",
        is_mine=signal.assignee_id == actor.person_id,
        next=_next(actor, signal, routes, now),
        minor=signal.minor == "yes",
        of_others=signal.owner_id != actor.organisation_id,
    )


def _next(actor: Actor, signal: Signal, routes: list[Asked], now: datetime) -> rules.NextStep:
    """The next step of this reader: a partner that was asked has to answer first."""
    if signal.phase == Phase.CLOSED and signal.answer_waiting:
        return rules.NextStep("read_answer", None, rules.State.TODAY)
    ours = next((r for r in routes if r.organisation_id == actor.organisation_id), None)
    if ours and signal.owner_id != actor.organisation_id:
        asked = ours.status == Route.Status.ASKED
        code = "answer_route" if asked else "report_back"
        return rules.NextStep(code, signal.due_at, rules.state_of(signal.due_at, now))
    return rules.next_step(clocks_of(signal), now)


def _midnight(now: datetime) -> datetime:
    local = timezone.localtime(now)
    tomorrow = local.date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=local.tzinfo)


def municipalities_of(actor: Actor) -> list[Municipality]:
    """The municipalities that the actor's organisation works for, for the filter."""
    return list(Municipality.objects.filter(cbs_code__in=actor.municipalities).order_by("name"))


def colleagues(actor: Actor) -> list[Person]:
    """Who in the actor's organisation may follow signals up."""
    roles = ("focal_officer", "care_coordinator")
    members = Membership.objects.filter(
        organisation_id=actor.organisation_id, role__in=roles
    ).valid_on(timezone.localdate())
    return list(
        Person.objects.filter(pk__in=members.values("person_id"), is_active=True).order_by("name")
    )
