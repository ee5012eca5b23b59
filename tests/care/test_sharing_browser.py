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
#: Pages of the team, by the names of their addresses.
TEAM = (
    "case_sharing", "case_share_with", "case_share_end", "case_extend", "case_ask", "case_sheet",
    "case_ground", "case_consent", "case_consent_sheet", "case_consent_sheet_general",
    "case_request", "case_handover",
    "case_documents", "document", "document_add", "document_describe", "claim", "claim_piece",
    "claim_progress", "case_print", "shelter_address",
)  # fmt: skip
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


@pytest.mark.parametrize(
    ("prefix", "who", "names"),
    [("", "carla", TEAM), ("/en", "carla", TEAM[::3]), ("/en", "chris", PARTNER)],
    ids=["team nl", "team en", "partner en"],
)
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    page: Any,
    full: Case,
    enter: Callable[[str], None],
    prefix: str,
    who: str,
    names: tuple[str, ...],
) -> None:
    enter(who)
    known = addresses(full)
    axe.check_pages(page, [url(name, known) for name in names], prefix)


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
