# SPDX-License-Identifier: EUPL-1.2
"""Requests to partners: asking, following, the warm hand-over, and the partner's answers."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import reading_shares as opening
from meerinbeeld.care.actions import refer_out as actions
from meerinbeeld.care.forms.sharing import (
    AnswerForm,
    AskForm,
    DoneForm,
    HandoverForm,
    MessageForm,
    NothingMoreForm,
)
from meerinbeeld.care.models import ReferralOut
from meerinbeeld.care.queries import partner, sharing
from meerinbeeld.care.queries.scope import InHand, NotInReach, Way
from meerinbeeld.care.views import facing
from meerinbeeld.care.views.acting import answer, case_url, hold
from meerinbeeld.care.views.sharing import GET_POST, desk_url


def request_url(hand: InHand, referral: UUID) -> str:
    return reverse("case_request", args=[hand.case.reference, referral])


@require_http_methods(GET_POST)
def ask(request: HttpRequest, case: str, grant: UUID) -> HttpResponse:
    """Ask something of a partner that sees something already."""
    hand = hold(request, Verb.SHARE, case)
    found = opening.grant_of(hand, grant)
    if found is None:
        raise Http404
    flow = hand.case.grants.values_list("flow", flat=True).get(pk=grant)
    form = AskForm(request.POST or None, case=hand.case, flow=flow)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.ask_partner(
            hand.actor, case, grant, form.asked(), once=once, seen=seen
        ),
        done=_("The request was sent."),
        back_to=desk_url(hand),
        context={
            "heading": _("Ask %(name)s something") % {"name": found.organisation},
            "lead": _("They see: %(items)s.") % {"items": ", ".join(found.titles)},
            "submit": _("Send the request"),
        },
    )


@require_safe
def show(request: HttpRequest, case: str, referral: UUID) -> HttpResponse:
    """One request with its words. Team and partner each see their own side of the buttons."""
    hand, found = in_reach(request, lambda actor: opening.open_request(actor, case, referral))
    context = {
        "hand": hand,
        "case": hand.case,
        "request_out": found,
        "is_team": hand.way is Way.TEAM,
        "handover": sharing.handover(found.row),
        "handover_form": HandoverForm(case=hand.case),
        "message_form": MessageForm(case=hand.case),
        "back_url": desk_url(hand) if hand.is_inside else case_url(hand),
        "purpose": facing.purpose_words(hand),
        "print_reference": hand.case.reference,
        "print_purpose": facing.purpose_words(hand),
    }
    return render(request, "care/request.html", context)


@require_http_methods(GET_POST)
def revoke(request: HttpRequest, case: str, referral: UUID) -> HttpResponse:
    hand = hold(request, Verb.SHARE, case)
    row = _row(hand, referral)
    form = NothingMoreForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.revoke_request(hand.actor, case, referral, once=once, seen=seen),
        done=_("The request was taken back."),
        back_to=desk_url(hand),
        context={
            "heading": _("Take this request to %(name)s back?") % {"name": row.organisation.name},
            "what_happens": [
                _("The partner gets a notice that you took the request back."),
                _("What was shared stays shared. End that as well if it is not needed."),
            ],
            "submit": _("Take back"),
        },
    )


@require_http_methods(GET_POST)
def hand_over(request: HttpRequest, case: str, referral: UUID) -> HttpResponse:
    """Tick the steps of the warm hand-over."""
    hand = hold(request, Verb.SHARE, case)
    row = _row(hand, referral)
    form = HandoverForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.tick_handover(
            hand.actor, case, referral, form.cleaned_data["steps"], once=once, seen=seen
        ),
        template="care/handover.html",
        back_to=request_url(hand, referral),
        context={
            "heading": _("Warm hand-over to %(name)s") % {"name": row.organisation.name},
            "handover": sharing.handover(row),
        },
    )


@require_http_methods(GET_POST)
def respond(request: HttpRequest, case: str, referral: UUID) -> HttpResponse:
    """The partner says yes or no."""
    hand = hold(request, Verb.ANSWER, case)
    _row(hand, referral, ours=True)
    form = AnswerForm(request.POST or None, case=hand.case)
    declined = form.is_bound and form.data.get("answer") == "no"
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.answer_request(
            hand.actor,
            case,
            referral,
            accept=form.cleaned_data["answer"] == "yes",
            reason=form.cleaned_data["reason"] if declined else "",
            words=form.cleaned_data["words"],
            once=once,
        ),
        done=_("The team knows your answer."),
        back_to=reverse("asked_of_us") if declined else case_url(hand),
        context={
            "heading": _("Answer the request"),
            "lead": _("Somebody waits for this. With a no, you see nothing of it any more."),
            "submit": _("Send the answer"),
        },
    )


@require_http_methods(GET_POST)
def finish(request: HttpRequest, case: str, referral: UUID) -> HttpResponse:
    """The partner tells what came of it."""
    hand = hold(request, Verb.ANSWER, case)
    _row(hand, referral, ours=True)
    form = DoneForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.finish_request(
            hand.actor,
            case,
            referral,
            outcome=form.cleaned_data["outcome"],
            words=form.cleaned_data["words"],
            once=once,
        ),
        done=_("Thank you. The team knows how it went."),
        back_to=case_url(hand),
        context={
            "heading": _("Tell how it went"),
            "lead": _("The team decides with the person what follows."),
            "submit": _("Send"),
        },
    )


@require_http_methods(GET_POST)
def message(request: HttpRequest, case: str, referral: UUID) -> HttpResponse:
    """A few words, by the team or by the partner."""
    hand = hold(request, Verb.MESSAGE, case)
    row = _row(hand, referral, ours=hand.way is not Way.TEAM)
    form = MessageForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.write_message(
            hand.actor, case, referral, form.cleaned_data["text"], once=once
        ),
        done=_("The message was sent."),
        back_to=request_url(hand, referral),
        context={
            "heading": _("Write a message"),
            "lead": _("Only the team and %(name)s read it.") % {"name": row.organisation.name},
            "submit": _("Send"),
        },
    )


def _row(hand: InHand, referral: UUID, *, ours: bool = False) -> ReferralOut:
    """The request, or a 404. `ours`: it has to be put to the actor's own organisation."""
    try:
        row = partner.request_of(hand, referral)
    except NotInReach:
        raise Http404 from None
    if ours and hand.way is not Way.PARTNER:
        raise Http404
    return row
