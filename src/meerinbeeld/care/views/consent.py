# SPDX-License-Identifier: EUPL-1.2
"""Asking consent, withdrawing it in one step, and the sheet that explains it before."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.care.actions import consent as actions
from meerinbeeld.care.actions import reading_shares as opening
from meerinbeeld.care.forms.consent import ConsentForm
from meerinbeeld.care.forms.sharing import NothingMoreForm, proposed_until, ticked
from meerinbeeld.care.queries import flows, shareable, sheet
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.views.acting import answer, hold
from meerinbeeld.care.views.sharing import GET_POST, desk_url
from meerinbeeld.ui.forms.fields import parse_date


@require_http_methods(GET_POST)
def ask(request: HttpRequest, case: str) -> HttpResponse:
    """Write down a yes or a no to one flow."""
    hand = hold(request, Verb.SHARE, case)
    flow = (request.POST.get("flow") or request.GET.get("stroom") or "")[:40]
    form = ConsentForm(request.POST or None, case=hand.case, flow=flow)
    wanted = flows.flow(flow)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.record_consent(
            hand.actor, case, form.given(), once=once, seen=seen
        ),
        template="care/consent.html",
        done=_("The answer was kept."),
        back_to=desk_url(hand),
        context={
            "heading": _("Ask consent"),
            "flow": wanted,
            "flows": () if wanted else norms.codelist("care_flow"),
            "ages": flows.ages_of(wanted) if wanted else None,
            "usual": _usual(hand, flow),
            "submit": _("Keep the answer"),
        },
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, case: str, consent: UUID) -> HttpResponse:
    """One step: the page says what ends, and then it ends."""
    hand = hold(request, Verb.SHARE, case)
    found = hand.case.consents.filter(pk=consent).first()
    if found is None:
        raise Http404
    form = NothingMoreForm(request.POST or None, case=hand.case)
    ends = [opening.grant_of(hand, grant.id) for grant in actions.resting_on(found)]
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.withdraw_consent(
            hand.actor, case, consent, once=once, seen=seen
        ),
        done=_("The consent was withdrawn. What rested on it has ended."),
        back_to=desk_url(hand),
        context={
            "heading": _("Withdraw this consent?"),
            "lead": shareable.label("care_flow", found.flow),
            "what_happens": [
                *(
                    _("%(name)s sees nothing of this any more, from this moment: %(items)s.")
                    % {"name": one.organisation, "items": ", ".join(one.titles)}
                    for one in ends
                    if one and one.runs
                ),
                *([] if any(one and one.runs for one in ends) else [_("Nothing is shared on it.")]),
                _("What a partner read or noted before stays with it."),
                _("Help goes on."),
            ],
            "submit": _("Withdraw"),
        },
    )


@require_safe
def general_sheet(request: HttpRequest, case: str) -> HttpResponse:
    """The sheet about sharing as such: everybody that something can go to, before one is chosen."""
    hand = hold(request, Verb.SHARE, case)
    with translation.override(_language(request)):
        found = sheet.general(hand.case, proposed_until())
        return _sheet(request, hand, found, "care/sheet_general.html")


@require_safe
def flow_sheet(request: HttpRequest, case: str, flow: str) -> HttpResponse:
    """The sheet to read out before somebody answers: what this partner mostly needs."""
    hand = hold(request, Verb.SHARE, case)
    wanted = flows.flow(flow)
    if wanted is None:
        raise Http404
    with translation.override(_language(request)):
        found = sheet.of_flow(hand.case, wanted, sheet.mostly(wanted), proposed_until())
        return _sheet(request, hand, found)


@require_POST
def draft_sheet(request: HttpRequest, case: str, flow: str, organisation: UUID) -> HttpResponse:
    """The sheet of what is ticked right now, before it is shared. Nothing is kept."""
    hand = hold(request, Verb.SHARE, case)
    wanted = flows.flow(flow)
    if wanted is None:
        raise Http404
    partner = flows.recipients(hand.case, wanted).filter(pk=organisation).first()
    if partner is None:
        raise Http404
    until = parse_date(request.POST.get("until", ""), timezone.localdate()) or proposed_until()
    chosen = ticked(request.POST.getlist("items"))
    with translation.override(_language(request)):
        found = shareable.all_of(shareable.groups(hand.case, None, only=chosen))
        what = tuple(dict.fromkeys(item.title for item in found))
        return _sheet(request, hand, sheet.of_flow(hand.case, wanted, what, until, to=partner.name))


@require_safe
def grant_sheet(request: HttpRequest, case: str, grant: UUID) -> HttpResponse:
    """The sheet of what is shared, to read out or to give along."""
    hand = hold(request, Verb.SHARE, case)
    with translation.override(_language(request)):
        found = opening.grant_of(hand, grant)
        if found is None:
            raise Http404
        return _sheet(request, hand, sheet.of_grant(hand.case, grant, found))


def _sheet(
    request: HttpRequest,
    hand: InHand,
    found: sheet.Sheet | sheet.GeneralSheet,
    template: str = "care/sheet.html",
) -> HttpResponse:
    """In the language of the person, whatever the language of the screen."""
    context: dict[str, Any] = {
        "hand": hand,
        "case": hand.case,
        "sheet": found,
        "back_url": desk_url(hand),
        "other": "en" if translation.get_language() == "nl" else "nl",
        "form_items": request.POST.lists() if request.method == "POST" else (),
    }
    return render(request, template, context)


def _language(request: HttpRequest) -> str:
    asked = (request.POST.get("taal") or request.GET.get("taal") or "")[:2]
    return asked if asked in ("nl", "en") else "nl"


def _usual(hand: InHand, flow: str) -> list[str]:
    wanted = flows.flow(flow)
    giver = norms.codelist("consent_giver")
    return [giver.label(one) for one in flows.givers(hand.case, wanted)] if wanted else []
