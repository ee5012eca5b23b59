# SPDX-License-Identifier: EUPL-1.2
"""The page of a question that its reader did not answer yet: the same for everybody, so that it is
drawn once.

It is drawn for nobody: without the request, so that nothing of one visitor can reach another. What
is each visitor's own, the token against forged forms, comes in its place afterwards.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language

from meerinbeeld.norms import today
from meerinbeeld.ui import theme
from meerinbeeld.ui.context import site

#: How many pages stay in memory: all, in each language and about each subject, fit.
DRAWN: Final = 400
_TOKEN: Final = "the-token-of-this-visitor"  # noqa: S105 (no token: where it comes)
_pages: dict[Hashable, str] = {}


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], differs_by: Hashable
) -> HttpResponse:
    """The page of this template. `differs_by` names all that makes its context another one; the
    language, the day and the look of this installation count anyway.
    """
    look = (get_language(), today(), settings.MIB_REGION, theme.current())
    key = (template, differs_by, look, get_script_prefix(), get_urlconf())
    drawn = _pages.get(key)
    if drawn is None:
        if len(_pages) >= DRAWN:
            _pages.clear()
        for_nobody = {**site(HttpRequest()), **context, "csrf_token": _TOKEN}
        drawn = _pages[key] = render_to_string(template, for_nobody)
    return HttpResponse(drawn.replace(_TOKEN, get_token(request)))
