# SPDX-License-Identifier: EUPL-1.2
"""What is agreed in a case: goals, tasks and contact, as this actor may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.care.models import Contact, Goal, Task
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules.clocks import state_of
from meerinbeeld.vault import Box

PLAN: Final = "plan"
#: So many finished tasks and contacts stand on a page.
MANY: Final = 60
FEW: Final = 5
#: So many contacts say on the overview how it goes.
LAST: Final = 2


@dataclass(frozen=True)
class ShownTask:
    id: UUID
    label: str
    text: str = field(repr=False)
    who: str
    is_mine: bool
    at_partner: bool
    due_at: datetime
    at_time: bool
    state: str
    status: str
    done_at: datetime | None
    may_finish: bool

    @property
    def is_open(self) -> bool:
        return self.status == Task.Status.OPEN


@dataclass(frozen=True)
class ShownGoal:
    id: UUID
    domain: str
    text: str = field(repr=False)
    status: str
    status_label: str
    at: datetime
    tasks: list[ShownTask]

    @property
    def is_open(self) -> bool:
        return self.status == Goal.Status.OPEN


@dataclass(frozen=True)
class ShownContact:
    id: UUID
    label: str
    note: str = field(repr=False)
    at: datetime
    who: str
    minutes: int
    with_person: bool


@dataclass(frozen=True)
class Plan:
    """The plan on one page. `goals` hold their tasks; `loose` are the tasks on their own."""

    goals: list[ShownGoal]
    loose: list[ShownTask]
    contacts: list[ShownContact]
    #: The open tasks of the whole plan, the most pressing first.
    todo: list[ShownTask]
    more_todo: int

    @property
    def open_goals(self) -> list[ShownGoal]:
        return [goal for goal in self.goals if goal.is_open]

    @property
    def ended_goals(self) -> list[ShownGoal]:
        return [goal for goal in self.goals if not goal.is_open]

    @property
    def is_empty(self) -> bool:
        return not (self.goals or self.loose or self.contacts)


def part(hand: InHand, box: Box, tab: str) -> Plan:
    """Three reads, whatever is in it. A partner sees the goals and tasks that a grant names."""
    now, whole = timezone.now(), tab == PLAN
    tasks = [
        (row.goal_id, _task(row, hand, box, now))
        for row in _tasks(hand, whole=whole)
        if hand.sees("task", row.id)
    ]
    goals = [
        _goal(row, box, [task for goal, task in tasks if goal == row.id])
        for row in _goals(hand, whole=whole)
        if hand.sees("goal", row.id)
    ]
    shown = {goal.id for goal in goals if goal.is_open}
    todo = [task for _goal_id, task in tasks if task.is_open]
    todo.sort(key=lambda task: task.due_at)
    return Plan(
        goals=goals,
        loose=[task for goal, task in tasks if goal not in shown],
        contacts=_contacts(hand, box, MANY if whole else LAST),
        todo=todo if whole else todo[:FEW],
        more_todo=0 if whole else max(0, len(todo) - FEW),
    )


def asked_of(hand: InHand, box: Box) -> list[ShownTask]:
    """The tasks of the actor's own organisation that a grant names, the open ones first."""
    rows = hand.case.tasks.select_related("person", "organisation").filter(
        organisation_id=hand.actor.organisation_id, pk__in=hand.ids("task")
    )
    now = timezone.now()
    shown = [_task(row, hand, box, now) for row in rows.order_by("due_at")]
    return sorted(shown, key=lambda task: not task.is_open)


def _tasks(hand: InHand, *, whole: bool) -> list[Task]:
    rows = hand.case.tasks.select_related("person", "organisation")
    found = list(rows.filter(status=Task.Status.OPEN).order_by("due_at"))
    if whole:
        ended = rows.exclude(status=Task.Status.OPEN).order_by("-done_at")
        found += list(ended[:MANY])
    return found


def _goals(hand: InHand, *, whole: bool) -> list[Goal]:
    order = {code: place for place, code in enumerate(norms.codelist("life_domain").values)}
    rows = hand.case.goals.all() if whole else hand.case.goals.filter(status=Goal.Status.OPEN)
    return sorted(rows, key=lambda row: (order.get(row.domain, len(order)), row.at))


def _goal(row: Goal, box: Box, tasks: list[ShownTask]) -> ShownGoal:
    return ShownGoal(
        id=row.id,
        domain=norms.codelist("life_domain").label(row.domain),
        text=box.text(row, "text"),
        status=row.status,
        status_label=str(row.get_status_display()),
        at=row.at,
        tasks=tasks,
    )


def _task(row: Task, hand: InHand, box: Box, now: datetime) -> ShownTask:
    at_partner = row.organisation_id != hand.case.owner_id
    ours = row.organisation_id == hand.actor.organisation_id
    is_open = row.status == Task.Status.OPEN
    return ShownTask(
        id=row.id,
        label=norms.codelist("care_task").label(row.kind),
        text=box.text(row, "text"),
        who=row.organisation.name if at_partner else (row.person.name if row.person else ""),
        is_mine=row.person_id == hand.actor.person_id,
        at_partner=at_partner,
        due_at=row.due_at,
        at_time=row.at_time,
        state=str(state_of(row.due_at, timezone.localtime(now))) if is_open else "done",
        status=row.status,
        done_at=row.done_at,
        may_finish=hand.may("change") or (ours and hand.may("answer")),
    )


def _contacts(hand: InHand, box: Box, most: int) -> list[ShownContact]:
    if not hand.is_inside:
        return []
    rows: list[Contact] = list(
        hand.case.contacts.filter(removed_at=None).select_related("by").order_by("-at")[:most]
    )
    kinds = norms.codelist("contact_kind")
    return [
        ShownContact(
            id=row.id,
            label=kinds.label(row.kind),
            note=box.text(row, "note"),
            at=row.at,
            who=row.by.name,
            minutes=row.minutes,
            with_person=row.with_person,
        )
        for row in rows
    ]
