# SPDX-License-Identifier: EUPL-1.2
"""The caseload: what waits for the team, by coded facts alone. Nothing here is decrypted.

Every list is read along an index and no further than the page needs; counts stop at a thousand
(`ui.counting`). So the first screen costs the same with twenty cases and with twenty thousand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.text import capfirst

from meerinbeeld import norms
from meerinbeeld.access import Actor, Role
from meerinbeeld.access.models import Membership, MembershipQuerySet, Person
from meerinbeeld.care.models import Case, Clock, Phase, ReferralOut, Suspected, Task
from meerinbeeld.care.queries import words
from meerinbeeld.care.queries.scope import owned
from meerinbeeld.care.rules import phases
from meerinbeeld.care.rules.clocks import evening, said_as, state_of
from meerinbeeld.parties.models import Municipality
from meerinbeeld.ui.counting import bounded_each, grouped, pointed_at

PAGE: Final = 20
LAST_PAGE: Final = 40

LATE, TODAY, WEEK = ("late", "today", "week")
WAITING, SILENT, NOBODY = ("waiting", "silent", "nobody")
TILES: Final = (LATE, TODAY, WEEK, WAITING, SILENT, NOBODY)
#: What a list reads of a clock or a task.
NEXT: Final = ("case_id", "kind", "due_at")
#: The kind of a clock or a task, and its end.
Due = tuple[str, datetime]
#: What a line reads of a case, here and in a saved list.
READ: Final = (
    "reference", "alias", "dossier", "phase", "minor", "municipality__name", "coordinator__name",
    "received_at", "last_contact_at", "accepted_at", "cooperation",
)  # fmt: skip
#: Every open case has a moment to act; saying so keeps each database on the index of the list.
OPEN: Final = ~Q(phase=Phase.CLOSED) & Q(act_at__isnull=False)


@dataclass(frozen=True)
class Wanted:
    """What a person filters the caseload by. Empty means: do not care."""

    tile: str = ""
    form: str = ""
    phase: str = ""
    municipality: str = ""
    coordinator: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return any((self.tile, self.form, self.phase, self.municipality, self.coordinator))


@dataclass(frozen=True)
class Next:
    """What has to happen first in a case, before when, and how that stands."""

    label: str
    due_at: datetime | None
    state: str

    @property
    def on(self) -> date | None:
        return said_as(self.due_at) if self.due_at else None


@dataclass(frozen=True)
class Row:
    """One line of the caseload."""

    case: Case
    forms: list[str]
    next: Next
    is_mine: bool
    silent: bool

    @property
    def first_form(self) -> str:
        return self.forms[0] if self.forms else ""

    @property
    def other_forms(self) -> str:
        return ", ".join(self.forms[1:]).lower()

    @property
    def phase(self) -> str:
        return str(capfirst(Phase(self.case.phase).label))

    @property
    def phase_number(self) -> int:
        return phases.number(self.case.phase)


@dataclass(frozen=True)
class Listing:
    rows: list[Row]
    page: int
    has_next: bool


@dataclass(frozen=True)
class MyTask:
    """A task of the actor, in a word that says nothing about a person."""

    reference: str
    alias: str
    label: str
    due_at: datetime
    at_time: bool
    state: str


@dataclass(frozen=True)
class Answer:
    """What a partner answered, by name and code."""

    reference: str
    alias: str
    partner: str
    status: str
    at: datetime


def silence(now: datetime) -> datetime:
    """Whoever had no contact since then, is silent too long."""
    return now - timedelta(days=norms.term("contact_silence").days)


def counts(actor: Actor, now: datetime) -> dict[str, int]:
    """The numbers of the day, each at most `MANY`."""
    mine = owned(actor)
    return bounded_each({tile: mine.filter(_tile(actor, tile, now)) for tile in TILES})


def listing(actor: Actor, wanted: Wanted, now: datetime) -> Listing:
    """One page of the caseload, the most pressing first; closed cases by their end."""
    page = min(max(wanted.page, 1), LAST_PAGE)
    closed = wanted.phase == Phase.CLOSED
    order = ("-received_at", "id") if closed else ("act_at", "id")
    begin = (page - 1) * PAGE
    found = owned(actor).filter(_narrowed(actor, wanted, now)).order_by(*order)
    ids = list(found.values_list("id", flat=True)[begin : begin + PAGE + 1])
    has_next = len(ids) > PAGE and page < LAST_PAGE
    return Listing(_rows(actor, ids[:PAGE], now), page, has_next)


def my_tasks(actor: Actor, now: datetime, most: int = 8) -> list[MyTask]:
    """The open tasks of the actor, the first due first."""
    rows = Task.objects.filter(
        person_id=actor.person_id, status=Task.Status.OPEN, case__owner_id=actor.organisation_id
    ).exclude(case__phase=Phase.CLOSED)
    kinds = norms.codelist("care_task")
    local = timezone.localtime(now)
    return [
        MyTask(
            reference=row.case.reference,
            alias=row.case.alias,
            label=kinds.label(row.kind),
            due_at=row.due_at,
            at_time=row.at_time,
            state=str(state_of(row.due_at, local)),
        )
        for row in rows.only(*NEXT, "at_time", "case__reference", "case__alias")
        .select_related("case")
        .order_by("due_at")[:most]
    ]


def answers(actor: Actor, now: datetime, most: int = 6) -> list[Answer]:
    """What partners answered in the last two weeks, the newest first."""
    # asked per row, so that SQLite reads the newest answers and not all cases of the owner
    ours = Case.objects.filter(pk=OuterRef("case_id"), owner_id=actor.organisation_id)
    rows = ReferralOut.objects.filter(
        Exists(ours), answered_at__gte=now - timedelta(days=14)
    ).select_related("case", "organisation")
    read = ("status", "answered_at", "case__reference", "case__alias", "organisation__name")
    return [
        Answer(
            reference=row.case.reference,
            alias=row.case.alias,
            partner=row.organisation.name,
            status=str(row.get_status_display()),
            at=row.answered_at or now,
        )
        for row in rows.only(*read).order_by("-answered_at")[:most]
    ]


def coordinators(actor: Actor) -> list[Person]:
    """Who coordinates at the actor's organisation today."""
    members = _members(actor).valid_on(timezone.localdate())
    people = Person.objects.filter(pk__in=members.values("person_id"), is_active=True)
    return list(people.order_by("name"))


def municipalities(actor: Actor) -> list[Municipality]:
    return list(Municipality.objects.filter(pk__in=actor.municipalities).order_by("name"))


# --- Narrowing ------------------------------------------------------------------------------------


def _members(actor: Actor) -> MembershipQuerySet:
    return Membership.objects.filter(
        organisation_id=actor.organisation_id, role=Role.CARE_COORDINATOR
    )


def _tile(actor: Actor, tile: str, now: datetime) -> Q:
    if tile == NOBODY:
        return _without_coordinator(actor)
    tonight = evening(timezone.localdate(now))
    tiles = {
        LATE: OPEN & Q(act_at__lte=now),
        TODAY: OPEN & Q(act_at__gt=now, act_at__lte=tonight),
        WEEK: OPEN & Q(act_at__gt=tonight, act_at__lte=tonight + timedelta(days=7)),
        WAITING: Q(phase=Phase.REFERRED),
        SILENT: Q(phase__in=(Phase.INTAKE, Phase.HELPING)) & _silent(silence(now)),
    }
    return tiles.get(tile, Q())


def _silent(since: datetime) -> Q:
    heard = Coalesce("last_contact_at", "accepted_at")
    return Q(LessThanOrEqual(heard, since))


def _without_coordinator(actor: Actor) -> Q:
    """Nobody took it on, or whoever did works here no more. By the few who left: that is quick."""
    members = _members(actor)
    here = members.valid_on(timezone.localdate()).filter(person__is_active=True)
    left = members.exclude(person__in=here.values("person_id")).values_list("person_id", flat=True)
    gone = ~Q(phase=Phase.CLOSED) & Q(coordinator__in=list(left.distinct()))
    return Q(coordinator=None, phase=Phase.REFERRED) | gone


def _narrowed(actor: Actor, wanted: Wanted, now: datetime) -> Q:
    narrowed = _tile(actor, wanted.tile, now)
    if wanted.phase != Phase.CLOSED:
        narrowed &= OPEN
    if wanted.phase:
        narrowed &= Q(phase=wanted.phase)
    if wanted.municipality:
        narrowed &= Q(municipality_id=wanted.municipality)
    if wanted.coordinator:
        mine = actor.person_id if wanted.coordinator == "me" else wanted.coordinator
        narrowed &= Q(coordinator_id=mine)
    if wanted.form:
        forms = Suspected.objects.filter(form=wanted.form, until=None)
        narrowed &= pointed_at(forms, "case")
    return narrowed


# --- Rows -----------------------------------------------------------------------------------------


def _rows(actor: Actor, ids: Iterable[UUID], now: datetime) -> list[Row]:
    """Four reads for a page: the cases, and of all of them the forms, the clocks and the tasks."""
    wanted = list(ids)
    found = Case.objects.filter(pk__in=wanted).only(*READ)
    suspected = Suspected.objects.filter(case__in=wanted, until=None)
    running = Clock.objects.filter(case__in=wanted, ended_at=None).order_by("due_at")
    todo = Task.objects.filter(case__in=wanted, status=Task.Status.OPEN).order_by("due_at")
    forms = grouped(suspected.values_list("case_id", "form"))
    clocks, tasks = grouped(running.values_list(*NEXT)), grouped(todo.values_list(*NEXT))
    since, local = silence(now), timezone.localtime(now)
    known = norms.codelist("form_of_exploitation")
    rows = {
        case.id: Row(
            case=case,
            forms=[known.label(form) for (form,) in forms[case.id]],
            next=_next(clocks[case.id], tasks[case.id], local),
            is_mine=case.coordinator_id == actor.person_id,
            silent=_is_silent(case, since),
        )
        for case in found.select_related("coordinator", "municipality")
    }
    return [rows[one] for one in wanted if one in rows]


def _is_silent(case: Case, since: datetime) -> bool:
    heard = case.last_contact_at or case.accepted_at
    return bool(case.phase in (Phase.INTAKE, Phase.HELPING) and heard and heard <= since)


def _next(clocks: list[Due], tasks: list[Due], now: datetime) -> Next:
    """The first of the clocks that run and the tasks that are open, each the first due first."""
    if tasks and (not clocks or tasks[0][1] < clocks[0][1]):
        kind, due_at = tasks[0]
        label = norms.codelist("care_task").label(kind)
    elif clocks:
        kind, due_at = clocks[0]
        label = words.clock_label(kind)
    else:
        return Next("", None, "done")
    return Next(label, due_at, str(state_of(due_at, now)))
