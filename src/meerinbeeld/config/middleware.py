# SPDX-License-Identifier: EUPL-1.2
"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from meerinbeeld.ui import views as ui

PERMISSIONS = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


class HeadersMiddleware:
    """Nothing of ours is kept by a browser or a proxy, except files that are the same for all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        if response.status_code >= 400 or not request.path_info.startswith("/static/"):
            response.headers["Cache-Control"] = "no-store"
        return response


class PolicyMiddleware(CSPMiddleware):
    """The content security policy: put together once; again only where a view has its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        plain = HttpResponse()
        super().process_response(HttpRequest(), plain)
        self._usual = plain.headers[HEADER]

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if any(name.startswith("_csp") for name in (*vars(request), *vars(response))):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._usual)
        return response


class AddressMiddleware:
    """An address with a NUL in it is nobody's: SQLite would look it up, PostgreSQL would fail.

    It stands last, so that the page of the error can be made like any other.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return ui.bad_request(request)
        return self.get_response(request)


class MethodMiddleware:
    """What belongs to a button and is opened as a page: words, where a browser finds nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = ui.error_page(request, response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page
