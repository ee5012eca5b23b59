# SPDX-License-Identifier: EUPL-1.2
"""The plan of a case: goals, tasks, contact, and one line that says it all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import contact as contacts
from meerinbeeld.care.actions import plan as actions
from meerinbeeld.care.forms.plan import (
    ContactForm,
    EndGoalForm,
    GoalForm,
    MoveTaskForm,
    QuickForm,
    TaskForm,
    WhyForm,
)
from meerinbeeld.care.models import Contact, Task
from meerinbeeld.care.queries import choices_of_plan as choices
from meerinbeeld.care.queries.plan import PLAN
from meerinbeeld.care.queries.reading import OVERVIEW
from meerinbeeld.care.views.acting import answer, at_once, hold
from meerinbeeld.ui import moments

ask = require_http_methods(["GET", "POST"])


@ask
def quick(request: HttpRequest, case: str) -> HttpResponse:
    """The line on the overview. With nothing on it, the page of the line says what it takes."""
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    form = QuickForm(request.POST or None, case=hand.case)
    made: list[Contact | Task] = []
    return answer(
        request,
        hand,
        form,
        lambda once, seen: made.append(
            contacts.write_line(actor, case, form.cleaned_data["line"], once=once)
        ),
        template="care/quick.html",
        done=_Said(made),
        context={"heading": _("In one line"), "submit": _("Keep")},
    )


class _Said:
    """What the line was read as: known only when it was kept."""

    def __init__(self, made: list[Contact | Task]) -> None:
        self.made = made

    def __str__(self) -> str:
        return said(self.made[0]) if self.made else ""


def said(made: Contact | Task) -> str:
    """A kept line, as the software understood it: so that a slip shows at once."""
    if isinstance(made, Task):
        label = norms.codelist("care_task").label(made.kind)
        day = moments.exact(made.due_at if made.at_time else made.due_at.date())
        return _("Task kept: %(what)s, %(day)s.") % {"what": label, "day": day}
    label = norms.codelist("contact_kind").label(made.kind)
    minutes = (
        ngettext("%(number)s minute", "%(number)s minutes", made.minutes) % {"number": made.minutes}
        if made.minutes
        else _("no time counted")
    )
    who = _("with the person") if made.with_person else _("about the person")
    return _("Contact kept: %(what)s, %(who)s, %(day)s, %(minutes)s.") % {
        "what": label,
        "who": who,
        "day": moments.said(made.at, with_time=True),
        "minutes": minutes,
    }


# --- Goals ----------------------------------------------------------------------------------------


@ask
def goal_add(request: HttpRequest, case: str) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    form = GoalForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: object) -> object:
        given = form.cleaned_data
        return actions.add_goal(actor, case, given["domain"], given["text"], once=once)

    return answer(
        request, hand, form, do, tab=PLAN, done=_("The goal stands in the plan."),
        context={"heading": _("New goal"), "submit": _("Keep goal")},
    )  # fmt: skip


@ask
def goal_end(request: HttpRequest, case: str, goal: UUID) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    about = in_reach(request, lambda _actor: choices.goal_in_words(hand, goal))
    form = EndGoalForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: object) -> None:
        given = form.cleaned_data
        actions.end_goal(actor, case, goal, given["status"], why=given["why"], once=once)

    return answer(
        request, hand, form, do, tab=PLAN, done=_("The goal has ended. You can take it up again."),
        context={"heading": _("End a goal"), "lead": about, "submit": _("End goal")},
    )  # fmt: skip


@require_POST
def goal_reopen(request: HttpRequest, case: str, goal: UUID) -> HttpResponse:
    return at_once(
        request,
        lambda actor: actions.reopen_goal(actor, case, goal),
        back_to=_back(request, case),
        done=_("The goal is being worked on again."),
    )  # fmt: skip


# --- Tasks ----------------------------------------------------------------------------------------


@ask
def task_add(request: HttpRequest, case: str) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    form = TaskForm(
        request.POST or None,
        case=hand.case,
        goals=choices.open_goals(hand),
        team=actions.colleagues(hand.case),
        partners=choices.partners(hand),
    )
    form.initial.setdefault("who", f"p:{actor.person_id}")
    form.initial.setdefault("goal", request.GET.get("doel", ""))

    def do(once: UUID, seen: object) -> object:
        given = form.cleaned_data
        return actions.add_task(
            actor,
            case,
            given["kind"],
            form.due_at,
            text=given["text"],
            at_time=form.at_time,
            goal_id=UUID(given["goal"]) if given["goal"] else None,
            organisation_id=UUID(form.organisation_id) if form.organisation_id else None,
            person_id=UUID(form.person_id) if form.person_id else None,
            once=once,
        )

    return answer(
        request, hand, form, do, tab=PLAN, done=_("The task stands in the plan."),
        context={
            "heading": _("New task"),
            "lead": _("A partner sees a task only after you share it."),
            "submit": _("Keep task"),
        },
    )  # fmt: skip


@require_POST
def task_done(request: HttpRequest, case: str, task: UUID) -> HttpResponse:
    return at_once(
        request,
        lambda actor: actions.finish_task(actor, case, task),
        back_to=_back(request, case),
        done=_("The task is done. You can open it again in the plan."),
    )  # fmt: skip


@require_POST
def task_reopen(request: HttpRequest, case: str, task: UUID) -> HttpResponse:
    return at_once(
        request,
        lambda actor: actions.reopen_task(actor, case, task),
        back_to=_back(request, case),
        done=_("The task is open again."),
    )  # fmt: skip


@ask
def task_drop(request: HttpRequest, case: str, task: UUID) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    about = in_reach(request, lambda _actor: choices.task_in_words(hand, task))
    form = WhyForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: object) -> object:
        return actions.finish_task(
            actor, case, task, Task.Status.DROPPED, why=form.cleaned_data["why"], once=once
        )

    return answer(
        request, hand, form, do, tab=PLAN, done=_("The task is dropped. You can open it again."),
        context={"heading": _("Drop a task"), "lead": about, "submit": _("Drop task")},
    )  # fmt: skip


@ask
def task_move(request: HttpRequest, case: str, task: UUID) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    about = in_reach(request, lambda _actor: choices.task_in_words(hand, task))
    form = MoveTaskForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: object) -> None:
        why = form.cleaned_data["why"]
        actions.move_task(actor, case, task, form.due_at, why=why, once=once, seen=seen)  # type: ignore[arg-type]

    return answer(
        request, hand, form, do, tab=PLAN, done=_("The task has another day."),
        context={"heading": _("Move a task"), "lead": about, "submit": _("Move task")},
    )  # fmt: skip


# --- Contact --------------------------------------------------------------------------------------


@ask
def contact_add(request: HttpRequest, case: str) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    form = ContactForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: object) -> object:
        given = form.cleaned_data
        return contacts.record_contact(
            actor,
            case,
            given["kind"],
            note=given["note"],
            minutes=given["minutes"],
            with_person=given["with_person"] == "yes",
            at=form.moment,
            once=once,
        )

    return answer(
        request, hand, form, do, tab=PLAN, done=_("The contact is kept."),
        context={
            "heading": _("Record contact"),
            "lead": _("Also afterwards: fill in the day on which it was."),
            "submit": _("Keep contact"),
        },
    )  # fmt: skip


@require_POST
def contact_take_back(request: HttpRequest, case: str, moment: UUID) -> HttpResponse:
    return at_once(
        request,
        lambda actor: contacts.take_back_contact(actor, case, moment),
        back_to=_back(request, case),
        done=_("The contact is taken back. Its minutes no longer count."),
    )  # fmt: skip


def _back(request: HttpRequest, case: str) -> str:
    """Where the person came from: the overview, or the tab of the plan."""
    if request.POST.get("terug") == OVERVIEW:
        return reverse("case", args=[case])
    return reverse("case_tab", args=[case, PLAN])
