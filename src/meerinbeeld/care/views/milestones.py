# SPDX-License-Identifier: EUPL-1.2
"""What happened by law or agreement; and what the person chose towards the police."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import milestones as actions
from meerinbeeld.care.forms.plan import CooperationForm, MilestoneForm, WhyForm
from meerinbeeld.care.queries import milestones as queries
from meerinbeeld.care.views.acting import answer, hold
from meerinbeeld.norms.refs import Code

ask = require_http_methods(["GET", "POST"])


@ask
def add(request: HttpRequest, case: str) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    form = MilestoneForm(request.POST or None, case=hand.case)
    chosen = norms.codelist(queries.LIST).get(request.GET.get("stap", ""))
    if chosen:
        form.initial["kind"] = chosen.value

    def do(once: UUID, seen: Any) -> object:
        given = form.cleaned_data
        return actions.record_milestone(
            actor, case, given["kind"], given["on"], note=given["note"], once=once, seen=seen
        )

    return answer(
        request,
        hand,
        form,
        do,
        template="care/milestone.html",
        done=_("This was kept, and the clocks follow it."),
        tab=str(chosen.extra["tab"]) if chosen else "prosecute",
        context={
            "heading": _("Record what happened"),
            "lead": _("By law or by agreement. Clocks start and end by it; nothing else does."),
            "submit": _("Keep"),
            "what_it_does": what_it_does(timezone.localdate()),
        },
    )


@ask
def take_back(request: HttpRequest, case: str, milestone: UUID) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    about = in_reach(request, lambda _actor: queries.in_words(hand, milestone))
    form = WhyForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: Any) -> None:
        why = form.cleaned_data["why"]
        actions.take_back(actor, case, milestone, why=why, once=once, seen=seen)

    return answer(
        request,
        hand,
        form,
        do,
        done=_("This was taken back, and the clocks are as if it had not been there."),
        tab="prosecute",
        context={
            "heading": _("Take back what was recorded"),
            "lead": about,
            "what_happens": [
                _("The clocks that it started stop."),
                _("The clocks that it ended run again, with the day and the norm they had."),
            ],
            "submit": _("Take back"),
        },
    )


@ask
def cooperation(request: HttpRequest, case: str) -> HttpResponse:
    hand, actor = hold(request, Verb.CHANGE, case), actor_of(request)
    form = CooperationForm(request.POST or None, case=hand.case)

    def do(once: UUID, seen: Any) -> None:
        given = form.cleaned_data
        actions.choose_cooperation(
            actor, case, given["choice"], note=given["note"], once=once, seen=seen
        )

    return answer(
        request,
        hand,
        form,
        do,
        done=_("The choice is kept. Nothing else changes with it."),
        tab="prosecute",
        context={
            "heading": _("Police: what the person chooses"),
            "what_happens": [
                _("Each choice is as good as another. The help goes on in the same way."),
                _("The person may change their mind at any time."),
            ],
            "submit": _("Keep choice"),
        },
    )


def what_it_does(day: date) -> list[tuple[str, str]]:
    """Each milestone that starts a clock, and for how long: the table beside the form."""
    return [(code.label, started) for code in norms.codelist(queries.LIST, day)
            if (started := _starts(code, day))]  # fmt: skip


def _starts(code: Code, day: date) -> str:
    terms = [norms.term(kind, day) for kind in code.extra.get("starts", ())]
    return ", ".join(f"{term.label} ({term.length})" for term in terms)
