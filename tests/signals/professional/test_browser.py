# SPDX-License-Identifier: EUPL-1.2
"""Each screen in a real browser, on a phone and on a desk, in both languages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld.signals.actions.book import import_book
from meerinbeeld.signals.actions.exchange import ask_reporter
from meerinbeeld.signals.actions.record import Told, record_signal
from meerinbeeld.signals.actions.resemblance import ask_access
from meerinbeeld.signals.models import AccessQuestion, Signal, SignalBook
from tests.people import Village
from tests.signals.making import make_signal
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
LANGUAGES = pytest.mark.parametrize("prefix", ["", "/en"], ids=["nl", "en"])
Enter = Callable[[str], None]
BOOK = (
    "Nummer;Datum;Gemeente;Omschrijving\n"
    "1;03-02-2026;Zwolle;Busje op het plein\n"
    "2;geen datum;Nergens;iets\n"
)


@LANGUAGES
def test_a_reporter_records_and_reads_back(
    page: Any, enter: Enter, village: Village, prefix: str
) -> None:
    enter("tess")
    for name in ("work", "record", "record_on_behalf", "own", "notices"):
        page.goto(prefix + _plain(name))
        axe.check_both_sizes(page)
    page.goto(prefix + _plain("record"))
    page.check("input[name=subject_kind][value=person]")
    page.fill("textarea[name=story]", "Hij wordt elke middag opgehaald")
    with page.expect_navigation():
        page.locator("form[data-keep] button[type=submit]").last.click()
    axe.check_both_sizes(page)
    with page.expect_navigation():
        page.locator("button[name=send]").click()
    signal = Signal.objects.get()
    assert signal.reference in page.url
    ask_reporter(village.actor("carla"), signal.reference, "Welke dag?")
    page.reload()
    axe.check_both_sizes(page)
    assert page.get_by_text("Welke dag?").count() == 1
    assert page.complaints == []


@LANGUAGES
def test_what_may_be_known_is_asked_for_and_answered(
    page: Any, enter: Enter, village: Village, prefix: str
) -> None:
    ours = make_signal(village.organisations["gemeente-zwolle"], "S-2026-1001")
    theirs = make_signal(village.organisations["gemeente-deventer"], "S-2026-2001")
    enter("bilal")
    page.goto(prefix + _plain("signal", theirs.reference))
    axe.check_both_sizes(page)
    assert page.get_by_text(ours.reference).count() >= 1
    page.goto(prefix + _plain("signal_ask_access", theirs.reference, ours.id))
    axe.check_both_sizes(page)
    ask_access(village.actor("anna"), ours.reference, theirs.id, "Hetzelfde busje")
    page.goto(prefix + _plain("access_question", AccessQuestion.objects.get().id))
    axe.check_both_sizes(page)
    page.goto(prefix + _plain("notices"))
    axe.check_both_sizes(page)
    assert page.complaints == []


@LANGUAGES
def test_searching_and_taking_over_a_signal_book(
    page: Any, enter: Enter, village: Village, prefix: str
) -> None:
    make_signal(village.organisations["gemeente-zwolle"], "S-2026-1001")
    enter("anna")
    page.goto(prefix + _plain("work"))
    axe.check_both_sizes(page)
    page.goto(prefix + _plain("search"))
    page.fill("input[name=wanted]", "zz 999 q")
    page.keyboard.press("Enter")
    page.get_by_text("S-2026-1001").wait_for()
    assert page.url.endswith(prefix + _plain("search"))  # what is looked for is in no address
    axe.check_both_sizes(page)

    page.goto(prefix + _plain("books"))
    axe.check_both_sizes(page)
    page.set_input_files(
        "input[name=book]",
        files=[{"name": "boek.csv", "mimeType": "text/csv", "buffer": BOOK.encode()}],
    )
    with page.expect_navigation():
        page.locator("main form button").first.click()
    axe.check_both_sizes(page)
    with page.expect_navigation():
        page.locator("button[name=confirm]").click()
    axe.check_both_sizes(page)
    import_book.call(str(SignalBook.objects.get().id))
    page.reload()
    axe.check_both_sizes(page)
    assert Signal.objects.filter(origin="import").count() == 1
    assert page.complaints == []


def test_recording_needs_no_mouse(page: Any, enter: Enter, village: Village) -> None:
    told = Told("person", "school", municipality="GM0193", facts=(("story", "x"),))
    record_signal(village.actor("tess"), told, once=uuid.uuid4())
    enter("tess")
    page.goto(_plain("record"))
    page.locator("textarea[name=story]").focus()
    page.keyboard.type("Alleen met toetsen")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "when"


def _plain(name: str, *args: object) -> str:
    return reverse(name, args=args)
