# SPDX-License-Identifier: EUPL-1.2
"""Passing on, figures and letters in a real browser: on a phone and on a desk, nl and en."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from meerinbeeld.registry.actions import letters, passing
from meerinbeeld.registry.exports import receiving
from meerinbeeld.registry.models import Dispatch, Letter, Notification, Passing
from meerinbeeld.registry.rules import passing as rules
from meerinbeeld.registry.rules.period import Period
from tests.people import Village
from tests.registry.making import NO_GROUND, WHOLE, notify
from tests.registry.test_figures import some
from tests.registry.test_passing import sent_file
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
Enter = Callable[[str], None]
MOVES = ("", "_wait", "_stop", "_release", "_paper")


def nl(name: str, *args: object) -> str:
    with translation.override("nl"):
        return reverse(name, args=args)


@pytest.fixture
def queued(village: Village) -> Notification:
    """One that waits, beside a file that was sent, a count, and something that misses a field."""
    carla = village.actor("carla")
    some(village, 8)
    sent_file(village, notify(village), notify(village, basis=NO_GROUND, details={}))
    ready = notify(village, own_number="r")
    passing.release(carla, ready.reference)
    letters.send_letter(carla, village.organisations["opvang"].id, Period(2026), once=uuid.uuid4())
    return notify(village, codes={**WHOLE.codes, "sex": ""}, own_number="l")


def addresses(village: Village, row: Notification) -> list[str]:
    police = village.organisations["politie"].id
    return [
        nl("passing_queue"),
        nl("passing_queue") + "?wat=lacking",
        nl("passing_send"),
        nl("passing_answers"),
        nl("passing_files"),
        nl("passing_file", Dispatch.objects.get().id),
        *(nl(f"passing{name}", row.reference) for name in MOVES),
        nl("figures_organisations") + "?periode=2026",
        nl("letters") + "?periode=2026",
        nl("letter_draft", police, "2026"),
        nl("letter", Letter.objects.get().id),
        nl("figures_series"),
        nl("figures_union") + "?jaar=2026",
        nl("figures_export") + "?periode=2026",
    ]


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    prefix: str, page: Any, queued: Notification, village: Village, enter: Enter
) -> None:
    enter("carla")
    axe.check_pages(page, addresses(village, queued), prefix)


def test_the_queue_is_emptied_and_the_answers_come_back(
    page: Any, village: Village, enter: Enter, tmp_path: Path
) -> None:
    rows = [notify(village, own_number=str(at)) for at in range(2)]
    enter("carla")
    page.goto(nl("passing_queue"))
    page.get_by_role("button", name="2 volledige klaarzetten").click()
    page.get_by_role("link", name="2 klaarstaande versturen").click()
    page.get_by_role("button", name="Bestand maken").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Bestand opslaan").click()
    sent = json.loads(Path(download.value.path()).read_text("utf-8"))
    answers = tmp_path / "antwoorden.json"
    answers.write_text(json.dumps(receiving.receive(sent, date(2026, 4, 1))))
    page.get_by_role("link", name="Lees het bestand met antwoorden in").click()
    page.locator("input[type=file]").set_input_files(str(answers))
    page.get_by_role("button", name="Lees het bestand", exact=True).click()
    page.wait_for_selector("text=2 antwoorden zijn bewaard")
    states = Passing.objects.filter(notification__in=rows).values_list("state", flat=True)
    assert set(states) == {rules.ANSWERED}
    page.goto(nl("passing_queue"))
    assert page.get_by_text("Er wacht niets om door te geven.").is_visible()
    assert page.complaints == []
