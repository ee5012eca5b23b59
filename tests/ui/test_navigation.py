# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from meerinbeeld.ui import navigation
from meerinbeeld.ui.navigation import Account, Bell, Goal, NavEntry

pytestmark = pytest.mark.urls("tests.ui.urls")
ENTRIES = [
    NavEntry(Goal.MANAGE, "People", "health", order=5),
    NavEntry(Goal.SIGNALS, "Own", "ui:gallery_list", order=20),
    NavEntry(Goal.SIGNALS, "Inbox", "ui:gallery", order=10),
    NavEntry(Goal.CARE, "Not built yet", "care:list"),
]


@pytest.fixture
def menu(monkeypatch: pytest.MonkeyPatch) -> None:
    app = SimpleNamespace(
        entries=lambda actor: ENTRIES if actor == "officer" else [],
        bell=lambda actor: Bell(3, "/notices"),
        account=lambda actor: Account("A", "officer", "Zwolle"),
        actor=lambda request: request.GET.get("who"),
    )
    monkeypatch.setattr(navigation, "_modules", lambda: iter([app, SimpleNamespace()]))


def test_a_goal_without_pages_is_not_in_the_menu(menu: None) -> None:
    built = navigation.build("officer", "/gallery")
    assert [str(goal.label) for goal in built.goals] == [str(Goal.SIGNALS.label)]


def test_the_goal_leads_to_its_first_page(menu: None) -> None:
    assert navigation.build("officer", "/").goals[0].url == "/gallery"


def test_the_page_one_is_on_is_marked_by_its_longest_address(menu: None) -> None:
    built = navigation.build("officer", "/gallery/list/S-1")
    assert [(page.label, page.current) for page in built.pages] == [("Inbox", False), ("Own", True)]
    assert built.goals[0].current


def test_an_entry_can_cover_other_addresses_in_each_language(
    menu: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = NavEntry(Goal.SIGNALS, "Inbox", "ui:gallery", also=("/signals/",))
    monkeypatch.setattr(navigation, "_offered", lambda name: iter([lambda actor: [entry]]))
    monkeypatch.setattr(navigation, "_first", lambda name, actor: None)
    for path in ("/signals/S-1/", "/en/signals/S-1/", "/gallery", "/en/gallery"):
        assert navigation.build("officer", path).goals[0].current
    assert not navigation.build("officer", "/elsewhere/").goals[0].current


def test_managing_stands_in_the_account_menu(menu: None) -> None:
    built = navigation.build("officer", "/gallery")
    assert [page.label for page in built.manage] == ["People"]


def test_nobody_acting_sees_an_empty_menu(menu: None, rf: RequestFactory) -> None:
    assert navigation.for_request(rf.get("/")).goals == []
    assert navigation.for_request(rf.get("/")).bell is None


def test_who_acts_sees_menu_bell_and_account(menu: None, rf: RequestFactory) -> None:
    built: Any = navigation.for_request(rf.get("/?who=officer"))
    assert built.bell.count == 3
    assert built.account.organisation == "Zwolle"
    assert built.goals
