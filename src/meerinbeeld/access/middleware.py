# SPDX-License-Identifier: EUPL-1.2
"""Turns a refusal, or having no role, into a page that says why."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meerinbeeld import journal
from meerinbeeld.access.actor import NoMembership, actor_of
from meerinbeeld.access.policy import Refused
from meerinbeeld.ui.views import typed_texts


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NoMembership):
            return render(request, "access/no_role.html", status=403)
        if isinstance(error, Refused):
            return self._refused(request, error)
        return None

    def _refused(self, request: HttpRequest, error: Refused) -> HttpResponse:
        """A refusal is a normal outcome and is journaled like a permission."""
        journal.record(
            actor_of(request),
            error.verb,
            purpose=error.purpose,
            thing=error.thing.kind,
            outcome="refused",
        )
        context = {"decision": error.decision, "typed": typed_texts(request)}
        return render(request, "access/refused.html", context, status=403)
