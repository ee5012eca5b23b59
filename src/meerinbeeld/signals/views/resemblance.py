# SPDX-License-Identifier: EUPL-1.2
"""Possible earlier signals: judging them, and asking for access to those of others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld.access import Verb
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.signals.actions import resemblance as actions
from meerinbeeld.signals.forms.resemblance import AnswerAccessForm, AskAccessForm
from meerinbeeld.signals.queries import resemblance as queries
from meerinbeeld.signals.queries.scope import InHand, Way
from meerinbeeld.signals.views.acting import hold, signal_url

UNPROCESSABLE = 422


def beside(hand: InHand) -> dict[str, Any]:
    """What the page of a signal shows beside its record: possible earlier ones, who asks to see."""
    if hand.way is not Way.OWNER:
        return {}
    return {
        "known": actions.look_for_earlier(hand),
        "access_questions": queries.open_questions(hand),
    }


@require_POST
def judge(request: HttpRequest, reference: str, signal_id: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    verdict = request.POST.get("verdict", "")
    try:
        in_reach(request, lambda actor: actions.judge(actor, reference, signal_id, verdict))
    except ChangeError as error:
        messages.error(request, str(error))
    else:
        said = {
            "same": _("Kept: the same. You can take this back below."),
            "different": _("Kept: not the same. You can take this back below."),
        }
        messages.success(request, said.get(verdict, _("Taken back.")))
    return redirect(f"{signal_url(hand)}#bekend")


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: str, signal_id: UUID) -> HttpResponse:
    hand, other = in_reach(request, lambda actor: actions.matched(actor, reference, signal_id))
    form = AskAccessForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.ask_access(hand.actor, reference, signal_id, form.cleaned_data["reason"])
            messages.success(request, _("The owner was asked. You get a notice with the answer."))
            return redirect(f"{signal_url(hand)}#bekend")
        except ChangeError as error:
            form.add_error(None, str(error))
    context = {"hand": hand, "signal": hand.signal, "other": other, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "signals/resemblance_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question: UUID) -> HttpResponse:
    """The owner reads who asks and why, and answers."""
    asked = in_reach(request, lambda actor: actions.open_question(actor, question))
    form = AnswerAccessForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        grant = form.cleaned_data["answer"] == "yes"
        try:
            actions.answer_access(
                actor_of(request), question, grant=grant, ground=form.cleaned_data["ground"]
            )
            words = _("They can see the signal now.") if grant else _("They hear that you said no.")
            messages.success(request, words)
            return redirect(reverse("signal", args=[asked.hand.signal.reference]))
        except ChangeError as error:
            form.add_error(None, str(error))
    context = {"asked": asked, "signal": asked.hand.signal, "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "signals/resemblance_question.html", context, status=status)
