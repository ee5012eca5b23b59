# SPDX-License-Identifier: EUPL-1.2
"""The first screen of a care coordinator: the cases, the most pressing first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.care.queries import caseload as queries


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    return render(request, "care/caseload.html", {"rows": queries.rows(actor, timezone.now())})
