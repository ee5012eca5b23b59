# SPDX-License-Identifier: EUPL-1.2
"""The screens of notifications in a real browser: on a phone and on a desk, nl and en."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.registry.models import Notification
from tests.browsing import session_of
from tests.care.making import make_case
from tests.people import Village
from tests.registry.making import CONSENT, NO_GROUND, SECRET_NAME, WHOLE, notify
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]


@pytest.fixture
def consented(village: Village) -> Notification:
    """One that rests on consent, beside others with something to repair."""
    notify(village, "chris", notifier="shelter", codes={**WHOLE.codes, "sector": "drugs"})
    notify(village, basis=NO_GROUND, details={}, codes={}, several={})
    return notify(village, basis=CONSENT)


def addresses(row: Notification, case: str) -> list[str]:
    names = ("", "_print", "_correct", "_details", "_rest", "_withdraw")
    return [
        reverse("notifications"),
        reverse("notifications") + "?jaar=2025",
        reverse("registry_quality"),
        reverse("notification_new"),
        reverse("notification_of_case", args=[case]),
        *(reverse(f"notification{name}", args=[row.reference]) for name in names),
    ]


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    prefix: str, page: Any, consented: Notification, village: Village, enter: Enter
) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    enter("carla")
    axe.check_pages(page, addresses(consented, case.reference), prefix)


def test_somebody_is_notified_shown_and_let_go_again(
    page: Any, village: Village, enter: Enter
) -> None:
    enter("chris")
    page.goto(reverse("notifications"))
    page.get_by_role("link", name="Nieuwe aanmelding").click()
    page.locator("input[name=rests_on][value=consent]").check()
    page.get_by_label("Bij toestemming: op welke dag?").fill("gisteren")
    page.get_by_label("Achternaam").fill(SECRET_NAME)
    page.locator("input[name=forms][value=labour_exploitation]").check()
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_selector("text=De aanmelding is bewaard")
    assert SECRET_NAME not in page.content()
    page.get_by_role("button", name="tonen Achternaam").click()
    page.wait_for_selector(f"text={SECRET_NAME}")
    page.get_by_role("link", name="Toestemming intrekken").click()
    page.get_by_role("button", name="Toestemming intrekken").click()
    page.wait_for_selector("text=De persoon trok de toestemming in")
    row = Notification.objects.get()
    assert (row.rests_on, row.details.count()) == ("none", 0)
    assert page.complaints == []


JOY = {"first_name": "Joy", "last_name": "Osagiede", "birth_date": "1999-05-12"}


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_who_may_be_known_comes_up_while_somebody_types(
    prefix: str, page: Any, village: Village, enter: Enter
) -> None:
    known = notify(village, details=JOY)
    enter("carla")
    page.goto(prefix + reverse("notification_new"))
    for kind, text in JOY.items():
        page.locator(f"[name=detail_{kind}]").fill(text)
    page.wait_for_selector(f".mib-likely__found >> text={known.reference}")
    axe.check_both_sizes(page)
    page.locator("[name=detail_last_name]").fill("Anders")
    page.locator("[name=detail_birth_date]").fill("1931")
    page.wait_for_selector(f".mib-likely__found >> text={known.reference}", state="detached")
    assert page.complaints == []


def test_without_a_script_the_button_finds_the_same(
    page: Any, village: Village, live_server: Any
) -> None:
    known = notify(village, details=JOY)
    without = page.context.browser.new_context(
        java_script_enabled=False, base_url=live_server.url, viewport=axe.PHONE
    )
    without.add_cookies([session_of(village, "carla")])
    shown = without.new_page()
    shown.goto(reverse("notification_new"))
    for kind, text in JOY.items():
        shown.locator(f"[name=detail_{kind}]").fill(text)
    shown.locator("button[name=look]").click()
    assert shown.locator(".mib-likely__found").get_by_text(known.reference).count() == 1
    assert shown.locator("[name=detail_last_name]").input_value() == JOY["last_name"]
    without.close()
