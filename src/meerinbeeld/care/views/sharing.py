# SPDX-License-Identifier: EUPL-1.2
"""Sharing, for the team: what holds, with whom, on which ground; giving it and ending it."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.access.changing import Seen
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import grants as actions
from meerinbeeld.care.actions import reading_shares as opening
from meerinbeeld.care.actions.refer_out import share_and_ask
from meerinbeeld.care.forms.sharing import EndForm, ExtendForm, GroundForm, ShareForm, end_of
from meerinbeeld.care.models import Phase
from meerinbeeld.care.queries import flows
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.queries.sharing import Shared
from meerinbeeld.care.rules.grounds import Advice, advise
from meerinbeeld.care.rules.sharing import may_hold_strict
from meerinbeeld.care.views import facing
from meerinbeeld.care.views.acting import answer, hold
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import Organisation

GET_POST = ["GET", "HEAD", "POST"]


def desk_url(hand: InHand) -> str:
    return reverse("case_sharing", args=[hand.case.reference])


@require_safe
def desk(request: HttpRequest, case: str) -> HttpResponse:
    """Consent and sharing of one case on one page."""
    hand, found = in_reach(request, lambda actor: opening.open_desk(actor, case))
    context = {
        "hand": hand,
        "case": hand.case,
        "desk": found,
        "purpose": facing.purpose_words(hand),
        "print_reference": hand.case.reference,
        "print_purpose": facing.purpose_words(hand),
        "may_change": hand.case.phase != Phase.CLOSED,
    }
    return render(request, "care/sharing.html", context)


@require_safe
def choose(request: HttpRequest, case: str) -> HttpResponse:
    """With whom: every flow, what the assistant says about it, and the organisations here."""
    hand = hold(request, Verb.SHARE, case)
    danger = request.GET.get("gevaar") == "ja"
    rows = [
        (flow, advised, _there(hand, flow))
        for flow, advised in flows.advice_on_all(hand.case, danger=danger)
    ]
    context = {"hand": hand, "case": hand.case, "rows": rows, "danger": danger}
    return render(request, "care/share_with.html", context)


@require_http_methods(GET_POST)
def share(request: HttpRequest, case: str, flow: str, organisation: UUID) -> HttpResponse:
    """What one organisation may see, until when and on which ground."""
    hand = hold(request, Verb.SHARE, case)
    wanted, partner = _flow(flow), _partner(hand, flow, organisation)
    offer = opening.open_offer(hand, tuple(wanted.extra.get("usual", ())))
    calm, danger = _both(hand, wanted)
    form = ShareForm(
        request.POST or None,
        case=hand.case,
        flow=wanted,
        organisation=partner,
        groups=offer.groups,
        advised=calm,
    )

    def do(once: UUID, seen: Seen) -> object:
        question = form.asked()
        if question:
            return share_and_ask(hand.actor, case, form.wish(), question, once=once, seen=seen)
        return actions.share(hand.actor, case, form.wish(), once=once, seen=seen)

    return answer(
        request,
        hand,
        form,
        do,
        template="care/share.html",
        done=_("This is shared now. It ends by itself on the day that you chose."),
        back_to=desk_url(hand),
        context={
            "heading": _("Share with %(name)s") % {"name": partner.name},
            "flow": wanted,
            "partner": partner,
            "advised": calm,
            "in_danger": danger if danger != calm else None,
            "never_strict": not _may_hold_strict(partner, wanted),
            "purpose": facing.purpose_words(hand),
            "longest": norms.term("share_longest"),
        },
    )


@require_http_methods(GET_POST)
def extend(request: HttpRequest, case: str, grant: UUID) -> HttpResponse:
    hand = hold(request, Verb.SHARE, case)
    found = _grant(hand, grant)
    form = ExtendForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.extend_grant(
            hand.actor,
            case,
            grant,
            until=end_of(form.cleaned_data["until"]),
            why=form.cleaned_data["why"],
            once=once,
            seen=seen,
        ),
        done=_("Sharing goes on until the day that you chose."),
        back_to=desk_url(hand),
        context={
            "heading": _("Share for longer with %(name)s") % {"name": found.organisation},
            "lead": ", ".join(found.titles),
        },
    )


@require_http_methods(GET_POST)
def end(request: HttpRequest, case: str, grant: UUID) -> HttpResponse:
    hand = hold(request, Verb.SHARE, case)
    found = _grant(hand, grant)
    form = EndForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.revoke_grant(
            hand.actor, case, grant, form.cleaned_data["reason"], once=once, seen=seen
        ),
        done=_("Sharing has ended. The partner sees nothing of it any more."),
        back_to=desk_url(hand),
        context={
            "heading": _("End sharing with %(name)s?") % {"name": found.organisation},
            "what_happens": [
                _("The partner sees this no longer, from this moment: %(items)s.")
                % {"items": ", ".join(found.titles)},
                *(
                    _("The request “%(kind)s” ends with it.") % {"kind": one.kind}
                    for one in found.requests
                    if one.status in ("asked", "accepted")
                ),
                _("The partner gets a notice."),
                _("What it read or noted before stays with it."),
            ],
            "submit": _("End sharing"),
        },
    )


@require_http_methods(GET_POST)
def ground(request: HttpRequest, case: str, flow: str) -> HttpResponse:
    """What the assistant says about one flow, and what a person decides; also without sharing."""
    hand = hold(request, Verb.SHARE, case)
    wanted = _flow(flow)
    danger = "ja" in (request.GET.get("gevaar"), request.POST.get("danger") and "ja")
    consent = flows.running_consents(hand.case).get(flow)
    advised = advise(wanted, flows.facts_of(hand.case, consent, danger=danger))
    form = GroundForm(
        request.POST or None, case=hand.case, flow=wanted, advised=advised, danger=danger
    )
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.decide_ground(
            hand.actor,
            case,
            flow,
            form.cleaned_data["decided"],
            danger=danger,
            otherwise=form.cleaned_data["otherwise"],
            once=once,
            seen=seen,
        ),
        template="care/ground.html",
        done=_("Your decision was kept, with the advice."),
        back_to=desk_url(hand),
        context={
            "heading": _("May I share this with: %(flow)s?") % {"flow": wanted.label},
            "flow": wanted,
            "advised": advised,
            "danger": danger,
            "consent": consent,
            "there": _there(hand, wanted),
            "submit": _("Keep my decision"),
        },
    )


def _there(hand: InHand, flow: Code) -> list[Organisation]:
    return list(flows.recipients(hand.case, flow))


def _both(hand: InHand, flow: Code) -> tuple[Advice, Advice]:
    """The advice as it stands, and the one for when there is danger now."""
    consent = flows.running_consents(hand.case).get(flow.value)
    calm = advise(flow, flows.facts_of(hand.case, consent, special=True))
    return calm, advise(flow, flows.facts_of(hand.case, consent, danger=True, special=True))


def _may_hold_strict(partner: Organisation, flow: Code) -> bool:
    return may_hold_strict(partner.kind, str(flow.extra["purpose"]))


def _flow(code: str) -> Code:
    found = flows.flow(code)
    if found is None:
        raise Http404
    return found


def _partner(hand: InHand, flow: str, organisation: UUID) -> Organisation:
    found = flows.recipients(hand.case, _flow(flow)).filter(pk=organisation).first()
    if found is None:
        raise Http404
    return found


def _grant(hand: InHand, grant: UUID) -> Shared:
    found = opening.grant_of(hand, grant)
    if found is None:
        raise Http404
    return found
