# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polib
import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import trans_real

PO = Path(__file__).parents[2] / "src/meerinbeeld/ui/locale/nl/LC_MESSAGES/django.po"


@pytest.fixture(scope="session")
def translations() -> Iterator[None]:
    """The Dutch of this app, compiled as an installation does."""
    polib.pofile(str(PO)).save_as_mofile(str(PO.with_suffix(".mo")))
    trans_real._translations.clear()  # type: ignore[attr-defined]
    yield


@pytest.fixture
def draw(rf: RequestFactory) -> Callable[..., str]:
    """Renders a snippet with the components loaded, on a request for `/list`."""

    def _draw(snippet: str, request: HttpRequest | None = None, **context: object) -> str:
        template = engines["django"].from_string("{% load i18n ui %}" + snippet)
        return str(template.render(context, request or rf.get("/list")))

    return _draw
