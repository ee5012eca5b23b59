# SPDX-License-Identifier: EUPL-1.2
"""The plan: what the person wants to reach, and who does what before when.

Adding and finishing stand beside what others do: they make nobody's form stale. Moving a task
overwrites its day, so it asks for the version that was seen.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb, may
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.roles import Role
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.telling import tell, tell_organisation
from meerinbeeld.care.models import Case, Goal, Task
from meerinbeeld.care.queries.scope import KIND, Way, purpose_of
from meerinbeeld.care.rules import clocks
from meerinbeeld.norms.terms import today
from meerinbeeld.parties.models import Organisation

#: A day far away is a slip of the keyboard.
FARTHEST = timedelta(days=5 * 366)


def add_goal(
    actor: Actor, reference: str | UUID, domain: str, text: str, *, once: UUID | None = None
) -> Goal:
    """What the person wants to reach in one domain of life, in their own words."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        if domain not in norms.codelist("life_domain"):
            raise ChangeError(_("Choose something from the list."))
        goal = Goal(case=change.case, domain=domain, at=change.now, by_id=actor.person_id)
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(goal, "text", text.strip())
        goal.save(force_insert=True)
        _mark(change, "care.goal", goal.id, domain)
        change.step("goal_added", reason=domain)
    return goal


def end_goal(
    actor: Actor,
    reference: str | UUID,
    goal_id: UUID,
    status: str,
    *,
    why: str = "",
    once: UUID | None = None,
) -> None:
    """Reached, or dropped: the person decides. Its open tasks stay, on their own."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        goal = change.case.goals.select_for_update().filter(pk=goal_id).first()
        if goal is None or status not in (Goal.Status.REACHED, Goal.Status.DROPPED):
            raise ChangeError(_("There is no such goal in this case."))
        if goal.status != Goal.Status.OPEN:
            raise ChangeError(_("Somebody has ended this goal already."))
        goal.status, goal.ended_at = status, change.now
        goal.save(update_fields=["status", "ended_at"])
        _mark(change, "care.goal", goal.id, goal.domain)
        change.step(f"goal_{status}", reason=goal.domain, explanation=why)


def reopen_goal(
    actor: Actor, reference: str | UUID, goal_id: UUID, *, once: UUID | None = None
) -> None:
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        goal = change.case.goals.select_for_update().filter(pk=goal_id).first()
        if goal is None or goal.status == Goal.Status.OPEN:
            raise ChangeError(_("This goal is being worked on already."))
        goal.status, goal.ended_at = Goal.Status.OPEN, None
        goal.save(update_fields=["status", "ended_at"])
        _mark(change, "care.goal", goal.id, goal.domain)
        change.step("goal_reopened", reason=goal.domain)


# --- Tasks ----------------------------------------------------------------------------------------


def add_task(
    actor: Actor,
    reference: str | UUID,
    kind: str,
    due_at: datetime,
    *,
    text: str = "",
    at_time: bool = False,
    goal_id: UUID | None = None,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
    once: UUID | None = None,
) -> Task:
    """Something to do before a day (its evening) or at a time; by a colleague or by a partner.

    Without an organisation it is for the team, without a person for whoever coordinates.
    """
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        case, organisation = change.case, organisation_id or change.case.owner_id
        if kind not in norms.codelist("care_task"):
            raise ChangeError(_("Choose something from the list."))
        task = Task(
            case=case,
            goal=_open_goal(change, goal_id),
            kind=kind,
            organisation_id=organisation,
            person_id=_doer(case, organisation, person_id),
            due_at=_sensible(due_at, change.now),
            at_time=at_time,
            remind_at=clocks.task_remind_at(due_at, change.now),
            at=change.now,
            by_id=actor.person_id,
        )
        if text.strip():
            with vault.unlocked(case.dossier) as box:
                box.put_text(task, "text", text.strip())
        task.save(force_insert=True)
        _mark(change, "care.task", task.id, kind)
        change.step("task_added", reason=kind)
        _tell_doer(change, task)
    return task


def finish_task(
    actor: Actor,
    reference: str | UUID,
    task_id: UUID,
    status: str = Task.Status.DONE,
    *,
    why: str = "",
    once: UUID | None = None,
) -> Task:
    """Done, or dropped. A partner finishes what it was asked and can see."""
    with changing(actor, reference, _verb(actor), once=once, quiet=True) as change:
        task = _task(change, task_id)
        if task.status != Task.Status.OPEN or status not in (Task.Status.DONE, Task.Status.DROPPED):
            raise ChangeError(_("Somebody has finished this task already."))
        task.status, task.done_at, task.done_by_id = status, change.now, actor.person_id
        task.save(update_fields=["status", "done_at", "done_by"])
        _mark(change, "care.task", task.id, task.kind)
        change.step(f"task_{status}", reason=task.kind, explanation=why)
        if task.organisation_id != change.case.owner_id:
            tell(change.case, {change.case.coordinator_id} - {actor.person_id}, "task_done")
    return task


def reopen_task(
    actor: Actor, reference: str | UUID, task_id: UUID, *, once: UUID | None = None
) -> None:
    """It was not done after all."""
    with changing(actor, reference, _verb(actor), once=once, quiet=True) as change:
        change.refuse_when_closed()
        task = _task(change, task_id)
        if task.status == Task.Status.OPEN:
            raise ChangeError(_("This task is open already."))
        task.status, task.done_at, task.done_by_id = Task.Status.OPEN, None, None
        task.remind_at = clocks.task_remind_at(task.due_at, change.now)
        task.save(update_fields=["status", "done_at", "done_by", "remind_at"])
        _mark(change, "care.task", task.id, task.kind)
        change.step("task_reopened", reason=task.kind)


def move_task(
    actor: Actor,
    reference: str | UUID,
    task_id: UUID,
    due_at: datetime,
    *,
    why: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> None:
    """To another day, with the reason on the life line."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        task = _task(change, task_id)
        if task.status != Task.Status.OPEN:
            raise ChangeError(_("Somebody has finished this task already."))
        task.due_at = _sensible(due_at, change.now)
        task.remind_at = clocks.task_remind_at(due_at, change.now)
        task.save(update_fields=["due_at", "remind_at"])
        _mark(change, "care.task", task.id, task.kind)
        change.step("task_moved", reason=task.kind, explanation=why)


# --- Parts ----------------------------------------------------------------------------------------


def _verb(actor: Actor) -> str:
    """The team changes the plan; a partner answers for what it was asked."""
    return Verb.CHANGE if may(actor, Verb.CHANGE, KIND, purpose_of(actor)) else Verb.ANSWER


def _task(change: Change, task_id: UUID) -> Task:
    """A task of this case that this actor may finish. A partner: one of its own that it sees."""
    tasks: QuerySet[Task] = change.case.tasks.select_for_update().filter(pk=task_id)
    if change.hand.way is not Way.TEAM:
        tasks = tasks.filter(
            organisation_id=change.actor.organisation_id, pk__in=change.hand.ids("task")
        )
    found = tasks.first()
    if found is None:
        raise ChangeError(_("There is no such task in this case."))
    return found


def _open_goal(change: Change, goal_id: UUID | None) -> Goal | None:
    if goal_id is None:
        return None
    goal = change.case.goals.filter(pk=goal_id, status=Goal.Status.OPEN).first()
    if goal is None:
        raise ChangeError(_("There is no such goal in this case."))
    return goal


def _sensible(due_at: datetime, now: datetime) -> datetime:
    if not now - timedelta(days=366) < due_at < now + FARTHEST:
        raise ChangeError(_("This day lies too far away. Look at the year."))
    return due_at


def _doer(case: Case, organisation: UUID, person: UUID | None) -> UUID | None:
    """Who does it: a colleague who is there today, or nobody in particular at a partner."""
    if organisation != case.owner_id:
        if not Organisation.objects.filter(pk=organisation).exists():
            raise ChangeError(_("Choose something from the list."))
        return None
    if person is not None and person not in set(colleagues(case).values_list("pk", flat=True)):
        raise ChangeError(_("This person does not work here today. Choose somebody else."))
    return person or case.coordinator_id


def colleagues(case: Case) -> QuerySet[Person]:
    """Who helps at the owner of a case today."""
    members = Membership.objects.filter(
        organisation_id=case.owner_id, role=Role.CARE_COORDINATOR, person__is_active=True
    )
    return Person.objects.filter(pk__in=members.valid_on(today()).values("person_id"))


def _tell_doer(change: Change, task: Task) -> None:
    if task.organisation_id != change.case.owner_id:
        tell_organisation(change.case, task.organisation_id, "task_given")
    elif task.person_id != change.actor.person_id:
        tell(change.case, [task.person_id], "task_given")


def _mark(change: Change, thing: str, thing_id: UUID, code: str) -> None:
    """What the journal says was touched: the row, and never its words."""
    change.thing, change.thing_id, change.reason_code = thing, thing_id, code
