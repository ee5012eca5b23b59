# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from tests.browsing import translations

__all__ = ["translations"]


@pytest.fixture
def draw(rf: RequestFactory) -> Callable[..., str]:
    """Renders a snippet with the components loaded, on a request for `/list`."""

    def _draw(snippet: str, request: HttpRequest | None = None, **context: object) -> str:
        template = engines["django"].from_string("{% load i18n ui %}" + snippet)
        return str(template.render(context, request or rf.get("/list")))

    return _draw
