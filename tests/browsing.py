# SPDX-License-Identifier: EUPL-1.2
"""Fixtures for tests in a real browser: the Dutch compiled, and somebody signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from meerinbeeld.config.commands.data import compile_catalogues
from tests.people import Village, client_for


@pytest.fixture(scope="session")
def translations() -> Iterator[None]:
    """The Dutch of every app, compiled as an installation does."""
    compile_catalogues()
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
