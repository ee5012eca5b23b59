# SPDX-License-Identifier: EUPL-1.2
"""Fixtures that every room shares: the village, its people, installations and a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client, TransactionTestCase
from hypothesis import HealthCheck, settings
from whitenoise.middleware import WhiteNoiseMiddleware

from meerinbeeld.access.models import Person
from meerinbeeld.access.policy import Actor
from meerinbeeld.journal import triggers
from tests import people
from tests.installing import installation, own_installation, set_up

__all__ = ["installation", "own_installation", "set_up"]

# Playwright runs its own event loop; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# A machine that is busy with other things is slow, which is no failure of the code.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

CHROMIUM = os.environ.get("MIB_CHROMIUM", "/usr/bin/chromium")
#: Milliseconds. On a machine that is busy with other things a page is slow, and not wrong.
PATIENCE = 120_000
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_journal() -> Iterator[None]:
    """The journal refuses to be emptied, also by a test: its triggers step aside for a flush."""
    teardown = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_triggers(case: TransactionTestCase) -> None:
        for connection in connections.all():
            triggers.remove(connection)
        teardown(case)
        for connection in connections.all():
            triggers.install(connection)

    TransactionTestCase._fixture_teardown = without_triggers  # type: ignore[attr-defined]
    yield
    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _list_the_static_files_once() -> Iterator[None]:
    """Every test client makes the middleware anew; on a disk nothing changes meanwhile."""
    listed: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def look_once(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            look(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = look_once
    yield
    WhiteNoiseMiddleware.add_files_from_finders = look


@pytest.fixture
def village(db: None) -> people.Village:
    return people.build_village()


@pytest.fixture
def actor(village: people.Village) -> Callable[[str], Actor]:
    return village.actor


@pytest.fixture
def client_for(village: people.Village) -> Callable[[str], Client]:
    """A signed-in client by short name: `client_for("anna")`."""
    return lambda name: people.client_for(village.people[name])


@pytest.fixture
def anna(village: people.Village) -> Person:
    return village.people["anna"]


@pytest.fixture
def bilal(village: people.Village) -> Person:
    return village.people["bilal"]


@pytest.fixture
def chris(village: people.Village) -> Person:
    return village.people["chris"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if not os.path.exists(CHROMIUM):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with playwright.sync_playwright() as running:
        started = running.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, live_server: Any) -> Iterator[Any]:
    """A fresh browser window on the live server; anything a page complains about fails the test."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    window = context.new_page()
    complaints: list[str] = []
    window.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.complaints = complaints
    yield window
    context.close()
