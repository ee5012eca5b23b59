# SPDX-License-Identifier: EUPL-1.2
"""The course of the help: the intake is done, aftercare, the end, and taking it up again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.care.actions import course as actions
from meerinbeeld.care.forms.course import CloseForm, StepForm
from meerinbeeld.care.models import Phase
from meerinbeeld.care.queries import ending
from meerinbeeld.care.views.acting import answer, hold

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def intake_done(request: HttpRequest, case: str) -> HttpResponse:
    return _step(
        request,
        case,
        actions.start_helping,
        {
            "heading": _("The intake is done"),
            "what_happens": [
                _("The help starts: goals, tasks and who does what."),
                _("Within %(length)s you measure with the person how it goes.")
                % {"length": norms.term("measure_first").length},
                _("Help starts whatever the person chooses towards the police."),
            ],
            "submit": _("Start the help"),
        },
    )


@require_http_methods(GET_POST)
def aftercare(request: HttpRequest, case: str) -> HttpResponse:
    first, second = norms.term("aftercare_first"), norms.term("aftercare_second")
    return _step(
        request,
        case,
        actions.start_aftercare,
        {
            "heading": _("Start the aftercare"),
            "what_happens": [
                _("After %(first)s and after %(second)s you are asked to call how it goes.")
                % {"first": first.length, "second": second.length},
                _("The clocks of the help stop. Those of the law run on."),
                _("You can take up the help again at any time."),
            ],
            "submit": _("Start the aftercare"),
        },
    )


@require_http_methods(GET_POST)
def check(request: HttpRequest, case: str) -> HttpResponse:
    return _step(
        request,
        case,
        actions.check_aftercare,
        {
            "heading": _("How does it go now?"),
            "label": _("What did you hear?"),
            "what_happens": [
                _("This talk of the aftercare is done. The next one stays planned."),
                _("Does it not go well? Then take up the help again."),
            ],
            "submit": _("Keep this talk"),
        },
    )


@require_http_methods(GET_POST)
def again(request: HttpRequest, case: str) -> HttpResponse:
    return _step(
        request,
        case,
        actions.help_again,
        {
            "heading": _("Take up the help again"),
            "label": _("What happened?"),
            "what_happens": [
                _("The aftercare stops, and the case is being helped again."),
                _("Within %(length)s you look at safety.")
                % {"length": norms.term("after_reopening").length},
            ],
            "submit": _("Take up the help again"),
        },
    )


@require_http_methods(GET_POST)
def reopen(request: HttpRequest, case: str) -> HttpResponse:
    return _step(
        request,
        case,
        actions.reopen_case,
        {
            "heading": _("Reopen this case"),
            "label": _("Why is it taken up again?"),
            "needed": True,
            "what_happens": [
                _("A case that was helped goes on being helped, and you are its coordinator."),
                _("A declined referral waits for an answer again."),
                _("What was shared stays closed: share anew what is needed."),
                _("The period of keeping goes on; it does not start again."),
            ],
            "submit": _("Reopen"),
        },
        verb=Verb.REOPEN,
    )


@require_http_methods(GET_POST)
def close(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CLOSE, case)
    if hand.case.phase == Phase.REFERRED:
        return redirect("referral_decline", case)
    form = CloseForm(
        request.POST or None, case=hand.case, is_measured=actions.is_measured(hand.case)
    )
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.close_case(
            hand.actor, case, form.ending(), once=once, seen=seen
        ),
        done=_("The case is closed. Partners see nothing of it any more."),
        template="care/close.html",
        context={
            "heading": _("Close this case"),
            "lead": _("How it ended is as telling as how it began."),
            "before": ending.before(hand),
            "submit": _("Close the case"),
        },
    )


def _step(
    request: HttpRequest,
    case: str,
    act: Any,
    words: dict[str, Any],
    *,
    verb: str = Verb.CHANGE,
) -> HttpResponse:
    """A step with a few words: the same way for each of them."""
    hand = hold(request, verb, case)
    form = StepForm(
        request.POST or None,
        case=hand.case,
        label=words.get("label", ""),
        needed=bool(words.get("needed")),
    )
    return answer(
        request,
        hand,
        form,
        lambda once, seen: act(
            hand.actor,
            case,
            explanation=form.cleaned_data["explanation"],
            once=once,
            seen=seen,
        ),
        context=words,
    )
