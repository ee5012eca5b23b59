# SPDX-License-Identifier: EUPL-1.2
"""The ui pages alone, with stand-ins for the pages that other apps own."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from meerinbeeld.ui import views


@login_not_required
def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("plain")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@login_not_required
def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def large(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


@login_not_required
def busy(request: HttpRequest) -> HttpResponse:
    return views.too_many(request)


@login_not_required
def accepts(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accepted")


urlpatterns = [
    path("health", views.health, name="health"),
    path("theme.css", views.theme_css, name="theme"),
    *i18n_patterns(
        path("", plain, name="home"),
        path("away", plain, name="leave_site"),
        path("broken", broken),
        path("refused", refused),
        path("large", large),
        path("busy", busy),
        path("accepts", accepts),
        path("", include("meerinbeeld.ui.urls")),
        prefix_default_language=False,
    ),
]
handler400 = "meerinbeeld.ui.views.bad_request"
handler403 = "meerinbeeld.ui.views.forbidden"
handler404 = "meerinbeeld.ui.views.not_found"
handler500 = "meerinbeeld.ui.views.server_error"
