# SPDX-License-Identifier: EUPL-1.2
"""Pages that only tell something, and the way out."""

from __future__ import annotations

from contextlib import suppress
from http.cookies import CookieError

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from meerinbeeld import norms
from meerinbeeld.parties.models import Municipality
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.signals.public import drafts


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    secret = drafts.secret_of(request)
    context = {
        "draft": bool(secret and drafts.read(secret)),
        "sign_in": _sign_in_url() if settings.HAS_OFFICE else "",
    }
    return render(request, "signals/public/home.html", context)


def _sign_in_url() -> str:
    try:
        return reverse(settings.LOGIN_URL)
    except NoReverseMatch:
        return ""


@login_not_required
@require_safe
def route_card_list(request: HttpRequest) -> HttpResponse:
    return render(request, "signals/public/route_cards.html", {"towns": municipalities()})


@login_not_required
@require_safe
def route_card(request: HttpRequest, municipality: str) -> HttpResponse:
    """Who is told what in one municipality. Reading it reports nothing."""
    if len(municipality) > 6:
        raise Http404
    town = get_object_or_404(Municipality, pk=municipality)
    card = norms.route_card(town.cbs_code)
    return render(request, "signals/public/route_card.html", {"town": town, "card": card})


@login_not_required
@require_safe
def what_happens(request: HttpRequest) -> HttpResponse:
    context = {
        "feedback": norms.term("feedback_to_reporter").length,
        "outcome": norms.term("feedback_outcome").length,
        "draft": norms.term("draft").length,
        "kept_for": norms.term("retention_signal").length,
    }
    return render(request, "signals/public/what_happens.html", context)


@login_not_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    return render(request, "signals/public/safety.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "signals/public/accessibility.html")


@login_not_required
@require_safe
def leave_site(request: HttpRequest) -> HttpResponse:
    """Away from here: what was not sent is removed, and the browser is asked to forget this site.

    It does not erase the browser's history, and nowhere do we say so. Another site cannot trigger
    it: the draft's cookie is only sent from our own pages.
    """
    response = HttpResponseRedirect(settings.MIB_LEAVE_TO)
    response.status_code = 303
    secret = drafts.secret_of(request)
    if secret is not None:
        drafts.discard(secret)
    for name in request.COOKIES:
        # a cookie that is not ours may have a name that cannot be written; the way out stays open
        with suppress(CookieError):
            response.delete_cookie(name, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
