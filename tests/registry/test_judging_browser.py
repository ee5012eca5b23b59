# SPDX-License-Identifier: EUPL-1.2
"""Judging pairs in a real browser: on a phone and on a desk, with the keyboard alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.models import Pair, Run
from tests.people import Village
from tests.registry.making import notify
from tests.registry.test_judging_pages import likely
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]


@pytest.fixture
def three(village: Village) -> list[Pair]:
    """Three pairs: one was judged to be the same person, two wait."""
    rows = [notify(village, by) for by in ("pim", "chris", "carla", "anna")]
    found = [likely(rows[0], other, 0.99 - at / 100) for at, other in enumerate(rows[1:])]
    judge(village.actor("carla"), found[0].pk, "same", once=uuid.uuid4())
    return found


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    prefix: str, page: Any, three: list[Pair], enter: Enter
) -> None:
    victim = three[0].first.victim.reference
    Run.objects.create(state="failed", problem="killed")
    run = Run.objects.create(state="runs", progress=30)
    enter("carla")
    addresses = (
        reverse("pairs"), reverse("pair", args=[three[0].pk]), reverse("pair", args=[three[1].pk]),
        reverse("victim", args=[victim]), reverse("linkage_ask"),
        reverse("linkage_run", args=[run.pk]),
        reverse("victim_take_out", args=[victim, three[0].first.reference]),
    )  # fmt: skip
    axe.check_pages(page, addresses, prefix)


def test_pairs_are_judged_with_the_keyboard_alone(
    page: Any, three: list[Pair], enter: Enter
) -> None:
    enter("carla")
    page.goto(reverse("pair", args=[three[1].pk]))
    with page.expect_navigation():
        page.keyboard.press("2")
    with page.expect_navigation():
        page.keyboard.press("3")
    verdicts = Pair.objects.order_by("-probability").values_list("verdict", flat=True)
    assert list(verdicts) == ["same", "different", "unsure"]
    assert page.url.split("?")[0].endswith(reverse("pairs"))
    with page.expect_navigation():
        page.get_by_role("button", name="Neem dit terug").click()
    assert Pair.objects.filter(verdict="unsure").count() == 0
