# SPDX-License-Identifier: EUPL-1.2
"""The system's own health, for who administers it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.insight.queries import health
from meerinbeeld.insight.rules.health import State


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    looks = health.looks(actor)
    context = {
        "looks": looks,
        "bad": sum(look.state is not State.GOOD for look in looks),
        "failed": health.failed_tasks(actor),
        "facts": health.facts(actor),
        "print_purpose": health.PURPOSE.label,
    }
    return render(request, "insight/health.html", context)
