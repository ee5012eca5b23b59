# SPDX-License-Identifier: EUPL-1.2
"""Gives each request its trace id."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from meerinbeeld.journal import tracing


class TraceMiddleware:
    """Takes `traceparent` from a partner's system and gives it back; makes one when there is none.

    On the public front a trace id is never taken nor given: together with a proxy's log it could
    tie a reporter's address to a report.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._public = getattr(settings, "MIB_FACE", "both") == "public"

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = None if self._public else tracing.trace_of(request.headers.get("traceparent", ""))
        trace_id = given or tracing.new_trace()
        token = tracing.trace.set(trace_id)
        try:
            response = self._get_response(request)
        finally:
            tracing.trace.reset(token)
        if given:
            response.headers["traceparent"] = tracing.traceparent(trace_id)
        return response
