# SPDX-License-Identifier: EUPL-1.2
"""While a notification is typed: who may be in the register already."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.registry.actions import likeness
from meerinbeeld.registry.forms.notification import DETAIL
from meerinbeeld.registry.queries.likely import Likely


@require_POST
def likely(request: HttpRequest) -> HttpResponse:
    """The part of the page with likely matches. What was typed comes in the body, not in an
    address, and is kept nowhere."""
    found = look_for(actor_of(request), request.POST)
    return render(request, "registry/parts/likely_found.html", {"likely": found})


def look_for(actor: Actor, typed: Mapping[str, str]) -> list[Likely]:
    """Likely matches of what was typed so far. Raises `Refused`."""
    details = {
        name.removeprefix(DETAIL): str(typed[name]) for name in typed if name.startswith(DETAIL)
    }
    codes = {"sex": typed.get("sex", ""), "nationality": typed.get("nationality", ""),
             "place": typed.get("municipality", "")}  # fmt: skip
    return likeness.look(actor, details, codes)
