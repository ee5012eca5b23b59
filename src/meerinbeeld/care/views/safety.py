# SPDX-License-Identifier: EUPL-1.2
"""Looking at safety, measuring how it goes, and the non-punishment question."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb
from meerinbeeld.care.actions import needs as measuring
from meerinbeeld.care.actions import non_punishment as asking
from meerinbeeld.care.actions import safety as looking
from meerinbeeld.care.forms.needs import SCALE, MeasureForm
from meerinbeeld.care.forms.non_punishment import NonPunishmentForm
from meerinbeeld.care.forms.safety import SafetyForm
from meerinbeeld.care.queries import needs, non_punishment, safety
from meerinbeeld.care.views.acting import answer, hold

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def assess(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = SafetyForm(request.POST or None, case=hand.case, start=safety.start_of(hand))
    return answer(
        request,
        hand,
        form,
        lambda once, seen: looking.assess_safety(
            hand.actor, case, form.look(), once=once, seen=seen, at=form.at()
        ),
        tab="protect",
        done=_("Kept. The clock of the next look runs."),
        template="care/safety_form.html",
        context={
            "heading": _("Look at safety"),
            "lead": _("The points help the talk. You choose how safe it is; nothing is added up."),
            "submit": _("Keep this look"),
            "lengths": safety.lengths(),
        },
    )


@require_http_methods(GET_POST)
def measure(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = MeasureForm(
        request.POST or None,
        case=hand.case,
        moment=request.GET.get("moment") or needs.next_moment(hand),
        last=needs.last_scores(hand),
    )
    return answer(
        request,
        hand,
        form,
        lambda once, seen: measuring.measure(
            hand.actor,
            case,
            form.cleaned_data["moment"],
            form.scores(),
            once=once,
            at=form.at(),
        ),
        tab="protect",
        done=_("Kept. The picture shows what changed."),
        template="care/measure_form.html",
        context={
            "heading": _("How does it go?"),
            "lead": _("Together with the person. What you did not talk about stays empty."),
            "scale": SCALE.items(),
            "submit": _("Keep these numbers"),
        },
    )


@require_http_methods(GET_POST)
def non_punish(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = NonPunishmentForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: asking.note_non_punishment(
            hand.actor, case, form.found(), once=once, seen=seen
        ),
        tab="prosecute",
        done=_("The page is added to the file."),
        template="care/non_punishment_form.html",
        context={
            "heading": _("The non-punishment question"),
            "lead": _("Help goes on, whatever the answer is."),
            "submit": _("Add to the file"),
            "rules": non_punishment.legal_texts(),
        },
    )
