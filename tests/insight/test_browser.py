# SPDX-License-Identifier: EUPL-1.2
"""The monitor in a real browser: one's own work, the region, and what was hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.insight import gate
from meerinbeeld.insight.actions import corrections
from meerinbeeld.insight.models import Release
from tests.insight import making
from tests.people import Village
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]


@pytest.fixture
def figures(village: Village) -> str:
    """A year that was let out, with small numbers in it; the address of its attack report."""
    zwolle = village.organisations["gemeente-zwolle"]
    making.signals(zwolle, 24, making.at(2025, 2), ("sexual_exploitation",), minor="yes")
    making.signals(zwolle, 9, making.at(2025, 3), ("labour_exploitation",), reporter_kind="care")
    making.signals(zwolle, 3, making.at(2025, 6), ("forced_begging",), reporter_kind="care")
    making.counted()
    release = gate.let_out_year("signals", 2025)
    assert release is not None
    return reverse("attack_report", args=[release.id])


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    page: Any, village: Village, figures: str, enter: Enter, prefix: str
) -> None:
    reporter = reverse("figure", args=["signals-reporter"])
    asked = corrections.ask(village.actor("leo"), Release.objects.get().pk, "Een getikte fout.")
    correction = reverse("correction", args=[asked.pk])
    for name, addresses in (
        ("anna", [reverse("figures"), f"{reporter}?jaar=2025&per=period"]),
        ("vera", [correction, reverse("correct_release", args=[asked.before_id])]),
        ("rosa", [reverse("figures"), reporter, reverse("figures_hidden"), figures]),
    ):
        enter(name)
        axe.check_pages(page, addresses, prefix)


def test_a_council_reader_comes_from_the_screen_to_what_an_attack_finds(
    page: Any, village: Village, figures: str, enter: Enter
) -> None:
    enter("rosa")
    page.goto(reverse("figures"))
    assert "verborgen" in page.inner_text("main")
    page.get_by_role("link", name="Wat is verborgen en waarom").click()
    page.get_by_role("link", name="bekijk het verslag").click()
    assert "vond geen klein getal" in page.inner_text("main")
