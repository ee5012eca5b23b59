# SPDX-License-Identifier: EUPL-1.2
"""Letting a year out anew: asking, agreeing, and what came out differently."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Actor, Verb, may, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions import corrections as actions
from meerinbeeld.insight.forms.corrections import CorrectionForm
from meerinbeeld.insight.queries import corrections as queries
from meerinbeeld.insight.queries import released

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, release: UUID) -> HttpResponse:
    """Ask to let the year of a release out anew."""
    actor = actor_of(request)
    require(actor, Verb.PROPOSE, gate.KIND, gate.PURPOSE)
    found = released.release(actor, release)
    if found is None:
        raise Http404
    form = CorrectionForm(request.POST or None)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                made = actions.ask(actor, release, form.cleaned_data["reason"])
                return redirect("correction", made.pk)
            except ChangeError as error:
                form.add_error(None, str(error))
    context = {"form": form, "release": found, "four_eyes": actions.asks_two()}
    return render(request, "insight/correct.html", context, status=status)


@require_safe
def page(request: HttpRequest, correction: UUID) -> HttpResponse:
    """What was asked and why, how far it is, and what came out differently."""
    actor = actor_of(request)
    found = queries.correction(actor, correction)
    if found is None:
        raise Http404
    mine = found.asked_by_id == actor.person_id
    context = {
        "correction": found,
        "changes": queries.changes(found),
        "may_agree": not mine and bool(may(actor, Verb.APPROVE, gate.KIND, gate.PURPOSE)),
        "may_withdraw": queries.may_ask(actor),
        "mine": mine,
        "print_purpose": gate.PURPOSE.label,
    }
    return render(request, "insight/correction.html", context)


@require_POST
def agree(request: HttpRequest, correction: UUID) -> HttpResponse:
    return _done(request, correction, actions.agree, _("Agreed. The new version is being made."))


@require_POST
def withdraw(request: HttpRequest, correction: UUID) -> HttpResponse:
    return _done(
        request, correction, actions.withdraw, _("Withdrawn. The figures stay as they are.")
    )


def _done(
    request: HttpRequest, correction: UUID, do: Callable[[Actor, UUID], None], said: str
) -> HttpResponse:
    """Do it for a correction that is there, and say what was done or why not."""
    actor = actor_of(request)
    if queries.correction(actor, correction) is None:
        raise Http404
    try:
        do(actor, correction)
        messages.success(request, said)
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("correction", correction)
