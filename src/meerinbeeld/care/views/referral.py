# SPDX-License-Identifier: EUPL-1.2
"""The referrals that wait, and the three answers: accept, ask, decline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld import norms
from meerinbeeld.access import Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.care.actions import referral as actions
from meerinbeeld.care.forms.referral import AcceptForm, AskReferrerForm, DeclineForm
from meerinbeeld.care.queries import referral as queries
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.care.views.acting import answer, hold
from meerinbeeld.norms.language import pick
from meerinbeeld.ui.parts import Column, EmptyState, Tile

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """What waits for an answer; or, on demand, what was declined or withdrawn."""
    actor = actor_of(request)
    require(actor, Verb.CREATE, KIND, purpose_of(actor))
    now, wants_ended = timezone.now(), request.GET.get("wat") == "af"
    typed = request.GET.get("page", "1")
    page = min(max(int(typed), 1), 400) if typed.isdecimal() and len(typed) < 4 else 1
    read = queries.ended if wants_ended else queries.waiting
    rows, more = read(actor, now, page)
    counted = queries.counts(actor, now)
    context = {
        "rows": rows,
        "page": page,
        "previous": page - 1,
        "next": page + 1,
        "more": more,
        "ended": wants_ended,
        "tiles": _tiles(counted, wants_ended),
        "sentence": _sentence(counted),
        "columns": [
            Column(_("Reference")),
            Column(_("From")),
            Column(_("About")),
            Column(_("Safe contact")),
            Column(_("Outcome") if wants_ended else _("Next step")),
        ],
        "empty": EmptyState(
            _("No referral was declined or withdrawn") if wants_ended else _("Nobody waits"),
            _("Partners refer through this system. Did somebody phone? Write it down yourself."),
        ),
    }
    return render(request, "care/referrals.html", context)


@require_http_methods(GET_POST)
def accept(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = AcceptForm(request.POST or None, case=hand.case, ground=hand.case.referral.ground)
    intake = norms.term("intake")
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.accept_referral(
            hand.actor,
            case,
            ground=form.cleaned_data.get("ground", ""),
            once=once,
            seen=seen,
        ),
        done=_("You are the coordinator of this case. The referrer knows."),
        context={
            "heading": _("Accept this referral?"),
            "what_happens": [
                _("You become the coordinator of this case."),
                _("The intake starts: %(length)s.") % {"length": intake.length},
                _("The referrer hears that you accepted it, and nothing more."),
                _("Help starts whatever the person chooses towards the police."),
            ],
            "submit": _("Accept"),
        },
    )


@require_http_methods(GET_POST)
def ask(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = AskReferrerForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.ask_referrer(
            hand.actor, case, form.cleaned_data["text"], once=once, seen=seen
        ),
        done=_("The referrer has your question."),
        context={
            "heading": _("Ask the referrer"),
            "lead": _("The clock waits %(length)s for the answer.")
            % {"length": norms.term("referrer_answer").length},
            "submit": _("Send the question"),
        },
    )


@require_http_methods(GET_POST)
def decline(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CLOSE, case)
    form = DeclineForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.decline_referral(
            hand.actor, case, form.refusal(), once=once, seen=seen
        ),
        template="care/decline.html",
        back_to=reverse("referrals"),
        done=_("The referrer reads your answer."),
        context={
            "heading": _("Decline this referral"),
            "lead": _("Whoever referred reads why, and where the person can turn to."),
            "submit": _("Decline and tell the referrer"),
            "letters": _letters(),
        },
    )


def _letters() -> list[tuple[str, str]]:
    """A first sentence for each reason, to copy and change."""
    return [
        (code.label, pick(code.extra["letter_nl"], code.extra["letter_en"]))
        for code in norms.codelist("care_decline_reason")
    ]


def _tiles(counted: dict[str, int], ended: bool) -> list[Tile]:
    here = reverse("referrals")
    return [
        Tile(counted["waiting"], _("Wait for an answer"), here, current=not ended),
        Tile(counted["late"], _("Late"), here, tone="late" if counted["late"] else ""),
        Tile(counted["question"], _("With a question at the referrer"), here),
    ]


def _sentence(counted: dict[str, int]) -> Any:
    if not counted["waiting"]:
        return _("Nobody waits for an answer.")
    if counted["late"]:
        return _("%(late)s of %(waiting)s should have had an answer.") % counted
    return _("Everybody who referred hears from you within two working days.")
