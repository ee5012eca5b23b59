# SPDX-License-Identifier: EUPL-1.2
"""The rooms of sharing, documents and claims in a real browser, for the team and for a partner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.care.models import Case
from meerinbeeld.care.urls import urlpatterns
from tests.care.making import addresses, fact_of, grant_to, one_of_everything
from tests.people import Village
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
#: What a partner sees at addresses where the team sees more.
PARTNER = ("case", "case_documents", "case_shared_print", "asked_of_us")


@pytest.fixture
def full(case: Case, village: Village) -> Case:
    one_of_everything(case, village)
    carla, shelter = village.people["carla"], village.organisations["opvang"]
    grant_to(shelter, case, fact_of(case, "story"), by=carla)
    return case


def url(name: str, known: dict[str, Any]) -> str:
    """The address of a page about a thing of this case."""
    pattern = next(one for one in urlpatterns if getattr(one, "name", "") == name)
    parts = pattern.pattern.converters
    return reverse(name, kwargs={part: known[part] for part in parts})


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_what_a_partner_sees_is_accessible_on_a_phone_and_on_a_desk(
    page: Any, full: Case, enter: Callable[[str], None], prefix: str
) -> None:
    enter("chris")
    known = addresses(full)
    axe.check_pages(page, [url(name, known) for name in PARTNER], prefix)


def test_a_paper_stands_beside_the_list(
    full: Case, page: Any, enter: Callable[[str], None]
) -> None:
    enter("carla")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(url("case_documents", addresses(full)))
    with page.expect_navigation():
        page.locator("table a").first.click()
    beside = page.locator("aside a[aria-current=page], .mib-columns a[aria-current=page]")
    assert beside.count() == 1
    paper, listed = page.locator("iframe.mib-paper").bounding_box(), beside.bounding_box()
    assert abs(paper["y"] - listed["y"]) < 400 and listed["x"] > paper["x"] + paper["width"] - 1
    current = beside.locator("xpath=..")
    assert "nu open" in current.inner_text()
    edge = current.evaluate("e => getComputedStyle(e).borderInlineStartWidth")
    assert edge == "4px"
