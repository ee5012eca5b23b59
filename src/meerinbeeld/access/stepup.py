# SPDX-License-Identifier: EUPL-1.2
"""Highly sensitive acts ask again who you are, when that was longer than five minutes ago.

Export, emergency access, approving destruction, managing people (ASVS 5.0, 7.5.3).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from meerinbeeld.access import kept, sessions, who
from meerinbeeld.access.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def required(view: View[P]) -> View[P]:
    """Let somebody through who signed in or confirmed who they are a moment ago.

    A form that was sent meanwhile waits, sealed, and is offered again afterwards.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return _confirm_first(request)

    return cast("View[P]", guarded)


def is_fresh(request: HttpRequest) -> bool:
    if sessions.is_demo(request):
        return True
    records = get_authentication_records(request, request.user)
    latest = max((record["at"] for record in records), default=0.0)
    return time.time() - latest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _confirm_first(request: HttpRequest) -> HttpResponseBase:
    destination = request.get_full_path()
    owner = who.of(request)
    if request.method == "POST" and owner is not None and isinstance(request.user, Person):
        kept.put(request, owner)
        destination = reverse("kept")
    methods = get_adapter().get_reauthentication_methods(request.user)
    url = methods[-1]["url"] if methods else reverse("account_login")
    return sessions.go_to(request, f"{url}?{urlencode({'next': destination})}")
