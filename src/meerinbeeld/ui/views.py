# SPDX-License-Identifier: EUPL-1.2
"""Pages of nobody in particular: errors in plain words, the theme, a sign of life, the gallery."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meerinbeeld.ui import gallery as examples
from meerinbeeld.ui import gallery_charts as gallery_of_charts
from meerinbeeld.ui import theme
from meerinbeeld.ui.charts import files

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
#: A field whose name holds one of these is never shown back.
PRIVATE_NAMES = ("csrf", "password", "code", "secret", "token", "word", "receipt", "otp")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process answers; it says nothing about the database, so that a probe costs nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def theme_css(request: HttpRequest) -> HttpResponse:
    found = theme.current()
    if found is None:
        raise Http404
    return HttpResponse(found.css, content_type="text/css; charset=utf-8")


@login_not_required
@require_safe
def gallery(request: HttpRequest, part: str = "office") -> HttpResponse:
    """Every component on one page, for whoever builds or checks a theme."""
    if not (settings.DEBUG or getattr(settings, "MIB_DEMO", False)):
        raise Http404
    return render(request, f"ui/gallery_{part}.html", examples.context(request))


@login_not_required
@require_safe
def gallery_charts(request: HttpRequest) -> HttpResponse:
    """One chart of each kind, on the page and as files."""
    if not (settings.DEBUG or getattr(settings, "MIB_DEMO", False)):
        raise Http404
    charts = gallery_of_charts.charts()
    file = files.asked(request, charts)
    return file or render(request, "ui/gallery_charts.html", {"charts": charts})


@login_not_required
def gallery_error(request: HttpRequest, status: str) -> HttpResponse:
    """How an error looks; a POST shows that typed text comes back."""
    if not (settings.DEBUG or getattr(settings, "MIB_DEMO", False)):
        raise Http404
    if status == "500":
        return server_error(request)
    return error_page(request, 200, f"ui/errors/{status}.html")


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser itself says that the form came from our own page."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def typed_texts(request: HttpRequest) -> list[str]:
    """What the person typed, so that a refused form loses no text.

    Only what looks like prose: short values are quickly chosen again, private ones stay private.
    Nothing of a form of another site: it could put its own words into our page.
    """
    if not is_ours(request):
        return []
    try:
        posted = request.POST
    except Exception:  # noqa: BLE001 (a broken upload must not break the error page)
        return []
    return [
        value
        for name, values in posted.lists()
        if not any(word in name.lower() for word in PRIVATE_NAMES)
        for value in values
        if isinstance(value, str) and _is_prose(value)
    ]


def _is_prose(value: str) -> bool:
    """Words with spaces. Marks that a form carries along, such as an id, have none."""
    return len(value) > 20 and len(value.split()) > 1


def error_page(
    request: HttpRequest, status: int, template: str = "", reason: object = ""
) -> HttpResponse:
    """The page for `status`, in the look of the face the person is on."""
    context = {"status": status, "reason": reason, "typed": typed_texts(request)}
    return render(request, template or f"ui/errors/{status}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        return too_large(request)
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def too_large(request: HttpRequest, reason: object = "") -> HttpResponse:
    return error_page(request, 413, reason=reason)


def too_many(request: HttpRequest, reason: object = "") -> HttpResponse:
    return error_page(request, 429, reason=reason)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no context processor: they may be what failed."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that waited too long, whose text is shown back; or one of another site."""
    return error_page(request, 403, "ui/errors/csrf.html", reason=_("The form was open too long."))
