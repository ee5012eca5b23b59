# SPDX-License-Identifier: EUPL-1.2
"""Recording a signal. First the advice with its reasons, then sending; nothing typed is lost."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.files.uploads import seals_uploads
from meerinbeeld.signals.actions import record as actions
from meerinbeeld.signals.actions.telling import FOLLOWERS
from meerinbeeld.signals.forms.record import RecordForm
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.public import kept_files
from meerinbeeld.signals.queries.choices import kind_of
from meerinbeeld.signals.queries.scope import KIND

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@seals_uploads
def record(request: HttpRequest) -> HttpResponse:
    """What a professional saw or heard."""
    return _page(request, _may_record(request), on_behalf=False)


@require_http_methods(["GET", "HEAD", "POST"])
@seals_uploads
def on_behalf(request: HttpRequest) -> HttpResponse:
    """What somebody told who phoned or came in."""
    return _page(request, _may_record(request), on_behalf=True)


def _may_record(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    require(actor, Verb.CREATE, KIND, Purpose.REPORTING)
    return actor


def _page(request: HttpRequest, actor: Actor, *, on_behalf: bool) -> HttpResponse:
    kind = kind_of(actor.organisation_id)
    posted = request.POST if request.method == "POST" else None
    form = RecordForm(posted, on_behalf=on_behalf, organisation_kind=kind)
    if posted is None:
        return _shown(request, form)
    if not form.is_valid():
        return _shown(request, form, status=UNPROCESSABLE)
    if "send" not in posted:
        return _shown(request, form, checked=True)
    return _send(request, actor, form)


def _send(request: HttpRequest, actor: Actor, form: RecordForm) -> HttpResponse:
    once: UUID = form.cleaned_data["once"]
    ready = kept_files.ready(request)
    if ready.problems:
        return _shown(request, form, checked=True, problems=ready.explained(), status=ready.status)
    try:
        signal = actions.record_signal(actor, form.told(), once=once, keep=ready.keep)
        messages.success(request, _told(signal))
    except AlreadyDone:
        found = actions.recorded_with(actor, once)
        if found is None:
            raise
        signal = found
    except ChangeError as error:
        form.add_error(None, str(error))
        return _shown(request, form, status=UNPROCESSABLE)
    followed_up_here = signal.owner_id == actor.organisation_id and actor.role in FOLLOWERS
    return redirect("signal" if followed_up_here else "own_signal", signal.reference)


def _told(signal: Signal) -> str:
    due = signal.feedback_due_at
    day = date_format(localtime(due), _("j F")) if due else ""
    return _("Signal %(reference)s is with %(owner)s. You hear something before %(day)s.") % {
        "reference": signal.reference,
        "owner": signal.owner.name,
        "day": day,
    }


def _shown(
    request: HttpRequest,
    form: RecordForm,
    *,
    checked: bool = False,
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "checked": checked,
        "problems": problems,
        "in_danger": form.is_bound and form.data.get("danger") == "yes",
    }
    if checked:
        told = form.told()
        context |= {
            "advice": actions.advice_for(told),
            "owner": actions.owner_for(told.municipality),
        }
    return render(request, "signals/record.html", context, status=status)
