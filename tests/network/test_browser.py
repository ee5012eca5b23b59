# SPDX-License-Identifier: EUPL-1.2
"""The directory in a real browser: two clicks to the care coordinator, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.demo.network import build_network
from meerinbeeld.demo.region import build_region
from tests.people import Village

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]


@pytest.fixture
def filled(village: Village) -> None:
    """The made-up region on top of the village: its organisations, points, places, agreements."""
    build_region()
    build_network()


def test_the_care_coordinator_is_two_clicks_away(
    page: Any, village: Village, filled: None, enter: Enter
) -> None:
    enter("tess")
    page.goto(reverse("account"))
    page.get_by_role("link", name="Samenwerken").click()
    page.get_by_role("link", name="Zwolle", exact=True).click()
    assert "Carlijn Meester" in page.inner_text("main")
    assert page.locator("a[href='tel:08002000']").first.is_visible()
