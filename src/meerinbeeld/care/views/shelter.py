# SPDX-License-Identifier: EUPL-1.2
"""A place to stay for one person: ask, wait, place, leave, refuse, withdraw, say why so long."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import shelter as actions
from meerinbeeld.care.actions.facts import add_fact
from meerinbeeld.care.forms.shelter import (
    AddressForm,
    LeaveForm,
    PlaceForm,
    ReasonForm,
    RequestForm,
)
from meerinbeeld.care.models import Facility
from meerinbeeld.care.queries import board, shelter
from meerinbeeld.care.queries.facts import SHELTER_ADDRESS
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.queries.shelter import Place
from meerinbeeld.care.views.acting import answer, hold

GET_POST = ["GET", "HEAD", "POST"]
TAB = "protect"


@require_http_methods(GET_POST)
def ask(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = RequestForm(request.POST or None, *_offered(hand), case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.request_place(hand.actor, case, form.wanted(), once=once),
        done=_("The request was kept. You are reminded to ask how it stands."),
        tab=TAB,
        context={
            "heading": _("Ask for a place"),
            "lead": _("Whether somebody filed a criminal complaint does not matter here."),
            "submit": _("Keep the request"),
        },
    )


@require_http_methods(GET_POST)
def address(request: HttpRequest, case: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    form = AddressForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: add_fact(
            hand.actor, case, SHELTER_ADDRESS, form.cleaned_data["address"], once=once
        ),
        tab=TAB,
        done=_("The address is kept, sealed. It stands hidden among the details."),
        context={
            "heading": _("Address of a shelter"),
            "lead": _("For a place that is not on the bed board, or an address that changed."),
            "what_happens": [
                _("It stays hidden until somebody asks for it, and asking is written down."),
                _("It never goes to the police or the case table, whatever is shared."),
                _("There is one: the new one takes the place of the old, which can be put back."),
                _("Who comes to stay at another place, or leaves, takes it away by that."),
            ],
            "submit": _("Keep the address"),
        },
    )


@require_http_methods(GET_POST)
def place(request: HttpRequest, case: str, placement: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    wish = _place(request, hand, placement)
    offered, full = _offered(hand)
    form = PlaceForm(request.POST or None, offered, full, case=hand.case)
    form.initial["facility"] = str(wish.row.facility_id or "")
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.place(
            hand.actor, case, placement, form.arrival(), once=once, seen=seen
        ),
        done=_("Kept. Look at safety again within three days: that clock runs."),
        tab=TAB,
        context={
            "heading": _("Somebody came to stay"),
            "lead": wish.kind,
            "what_happens": [
                _("Who stayed elsewhere leaves there at the same moment."),
                _("A full shelter is no obstacle: you see it, and you decide."),
            ],
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def leave(request: HttpRequest, case: str, placement: UUID) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    stay = _place(request, hand, placement)
    form = LeaveForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.leave(
            hand.actor,
            case,
            placement,
            form.cleaned_data["to"],
            at=form.at(),
            once=once,
            seen=seen,
        ),
        done=_("Kept. The bed is free again."),
        tab=TAB,
        context={
            "heading": _("Somebody left"),
            "lead": stay.facility or stay.kind,
            "what_happens": [
                _("The address of the shelter goes with it."),
                _("You look at safety again: that clock starts."),
            ],
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def wait(request: HttpRequest, case: str, placement: UUID) -> HttpResponse:
    return _with_reason(
        request,
        case,
        placement,
        "waiting_reason",
        {"heading": _("On the waiting list"), "label": _("What is the waiting for?")},
        lambda hand, form, once, seen: actions.wait(
            hand.actor, case, placement, form.cleaned_data["reason"], once=once, seen=seen
        ),
    )


@require_http_methods(GET_POST)
def refuse(request: HttpRequest, case: str, placement: UUID) -> HttpResponse:
    return _with_reason(
        request,
        case,
        placement,
        "shelter_refusal",
        {"heading": _("The place was refused"), "label": _("Why was it refused?")},
        lambda hand, form, once, seen: actions.refuse(
            hand.actor, case, placement, form.cleaned_data["reason"], once=once, seen=seen
        ),
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, case: str, placement: UUID) -> HttpResponse:
    return _with_reason(
        request,
        case,
        placement,
        "shelter_withdrawal",
        {"heading": _("Withdraw the request"), "label": _("Why is it not needed any more?")},
        lambda hand, form, once, seen: actions.refuse(
            hand.actor,
            case,
            placement,
            form.cleaned_data["reason"],
            withdrawn=True,
            once=once,
            seen=seen,
        ),
    )


@require_http_methods(GET_POST)
def delay(request: HttpRequest, case: str, placement: UUID) -> HttpResponse:
    return _with_reason(
        request,
        case,
        placement,
        "delay_reason",
        {
            "heading": _("Why the stay takes longer"),
            "label": _("What is the main reason?"),
            "lead": _("In three months you are asked again."),
            "with_words": True,
        },
        lambda hand, form, once, seen: actions.note_delay(
            hand.actor,
            case,
            placement,
            form.cleaned_data["reason"],
            explanation=form.cleaned_data["explanation"],
            once=once,
            seen=seen,
        ),
    )


def _with_reason(
    request: HttpRequest,
    case: str,
    placement: UUID,
    codes: str,
    words: dict[str, Any],
    do: Any,
) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, case)
    found = _place(request, hand, placement)
    form = ReasonForm(
        request.POST or None,
        case=hand.case,
        codes=codes,
        label=words["label"],
        with_words=bool(words.get("with_words")),
    )
    context = {"lead": found.facility or found.kind, "submit": _("Keep"), **words}
    return answer(
        request,
        hand,
        form,
        lambda once, seen: do(hand, form, once, seen),
        tab=TAB,
        context=context,
    )


def _place(request: HttpRequest, hand: InHand, placement: UUID) -> Place:
    return in_reach(request, lambda actor: shelter.placement(hand, placement))


def _offered(hand: InHand) -> tuple[list[Facility], Any]:
    """The shelters that can be named, with how full each is."""
    offered = list(board.facilities(hand.actor).filter(ended_at=None))
    return offered, board.occupancy([one.id for one in offered], timezone.now())
