# SPDX-License-Identifier: EUPL-1.2
"""One suspicion from the first page to the last, in a real browser, by everybody who meets it.

An anonymous report with a photo; the focal officer opens, routes and asks; the care coordinator
takes it up; the reporter answers with the receipt; word back, an end with a reason; the reporter
reads it; the privacy officer sees each step and checks the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from meerinbeeld import journal
from meerinbeeld.config.worker import Worker
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Signal
from tests.people import Village, client_for
from tests.signals.public.test_browser import STORY, phone, photo_file, send, walk
from tests.ui import axe

__all__ = ["phone", "photo_file"]  # fixtures that are used by name
pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Welke kleur had de auto?"
ANSWER = "Donkergrijs, met een trekhaak."
FEEDBACK = "Dank u wel. Het was geen mensenhandel, maar er is nu andere hulp."


@pytest.fixture
def desk(browser: Any, live_server: Any, village: Village) -> Iterator[Callable[[str], Any]]:
    """A signed-in window of a professional, by short name."""
    contexts = []

    def open_window(name: str) -> Any:
        session = client_for(village.people[name]).cookies["session"].value
        context = browser.new_context(base_url=live_server.url, viewport=axe.DESK)
        context.add_cookies([{"name": "session", "value": session, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def work() -> None:
    """What the background process does by itself every few seconds."""
    assert Worker().once()


def submit(page: Any) -> None:
    page.locator("#content form:has(.mib-form-actions) button[type=submit]").last.click()


def at(page: Any, signal: Signal, act: str = "") -> Any:
    page.goto(f"/signalen/{signal.reference}/{act}")
    return page


def test_a_suspicion_is_reported_followed_up_answered_ended_and_overseen(
    village: Village,
    phone: Callable[..., Any],
    desk: Callable[[str], Any],
    photo_file: str,
) -> None:
    reporter = phone()
    walk(reporter, photo_file, lambda page: None)
    words = send(reporter)
    reporter.fill("#id_typed", words)
    reporter.click("#receipt .mib-form-actions button")
    work()
    signal = Signal.objects.get()

    anna = desk("anna")
    anna.goto("/werk/")
    assert STORY not in anna.content(), "a list shows no sealed content"
    anna.click(f"text={signal.reference}")
    assert STORY in anna.content()
    axe.check_both_sizes(anna)

    at(anna, signal, "route/").locator("input[name=to][value^='safe_home/']").first.check()
    submit(anna)
    at(anna, signal, "vraag/").fill("textarea[name=text]", QUESTION)
    submit(anna)

    carla = desk("carla")
    at(carla, signal, "antwoord/").check("input[name=answer][value=yes]")
    submit(carla)
    assert STORY in at(carla, signal).content()

    back = phone()
    back.goto("/verder/")
    back.fill("#id_typed", words)
    back.click("#words .mib-form-actions button")
    assert QUESTION in back.content()
    back.fill("textarea[name=text]", ANSWER)
    back.click("form[enctype] button[type=submit]")
    work()

    at(anna, signal, "?tab=reporter")
    signal.refresh_from_db()
    assert signal.answer_waiting or ANSWER in anna.content()
    at(anna, signal, "afsluiten/").click("#content a[href*='no_trafficking_other_help']")
    _tell_and_close(anna)
    signal.refresh_from_db()
    assert (signal.phase, signal.stop_reason) == ("closed", "no_trafficking_other_help")

    back.goto("/verder/melding/")
    assert FEEDBACK in back.content()

    _overseen(desk("paula"), signal)


def _tell_and_close(anna: Any) -> None:
    anna.check("input[name=other_help] >> nth=0")
    anna.fill("textarea[name=explanation]", "Gesproken met school en wijkteam.")
    anna.check("input[name=how] >> nth=0")
    anna.fill("textarea[name=text]", FEEDBACK)
    submit(anna)


def _overseen(paula: Any, signal: Signal) -> None:
    work()
    seen = set(Entry.objects.filter(dossier=signal.dossier).values_list("verb", flat=True))
    assert {"open", "route", "close"} <= seen
    paula.goto(f"/toezicht/logboek/?reference={signal.reference}")
    assert "Anna de Wit" in paula.content()
    assert "Carla Bos" in paula.content()
    axe.check_both_sizes(paula)
    paula.locator("form[action$='/controleren/'] button").first.click()
    work()
    paula.reload()
    assert journal.verify().ok
    axe.check_both_sizes(paula)
    assert "mib-badge--runs" in paula.locator("h1").locator("xpath=..").inner_html()
