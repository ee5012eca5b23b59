# SPDX-License-Identifier: EUPL-1.2
"""Choosing a route with advice that explains itself; answering; handing over."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb
from meerinbeeld.signals.actions import route as actions
from meerinbeeld.signals.forms.enrich import NoFieldsForm
from meerinbeeld.signals.forms.route import AnswerForm, FinishForm, HandOverForm, RouteForm
from meerinbeeld.signals.queries import choices, reading
from meerinbeeld.signals.views.acting import answer, hold
from meerinbeeld.signals.views.assess import GET_POST


@require_http_methods(GET_POST)
def route(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.ROUTE, reference)
    advised = reading.advice(hand.signal, list(hand.signal.forms.all()))
    form = RouteForm(
        request.POST or None,
        signal=hand.signal,
        options=choices.destinations(hand.signal, advised),
        files=reading.files_to_share(hand),
    )
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.route_signal(
            hand.actor, reference, form.wish(), once=once, seen=seen
        ),
        template="signals/route.html",
        done=_("The request was sent. The organisation can see the signal now."),
        context={"heading": _("Choose a route"), "advised": advised},
    )


@require_http_methods(GET_POST)
def respond(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.ANSWER, reference)
    form = AnswerForm(request.POST or None, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.answer_route(
            hand.actor,
            reference,
            accept=form.cleaned_data["answer"] == "yes",
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            once=once,
        ),
        done=_("The owner knows your answer."),
        back_to="work" if form.is_bound and form.data.get("answer") == "no" else "",
        context={
            "heading": _("Answer the request"),
            "lead": _("The owner waits for your answer. Without an answer nothing happens."),
            "submit": _("Send the answer"),
        },
    )


@require_http_methods(GET_POST)
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.ANSWER, reference)
    form = FinishForm(request.POST or None, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.finish_route(
            hand.actor,
            reference,
            outcome=form.cleaned_data["outcome"],
            note=form.cleaned_data["note"],
            once=once,
        ),
        done=_("Thank you. The owner knows how it went."),
        context={
            "heading": _("Tell how it went"),
            "lead": _("With this the owner can tell the reporter something."),
            "submit": _("Send"),
        },
    )


@require_http_methods(GET_POST)
def revoke(request: HttpRequest, reference: str, route: UUID) -> HttpResponse:
    hand = hold(request, Verb.ROUTE, reference)
    form = NoFieldsForm(request.POST or None, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.revoke_route(hand.actor, reference, route, once=once, seen=seen),
        done=_("The request was taken back."),
        context={
            "heading": _("Take this request back?"),
            "what_happens": [
                _("The organisation does not see the signal any more, from now on."),
                _("It gets a notice that you took the request back."),
                _("What it read or noted before stays with it."),
            ],
            "submit": _("Take back"),
        },
    )


@require_http_methods(GET_POST)
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.HAND_OVER, reference)
    form = HandOverForm(request.POST or None, signal=hand.signal, owners=list(choices.can_own()))
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.hand_over(
            hand.actor,
            reference,
            UUID(form.cleaned_data["organisation"]),
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            stay_involved=form.cleaned_data["stay"],
            once=once,
            seen=seen,
        ),
        done=_("The signal has a new owner."),
        back_to="work",
        context={
            "heading": _("Hand over this signal"),
            "lead": _("The new owner decides from now on, and keeps the promise to the reporter."),
            "submit": _("Hand over"),
            "cannot_undo": _("Only the new owner can hand it back."),
        },
    )
