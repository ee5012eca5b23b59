# SPDX-License-Identifier: EUPL-1.2
"""The page of one notification, and what can be changed in it. Opening one is an act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Purpose, Verb
from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.actions import correct as correcting
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.opening import (
    open_details,
    open_notification,
    print_notification,
    reveal_detail,
)
from meerinbeeld.registry.forms.basis import RestForm
from meerinbeeld.registry.forms.notification import CorrectForm, DetailsForm, typed_details
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries import choices
from meerinbeeld.registry.queries.page import Page
from meerinbeeld.registry.queries.problems import CONTRADICTS
from meerinbeeld.registry.queries.words import field_label
from meerinbeeld.registry.views.acting import answer, hold

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def show(request: HttpRequest, notification: str) -> HttpResponse:
    page = in_reach(request, lambda actor: open_notification(actor, notification))
    return render(request, "registry/notification.html", _context(page))


@require_safe
def print_page(request: HttpRequest, notification: str) -> HttpResponse:
    """On paper, which is an export and is journaled as one."""
    page = in_reach(request, lambda actor: print_notification(actor, notification))
    return render(request, "registry/print.html", _context(page))


@require_POST
def reveal(request: HttpRequest, notification: str, detail: UUID) -> HttpResponse:
    """Show one masked detail: in its place with a script, on the whole page without."""
    if request.headers.get("HX-Request"):
        text = in_reach(request, lambda actor: reveal_detail(actor, notification, detail))
        return render(request, "care/parts/revealed.html", {"text": text})
    page = in_reach(request, lambda actor: open_notification(actor, notification, reveal=detail))
    return render(request, "registry/notification.html", _context(page))


@require_http_methods(GET_POST)
def correct(request: HttpRequest, notification: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, notification)
    form = CorrectForm(request.POST or None, record=hand.notification)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: correcting.correct_facts(
            hand.actor, notification, form.facts(), once=once, seen=seen
        ),
        template="registry/correct.html",
        done=_("The correction is kept."),
        context={"heading": _("Correct the facts"), "submit": _("Keep the correction")},
    )


@require_http_methods(GET_POST)
def details(request: HttpRequest, notification: str) -> HttpResponse:
    """Correcting who it is shows what is there, so looking at this page is journaled as such."""
    hand = hold(request, Verb.CHANGE, notification)
    stored = (
        {}
        if request.method == "POST"
        else in_reach(request, lambda actor: open_details(actor, notification))
    )
    form = DetailsForm(request.POST or None, record=hand.notification, stored=stored)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: correcting.change_details(
            hand.actor, notification, typed_details(form), once=once, seen=seen
        ),
        done=_("The personal details are kept, sealed."),
        context={
            "heading": _("Personal details"),
            "lead": _("All of them are shown here, and that you looked is noted."),
            "what_happens": [
                _("A field that you empty is taken away."),
                _("What stood there before is not kept, only that it was changed."),
            ],
            "submit": _("Keep the details"),
            "opened_for": _("correcting who it is"),
        },
    )


@require_http_methods(GET_POST)
def rest(request: HttpRequest, notification: str) -> HttpResponse:
    hand = hold(request, Verb.CHANGE, notification)
    form = RestForm(request.POST or None, record=hand.notification)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: correcting.rest_on(
            hand.actor, notification, form.basis(), once=once, seen=seen
        ),
        template="registry/rest.html",
        done=_("It is kept on what the notification rests."),
        context={
            "heading": _("What it rests on"),
            "advices": choices.advices(hand.notification.notifier),
            "cannot_undo": _(
                "Without a ground the personal details are destroyed with their key. "
                "The notification stays as a count of one."
            ),
            "submit": _("Keep"),
        },
    )


@require_http_methods(GET_POST)
def withdraw(request: HttpRequest, notification: str) -> HttpResponse:
    """One step: the page says what goes, and then it goes."""
    hand = hold(request, Verb.CHANGE, notification)
    form = ActForm(request.POST or None, record=hand.notification)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: withdraw_consent(hand.actor, notification, once=once),
        done=_("The consent is withdrawn. The personal details are destroyed."),
        context={
            "heading": _("Withdraw the consent?"),
            "what_happens": [
                _("Name, date of birth and all other details are destroyed, with their key."),
                _("Your own number of it goes as well."),
                _("What is coded stays, as a count of one without a name."),
                *_at_the_centre(hand.notification),
                _("Help goes on."),
            ],
            "cannot_undo": _("Nobody can bring the details back."),
            "submit": _("Withdraw the consent"),
            "danger": True,
        },
    )


def _at_the_centre(row: Notification) -> list[str]:
    """What happens to what was passed on already."""
    if row.passing.state in (row.passing.State.SENT, row.passing.State.ANSWERED):
        return [_("It was passed on: it comes back in the queue, to be withdrawn there too.")]
    return [_("It was not passed on, and will not be.")]


def _context(page: Page) -> dict[str, Any]:
    row, problems = page.notification, page.problems
    purpose = Purpose.MONITORING.label
    return {
        "page": page,
        "hand": page.hand,
        "notification": row,
        "can": {verb.value: page.hand.may(verb) and not row.destroyed_at for verb in Verb},
        "missing": [field_label(name) for name in problems.missing],
        "contradictions": [CONTRADICTS[code] for code in problems.contradictions],
        "purpose": purpose,
        "print_reference": row.reference,
        "print_purpose": purpose,
    }
