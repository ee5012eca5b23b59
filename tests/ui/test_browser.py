# SPDX-License-Identifier: EUPL-1.2
"""The gallery in a real browser: two languages, a phone and a desk, and the keys."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ui import axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.ui.urls"),
    pytest.mark.usefixtures("translations"),
]
GALLERIES = [
    "gallery",
    "gallery/public",
    "gallery/list",
    "gallery/charts",
    "gallery/confirm",
    "gallery/conflict",
]
ERRORS = [f"gallery/error/{name}" for name in ("404", "csrf")]


@pytest.fixture(autouse=True)
def _demonstration(settings: Any) -> None:
    settings.MIB_DEMO = True


@pytest.mark.parametrize("prefix", ["/", "/en/"], ids=["nl", "en"])
@pytest.mark.parametrize("path", [*GALLERIES, *ERRORS])
def test_a_page_is_accessible_on_a_phone_and_on_a_desk(page: Any, path: str, prefix: str) -> None:
    page.goto(prefix + path)
    axe.check_both_sizes(page)
    assert page.complaints == []


def test_ten_rows_can_be_seen_on_a_desk(page: Any) -> None:
    page.goto("/gallery/list")
    tops = page.evaluate(
        "[...document.querySelectorAll('.mib-table tbody tr')].map(r => r.getBoundingClientRect())"
        ".filter(r => r.bottom <= innerHeight + 2).length"
    )
    assert tops >= 10


def test_every_target_is_large_enough(page: Any) -> None:
    """2.5.8: 24 px, or on the public face 44 px for what one presses with a thumb."""
    page.set_viewport_size(axe.PHONE)
    page.goto("/gallery/public")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
          'a.mib-leave, .nl-button, .mib-option, .utrecht-textbox, summary')]
        .filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_the_focus_is_always_seen_and_never_covered(page: Any) -> None:
    page.set_viewport_size(axe.PHONE)
    page.goto("/gallery/public")
    for _step in range(25):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => { const e = document.activeElement; const b = e.getBoundingClientRect();
            const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
            const shown = getComputedStyle(e);
            return {what: e.outerHTML.slice(0, 100), ring: parseFloat(shown.outlineWidth),
              seen: !!top && (e.contains(top) || top.contains(e))}; }"""
        )
        assert state["ring"] >= 2, state["what"]
        assert state["seen"], state["what"]


def test_the_screen_can_be_hidden_and_shown_with_keys(page: Any) -> None:
    page.goto("/gallery/list")
    title = page.title()
    page.keyboard.press("Alt+Shift+KeyH")
    assert page.title() != title
    assert not page.get_by_role("table").is_visible()
    page.keyboard.press("Alt+Shift+KeyH")
    assert page.title() == title
    assert page.get_by_role("table").is_visible()


def test_j_and_k_walk_through_the_rows(page: Any) -> None:
    page.goto("/gallery/list")
    for key in ("j", "j", "k", "j"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == "S-2026-0411"


def test_after_an_error_the_list_of_errors_has_the_focus(page: Any) -> None:
    page.goto("/gallery")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.locator("#errors a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_subject_0" or page.url.endswith(
        "#id_subject_0"
    )


def test_leaving_takes_the_page_out_of_the_history(page: Any) -> None:
    page.goto("/gallery/list")
    page.goto("/gallery/public")
    before = page.evaluate("history.length")
    page.locator("[data-leave]").click()
    page.wait_for_url("**/away")
    assert page.evaluate("history.length") == before


def test_three_presses_of_shift_leave_only_when_switched_on(page: Any) -> None:
    page.goto("/gallery/public")
    for _press in range(4):
        page.keyboard.press("Shift")
    assert page.url.endswith("/gallery/public")
    page.locator("summary").click()
    page.locator("[data-leave-by-shift]").check()
    for _press in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/away")


def test_nothing_is_kept_in_the_browser(page: Any) -> None:
    for path in ("/gallery", "/gallery/public"):
        page.goto(path)
        kept = page.evaluate(
            "async () => [localStorage.length, sessionStorage.length,"
            " (await indexedDB.databases()).length, (await caches.keys()).length]"
        )
        assert kept == [0, 0, 0, 0]


def test_without_a_script_the_menu_and_the_term_still_open(browser: Any, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/gallery")
    page.locator(".mib-term__word").click()
    assert page.locator(".mib-term__text").is_visible()
    context.close()


def test_print_is_black_on_white_with_reference_and_purpose(page: Any) -> None:
    page.goto("/gallery")
    page.emulate_media(media="print")
    footer = page.locator(".mib-print-footer")
    assert footer.is_visible()
    assert "S-2026-0412" in footer.inner_text()
    assert "signaal beoordelen" in footer.inner_text()
    assert not page.locator(".mib-header").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
