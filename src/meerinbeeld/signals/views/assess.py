# SPDX-License-Identifier: EUPL-1.2
"""Taking on, assessing, suspecting, talking through the cards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.signals.actions import assess as actions
from meerinbeeld.signals.forms.assess import AssessForm, AssignForm, FormsForm, IndicatorsForm
from meerinbeeld.signals.forms.enrich import NoFieldsForm
from meerinbeeld.signals.queries.inbox import colleagues
from meerinbeeld.signals.views.acting import answer, hold

GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def assess(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    form = AssessForm(request.POST or None, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.assess(
            hand.actor, reference, form.assessment(), once=once, seen=seen
        ),
        done=_("Your assessment was kept."),
        context={
            "heading": _("Assess"),
            "lead": _("You decide. What you choose sets the clock and the advice."),
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def forms(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    current = list(hand.signal.forms.filter(until=None).values_list("form", flat=True))
    form = FormsForm(request.POST or None, signal=hand.signal, current=current)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.suspect(
            hand.actor,
            reference,
            form.cleaned_data["forms"],
            reason=form.cleaned_data["reason"],
            once=once,
            seen=seen,
        ),
        done=_("The suspected forms were kept."),
        context={
            "heading": _("Suspected forms"),
            "lead": _("A suspicion can change. The life line keeps what was thought, and when."),
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def indicators(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    suspected = frozenset(hand.signal.forms.filter(until=None).values_list("form", flat=True))
    minor = {"yes": True, "no": False}.get(hand.signal.minor)
    cards = norms.cards_for(suspected, minor=minor)
    ticked = list(hand.signal.indicators.values_list("indicator", flat=True))
    form = IndicatorsForm(request.POST or None, signal=hand.signal, cards=cards, ticked=ticked)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.tick_indicators(hand.actor, reference, form.chosen(), once=once),
        template="signals/indicators.html",
        done=_("The indicators were kept."),
        context={"heading": _("Indicator cards"), "cards": cards},
    )


@require_http_methods(GET_POST)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, reference)
    form = AssignForm(request.POST or None, signal=hand.signal, people=colleagues(hand.actor))
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.assign(
            hand.actor,
            reference,
            UUID(form.cleaned_data["person"]) if form.cleaned_data["person"] else None,
            once=once,
            seen=seen,
        ),
        context={
            "heading": _("Who takes this on?"),
            "lead": _("Whoever takes it on gets the notices about it."),
            "submit": _("Keep"),
        },
    )


@require_POST
def take_on(request: HttpRequest, reference: str) -> HttpResponse:
    """One press: I take this on."""
    hand = hold(request, Verb.CHANGE, reference)
    form = NoFieldsForm(request.POST, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.assign(
            hand.actor, reference, hand.actor.person_id, once=once, seen=seen
        ),
        done=_("You took this on."),
        context={"heading": _("Take on"), "submit": _("Take on")},
    )
