# SPDX-License-Identifier: EUPL-1.2
"""The pages of figures in a real browser: two languages, a phone and a desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from meerinbeeld.insight.actions import estimates, marks
from meerinbeeld.insight.actions.estimating import carry_out
from meerinbeeld.insight.models import Estimate
from meerinbeeld.insight.rules.capture import Histories
from tests.browsing import enter, translations
from tests.insight.conftest import Year
from tests.people import Village
from tests.ui import axe

__all__ = ["enter", "translations"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("translations"),
]
PAGES = (
    "cijfers/kaart/", "cijfers/toeval/", "cijfers/blinde-vlekken/", "cijfers/ongezien/",
    "cijfers/ongezien/tabel/", "cijfers/overzicht/?periode=2025", "cijfers/bewaard/",
    "cijfers/bewaard/nieuw/?adres=/cijfers/kaart/",
)  # fmt: skip
TABLE = Histories(("Politie", "Zorg"), {0b01: 61, 0b10: 43, 0b11: 17})


def estimate(village: Village, *, done: bool) -> Estimate:
    asked = estimates.ask_from_table(village.actor("leo"), "Proef 2026", TABLE)
    if done:
        carry_out(asked.pk)
    return asked


@pytest.mark.parametrize("prefix", ["/", "/en/"], ids=["nl", "en"])
def test_pages_are_accessible_on_a_phone_and_on_a_desk(
    page: Any, enter: Callable[[str], None], year: Year, prefix: str
) -> None:
    enter("leo")
    done = estimate(year.village, done=True)
    own = (f"cijfers/ongezien/{done.pk}/", f"cijfers/ongezien/{done.pk}/weg/")
    axe.check_pages(page, (*PAGES, *own), prefix)


def test_the_own_work_and_the_health_of_the_system_are_accessible(
    page: Any, enter: Callable[[str], None], year: Year
) -> None:
    enter("anna")
    own = ("/cijfers/toeval/", "/cijfers/kaart/", "/en/cijfers/overzicht/")
    axe.check_pages(page, own)
    marks.mark(marks.BACKUP)
    enter("adam")
    axe.check_pages(page, ("/beheer/gezondheid/", "/en/beheer/gezondheid/"))


def test_a_chart_has_the_form_for_the_room_there_is_and_paper_has_the_wide_one(
    page: Any, enter: Callable[[str], None], year: Year
) -> None:
    enter("leo")
    page.goto("/cijfers/kaart/")
    shown = [page.locator(f".mib-chart__picture--{name} svg") for name in ("wide", "narrow")]
    page.set_viewport_size(axe.DESK)
    assert [one.is_visible() for one in shown] == [True, False]
    page.set_viewport_size(axe.PHONE)
    assert [one.is_visible() for one in shown] == [False, True]


def test_the_page_shows_by_itself_that_an_estimate_ended(
    page: Any, enter: Callable[[str], None], village: Village
) -> None:
    enter("leo")
    asked = estimate(village, done=False)
    page.goto(f"/cijfers/ongezien/{asked.pk}/")
    carry_out(asked.pk)
    page.get_by_role("link", name="Bekijk wat eruit kwam").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Proef 2026"
    assert page.locator(".mib-chart").count() == 2
