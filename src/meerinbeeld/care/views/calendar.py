# SPDX-License-Identifier: EUPL-1.2
"""The agenda for a phone: make its address, take it back; and the address itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from meerinbeeld.access import Purpose, Refused, Verb, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.care.actions import calendar as actions
from meerinbeeld.signals.public.limits import Limiter, address_of

#: A phone looks once in a quarter of an hour; whoever guesses is stopped long before.
READS_PER_TEN_MINUTES = 30
limiter = Limiter()


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, actions.KIND, Purpose.CARE)
    return render(request, "care/calendar.html", {"running": actions.running(actor)})


@require_POST
@stepup.required
def make(request: HttpRequest) -> HttpResponse:
    """The address is on this one page and nowhere else."""
    actor = actor_of(request)
    secret = actions.make_address(actor)
    with override(settings.LANGUAGE_CODE):
        path = reverse("calendar_feed", args=[secret])
    context = {
        "running": actions.running(actor),
        "address": settings.MIB_ORIGIN.rstrip("/") + path,
    }
    return render(request, "care/calendar.html", context)


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    actions.revoke(actor_of(request))
    messages.success(request, _("The address no longer works. Remove the agenda from your phone."))
    return redirect("calendar")


@require_safe
@login_not_required
@never_cache
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The agenda itself, for whoever holds the secret. Anything else is not found."""
    address = address_of(request)
    if wait := limiter.wait("agenda", address, READS_PER_TEN_MINUTES):
        return HttpResponse(status=429, headers={"Retry-After": str(wait)})
    limiter.count("agenda", address)
    try:
        content = actions.read(token)
    except (actions.NoAgenda, Refused):
        raise Http404 from None
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = 'attachment; filename="agenda.ics"'
    return response
