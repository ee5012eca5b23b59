# SPDX-License-Identifier: EUPL-1.2
"""Hours for care and prevention: one line to write them down, a picture and a table to read."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.care.actions import hours as actions
from meerinbeeld.care.forms.hours import HoursForm
from meerinbeeld.care.queries import caseload
from meerinbeeld.care.queries import hours as queries
from meerinbeeld.care.rules.hours import in_hours
from meerinbeeld.care.views import picture
from meerinbeeld.ui import sheets

_MONTH = re.compile(r"^(20\d{2})-(0[1-9]|1[0-2])$")


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = queries.month(actor, _month(request))
    form = HoursForm(request.POST or None, towns=caseload.municipalities(actor))
    status = 200
    if request.method == "POST":
        if form.is_valid() and _kept(request, form):
            return redirect(reverse("hours") + f"?maand={form.cleaned_data['day']:%Y-%m}")
        status = 422
    context = {
        "form": form,
        "month": found,
        "bars": picture.bars(found),
        "caption": picture.caption(found),
        "entries": queries.own(actor, found.first),
        "now": timezone.localdate().replace(day=1),
    }
    return render(request, "care/hours.html", context, status=status)


@require_POST
def remove(request: HttpRequest, hours: UUID) -> HttpResponse:
    try:
        actions.remove_hours(actor_of(request), hours)
        messages.success(request, _("The entry is removed."))
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect("hours")


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    actor, first = actor_of(request), _month(request)
    found = queries.month(actor, first)
    if kind not in sheets.KINDS:
        raise Http404
    actions.record_export(actor)
    return sheets.download(queries.table(found), f"uren-{first:%Y-%m}", kind)


def _kept(request: HttpRequest, form: HoursForm) -> bool:
    given = form.cleaned_data
    try:
        actions.record_hours(
            actor_of(request),
            given["what"],
            given["long"],
            given["day"],
            given["gemeente"] or None,
            once=given["once"],
        )
    except AlreadyDone:
        return True
    except ChangeError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Kept: %(hours)s hours.") % {"hours": in_hours(given["long"])})
    return True


def _month(request: HttpRequest) -> date:
    """The month that was asked for, or this one."""
    found = _MONTH.match(request.GET.get("maand", ""))
    today = timezone.localdate()
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
