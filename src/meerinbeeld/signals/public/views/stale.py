# SPDX-License-Identifier: EUPL-1.2
"""A form whose protection against other sites ran out: it is offered again with what was typed."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from meerinbeeld.ui import views as ui
from meerinbeeld.ui.forms.typed import kept

#: Forms that may be offered again: sending them twice does no harm.
OFFERED_AGAIN: Final = frozenset({"report", "receipt", "return_status"})
_NEVER: Final = frozenset({"csrfmiddlewaretoken", "shown", "typed"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Named in `CSRF_FAILURE_VIEW`. A form that another site sent is never offered again."""
    if not ui.is_ours(request) or _name(request) not in OFFERED_AGAIN:
        return ui.csrf_failure(request, reason)
    context = {
        "action": request.path,
        "fields": _fields(request),
        "texts": [value for _name, value in _fields(request) if len(value) > 20],
        "had_files": bool(request.FILES) or request.content_type == "multipart/form-data",
        "no_cookies": request.POST.get("once_more") == "1",
    }
    return render(request, "signals/public/stale.html", context, status=403)


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name[:60], kept(value))
        for name, values in request.POST.lists()
        if name not in _NEVER and name != "once_more"
        for value in values
        if isinstance(value, str)
    ][:200]
