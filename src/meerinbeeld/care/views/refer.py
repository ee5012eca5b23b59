# SPDX-License-Identifier: EUPL-1.2
"""Asking for help for somebody: on one page, or from a signal; and one's own referrals."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from meerinbeeld.access import Actor, Role, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Stale
from meerinbeeld.access.views.acting import answer as answer_form
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions import refer as actions
from meerinbeeld.care.actions.own_referral import open_own_referral
from meerinbeeld.care.actions.referral import withdraw_referral, write_to_team
from meerinbeeld.care.forms.referral import FromSignalForm, ReferForm, ToTeamForm, WithdrawForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries import from_signal
from meerinbeeld.care.queries import referral as queries
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.care.views.acting import answer, hold
from meerinbeeld.signals.queries import changes
from meerinbeeld.signals.views.acting import hold as hold_signal
from meerinbeeld.ui.parts import Column, EmptyState

UNPROCESSABLE = 422
GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_POST)
def refer(request: HttpRequest) -> HttpResponse:
    actor = _may_refer(request)
    posted = request.POST if request.method == "POST" else None
    form = ReferForm(posted, coordinator=actor.role == Role.CARE_COORDINATOR)
    if posted is None:
        return render(request, "care/refer.html", {"form": form})
    if form.is_valid():
        try:
            return _sent(request, actor, actions.refer(actor, form.told(), once=_once(form)))
        except AlreadyDone:
            return redirect(_page_of(actor, actions.referred_with(actor, _once(form))))
        except ChangeError as error:
            form.add_error(None, str(error))
    return render(request, "care/refer.html", {"form": form}, status=UNPROCESSABLE)


@require_http_methods(GET_POST)
def refer_signal(request: HttpRequest, reference: str) -> HttpResponse:
    """The owner of a signal hands its person over to the care coordinator."""
    hand = hold_signal(request, Verb.HAND_OVER, reference)
    actor = _may_refer(request)
    found = actions.items_to_choose(hand)
    form = FromSignalForm(
        request.POST or None,
        record=hand.signal,
        items=found,
        start=from_signal.start(hand, found),
    )

    def shown(now: Any) -> dict[str, Any]:
        signal = (now or hand).signal
        return {
            "signal": signal,
            "cases": signal.cases.exclude(phase="closed").count(),
            "cancel_url": reverse("signal", args=[reference]),
        }

    def since(stale: Stale) -> object:
        form.look_again(stale.hand.signal)
        return changes.since(stale.hand, stale.seen.at)

    forms = tuple(hand.signal.forms.filter(until=None).values_list("form", flat=True))
    return answer_form(
        request,
        form,
        lambda once, seen: actions.refer_from_signal(
            actor,
            reference,
            form.told_as("signal", forms=forms, story=form.cleaned_data["story"]),
            [UUID(item) for item in form.cleaned_data["items"]],
            once=once,
            seen=seen,
        ),
        template="care/refer_signal.html",
        shown=shown,
        since=since,
        back_to=reverse("signal", args=[reference]),
        done=_("The care coordinator has the referral. You read the answer under My referrals."),
    )


@require_safe
def my_referrals(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("page", "1")
    page = min(max(int(typed), 1), 400) if typed.isdecimal() and len(typed) < 4 else 1
    rows, more = queries.listing(actor_of(request), timezone.now(), page)
    context = {
        "rows": rows,
        "page": page,
        "previous": page - 1,
        "next": page + 1,
        "more": more,
        "asked": sum(row.asked for row in rows),
        "columns": [
            Column(_("Reference")),
            Column(_("Where it stands")),
            Column(_("Who has it")),
            Column(_("Answer")),
        ],
        "empty": EmptyState(
            _("You have not referred anybody yet"),
            _("Does somebody need help? A feeling is enough. It takes about three minutes."),
            reverse("refer"),
            _("Refer somebody"),
        ),
    }
    return render(request, "care/my_referrals.html", context)


@require_http_methods(GET_POST)
def my_referral(request: HttpRequest, case: str) -> HttpResponse:
    in_reach(request, lambda actor: queries.mine(actor, case))
    form = ToTeamForm(request.POST if request.method == "POST" else None, asked=True)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            in_reach(
                request,
                lambda actor: write_to_team(actor, case, given["text"], once=given["once"]),
            )
            messages.success(request, _("Your message is with the care coordinator."))
            return redirect("my_referral", case)
        except AlreadyDone:
            return redirect("my_referral", case)
        except ChangeError as error:
            form.add_error("text", str(error))
    page = in_reach(request, lambda actor: open_own_referral(actor, case))
    if not form.is_bound:
        form = ToTeamForm(asked=page.row.asked)
    context = {"page": page, "case": page.case, "referral": page.row.referral, "form": form}
    return render(request, "care/my_referral.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, case: str) -> HttpResponse:
    in_reach(request, lambda actor: queries.mine(actor, case))
    hand = hold(request, Verb.ANSWER, case)
    form = WithdrawForm(request.POST or None, case=hand.case)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: withdraw_referral(
            hand.actor, case, explanation=form.cleaned_data["explanation"], once=once
        ),
        template="care/referral_form.html",
        done=_("The referral was taken back."),
        back_to=reverse("my_referral", args=[case]),
        context={
            "heading": _("Take this referral back?"),
            "what_happens": [
                _("The care coordinator does not go on with it."),
                _("What you wrote is destroyed after six weeks."),
                _("You can always refer the person again."),
            ],
            "submit": _("Take back"),
        },
    )


def _may_refer(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Verb.REFER, KIND, purpose_of(actor))
    return actor


def _once(form: ReferForm) -> UUID:
    return UUID(str(form.cleaned_data["once"]))


def _sent(request: HttpRequest, actor: Actor, case: Case) -> HttpResponse:
    day = date_format(localtime(case.act_at), _("j F")) if case.act_at else ""
    messages.success(
        request,
        _("Referral %(reference)s is with %(owner)s. You hear something before %(day)s.")
        % {"reference": case.reference, "owner": case.owner.name, "day": day},
    )
    return redirect(_page_of(actor, case))


def _page_of(actor: Actor, case: Case | None) -> str:
    """The case for the team that has it; for others how their referral stands."""
    if case is None:
        return reverse("my_referrals")
    helps = actor.role == Role.CARE_COORDINATOR and case.owner_id == actor.organisation_id
    return reverse("case" if helps else "my_referral", args=[case.reference])
