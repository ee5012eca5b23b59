# SPDX-License-Identifier: EUPL-1.2
"""Making a notification: typed on one page, or from a case in one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.views.acting import case_url
from meerinbeeld.care.views.acting import hold as hold_case
from meerinbeeld.registry.actions.from_case import NOTIFIER, given_of, known_of, notify_case
from meerinbeeld.registry.actions.new_notification import make_notification
from meerinbeeld.registry.forms.notification import DETAIL, FromCaseForm, NewForm
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries import choices, from_case
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.views.likely import look_for

#: The button that looks for likely matches and keeps nothing.
LOOK = "look"
GET_POST = ["GET", "HEAD", "POST"]
UNPROCESSABLE = 422


@require_http_methods(GET_POST)
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, KIND, PURPOSE)
    notifier = choices.notifier_of(actor)
    form = NewForm(request.POST or None, notifier=notifier)
    only_looking = LOOK in request.POST
    if only_looking:
        form.leave_unchecked()
    elif request.method == "POST" and form.is_valid():
        try:
            row = make_notification(actor, form.given(), once=form.cleaned_data["once"])
            return _made(request, row, is_new=row.sent_once == form.cleaned_data["once"])
        except ChangeError as error:
            form.add_error(None, str(error))
    context: dict[str, Any] = {
        "form": form,
        "details": [form[name] for name in form.fields if name.startswith(DETAIL)],
        "advices": choices.advices(notifier),
        "likely": look_for(actor, request.POST) if only_looking else None,
    }
    status = UNPROCESSABLE if form.is_bound and not only_looking else 200
    return render(request, "registry/new.html", context, status=status)


@require_http_methods(GET_POST)
def of_case(request: HttpRequest, case: str) -> HttpResponse:
    """What the case knows is taken over, what it rests on is asked. Twice shows the first."""
    hand = hold_case(request, Verb.CHANGE, case)
    require(hand.actor, Verb.CREATE, KIND, PURPOSE)
    known_already = hand.case.notifications.filter(organisation_id=hand.actor.organisation_id)
    if row := known_already.first():
        return redirect("notification", row.reference)
    form = FromCaseForm(request.POST or None, notifier=NOTIFIER)
    said = from_case.consent_of(hand.case)
    form.initial.update(from_case.proposed(said))
    known = known_of(hand.actor, case)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            given = given_of(known, form.basis(), data["kind"])
            row = notify_case(hand.actor, case, given, once=data["once"])
            return _made(request, row, is_new=True)
        except ChangeError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "case": hand.case,
        "case_url": case_url(hand),
        "taken": from_case.in_words(known),
        "said": said,
        "advised": from_case.advised(said),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "registry/of_case.html", context, status=status)


def _made(request: HttpRequest, row: Notification, *, is_new: bool) -> HttpResponse:
    if is_new:
        messages.success(request, _("The notification is kept: %s.") % row.reference)
    else:
        words = _("You gave this number before. This is what you notified then; nothing changed.")
        messages.info(request, words)
    return redirect("notification", row.reference)
