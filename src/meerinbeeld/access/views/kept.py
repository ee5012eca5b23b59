# SPDX-License-Identifier: EUPL-1.2
"""A form that met an ended session, shown again to the person who typed it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from meerinbeeld.access import kept
from meerinbeeld.access.views.account import signed_in


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    waiting = kept.read(request, signed_in(request).id)
    if waiting is None:
        return redirect("after_login")
    return render(request, "access/kept.html", {"kept": waiting})


@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    kept.drop(request)
    messages.info(request, _("What was kept is gone."))
    return redirect("after_login")
