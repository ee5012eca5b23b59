# SPDX-License-Identifier: EUPL-1.2
"""Fixtures for tests in a real browser: the Dutch compiled, and somebody signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.utils.translation import trans_real

from tests.people import Village, client_for

APPS = Path(__file__).resolve().parents[1] / "src" / "meerinbeeld"


@pytest.fixture(scope="session")
def translations() -> Iterator[None]:
    """The Dutch of every app, compiled as an installation does."""
    for po in APPS.glob("**/locale/nl/LC_MESSAGES/django.po"):
        polib.pofile(str(po)).save_as_mofile(str(po.with_suffix(".mo")))
    trans_real._translations.clear()  # type: ignore[attr-defined]
    yield


def session_of(village: Village, name: str) -> dict[str, str]:
    """The cookie of somebody who is signed in."""
    cookie = client_for(village.people[name]).cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": cookie,
        "domain": "localhost",
        "path": "/",
    }


@pytest.fixture
def enter(page: Any, village: Village) -> Callable[[str], None]:
    """Signs somebody in in the browser, without going through the pages for it."""

    def _enter(name: str) -> None:
        page.context.add_cookies([session_of(village, name)])

    return _enter
