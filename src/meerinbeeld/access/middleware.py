# SPDX-License-Identifier: EUPL-1.2
"""Turns a refusal, having no role, or stored content that is damaged into a page that says why."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meerinbeeld import journal
from meerinbeeld.access.actor import NoMembership, actor_of
from meerinbeeld.access.policy import Refused
from meerinbeeld.ui.views import error_page, typed_texts
from meerinbeeld.vault import Unreadable

logger = logging.getLogger(__name__)


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
        if isinstance(error, Unreadable):
            return self._damaged(request)
        return None

    def _damaged(self, request: HttpRequest) -> HttpResponse:
        """Whatever was begun was rolled back. The log names the page; it holds no content."""
        route = request.resolver_match.view_name if request.resolver_match else "?"
        logger.error("what is stored is damaged, asked for at %s", route)
        return error_page(request, 410, "ui/errors/damaged.html")

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
