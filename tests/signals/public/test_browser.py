# SPDX-License-Identifier: EUPL-1.2
"""A reporter in a real browser: without scripts, on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from meerinbeeld.signals.actions.take_in import take_in_waiting_letters, take_in_waiting_reports
from meerinbeeld.signals.models import Attachment, Letter, PublicReport, Signal
from meerinbeeld.signals.public.envelope import Message, seal_for_reporter
from tests.files.test_media import photo
from tests.people import Village
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = "Hij wordt elke middag bij school opgehaald door een oudere jongen."
PAGES = (
    "/",
    "/melding/nu/",
    "/verder/",
    "/wie-weet-wat/",
    "/wie-weet-wat/GM0193/",
    "/wat-er-gebeurt/",
    "/veilig-apparaat/",
    "/toegankelijk/",
    "/melding/klaar/",
    "/bestaat-niet/",
)


@pytest.fixture
def phone(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """A window of a small phone; scripts are off unless asked for."""
    contexts = []

    def open_window(scripts: bool = False) -> Any:
        context = browser.new_context(
            base_url=live_server.url, viewport=axe.PHONE, java_script_enabled=scripts
        )
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def photo_file(tmp_path: Path) -> str:
    file = tmp_path / "IMG 2041.jpg"
    file.write_bytes(photo(size=(600, 400)))
    return str(file)


def go_on(page: Any) -> None:
    page.click("button[value=next]")


def walk(page: Any, photo_file: str, look: Callable[[Any], None], start: str = "") -> None:
    """Answer every question; `look` is called on each page, and on each page that complains."""
    page.goto(f"{start}/melding/")
    go_on(page)
    look(page)
    page.check("input[value=yes]")
    go_on(page)
    look(page)
    page.click(".mib-form-actions .nl-button")
    look(page)
    page.check("input[value=person]")
    go_on(page)
    go_on(page)
    look(page)
    page.fill("textarea[name=story]", STORY)
    go_on(page)
    for fill in (
        lambda: page.select_option("select[name=municipality]", "GM0193"),
        lambda: page.fill("textarea[name=when]", "elke middag"),
        lambda: page.fill("input[name=plate]", "12-ABC-3"),
        lambda: page.check("input[value=seen]"),
        lambda: page.check("input[value=receipt]"),
    ):
        look(page)
        fill()
        go_on(page)
    page.set_input_files("input[type=file]", photo_file)
    page.click("button[value=stay]")
    look(page)
    go_on(page)
    look(page)


def send(page: Any) -> str:
    page.click("form[action$='/melding/code/'] button[type=submit]")
    return str(page.input_value("input[name=shown]")).strip()


def test_a_report_with_a_photo_and_the_way_back_need_no_script(
    village: Village, phone: Callable[..., Any], photo_file: str
) -> None:
    page = phone()
    walk(page, photo_file, lambda page: None)
    assert STORY in page.content()
    words = send(page)
    page.fill("#id_typed", words)
    page.click("#receipt .mib-form-actions button")
    assert page.url.endswith("/melding/klaar/")
    assert take_in_waiting_reports() == 1
    assert Attachment.objects.count() == 1

    report = PublicReport.objects.get()
    letter = Letter(report=report, direction=Letter.Direction.TO_REPORTER, is_question=True)
    letter.sealed = seal_for_reporter(
        bytes(report.reporter_key), letter.pk, Message("Welke kleur had de auto?")
    )
    letter.save()
    elsewhere = phone()
    elsewhere.goto("/verder/")
    elsewhere.fill("#id_typed", words.upper())
    elsewhere.click("#words .mib-form-actions button")
    assert "Welke kleur had de auto?" in elsewhere.content()
    elsewhere.fill("textarea[name=text]", "Grijs.")
    elsewhere.click("form[enctype] button[type=submit]")
    assert "U stuurde een bericht" in elsewhere.content()
    assert take_in_waiting_letters() == 1
    assert Signal.objects.get().answer_waiting
    elsewhere.click("text=Mijn melding intrekken")
    elsewhere.click("text=Ja, intrekken")
    assert "U hebt uw melding ingetrokken" in elsewhere.content()


def test_the_back_button_another_language_and_a_reload_lose_nothing(
    village: Village, phone: Callable[..., Any]
) -> None:
    page = phone()
    page.goto("/melding/")
    page.check("input[value=no]")
    go_on(page)
    page.check("input[value=place]")
    go_on(page)
    page.fill("textarea[name=story]", "Een half verhaal")
    page.click("button[value='language:en']")
    assert page.input_value("textarea[name=story]") == "Een half verhaal"
    assert "What did you notice there?" in page.content()
    go_on(page)
    page.go_back()
    assert page.input_value("textarea[name=story]") == "Een half verhaal"
    page.reload()
    assert page.input_value("textarea[name=story]") == "Een half verhaal"


def test_going_back_to_the_words_makes_no_second_report(
    village: Village, phone: Callable[..., Any], photo_file: str
) -> None:
    page = phone()
    walk(page, photo_file, lambda page: None)
    first = send(page)
    page.goto("/melding/nakijken/")
    assert page.url.endswith("/melding/code/")
    page.click("form[action$='/melding/code/'] button[type=submit]")
    assert str(page.input_value("input[name=shown]")).strip() != first
    assert PublicReport.objects.count() == 1


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_question_passes_axe_on_a_phone_and_on_a_desk(
    village: Village, phone: Callable[..., Any], photo_file: str, language: str
) -> None:
    page = phone(scripts=True)
    walk(page, photo_file, axe.check_both_sizes, language)
    words = send(page)
    axe.check_both_sizes(page)
    page.fill("#id_typed", "fiets boom")
    page.click("#receipt .mib-form-actions button")
    axe.check_both_sizes(page)
    page.goto(f"{language}/melding/code/")
    axe.check_both_sizes(page)
    page.goto(f"{language}/verder/")
    page.fill("#id_typed", words)
    page.click("#words .mib-form-actions button")
    axe.check_both_sizes(page)
    page.goto(f"{language}/verder/intrekken/")
    axe.check_both_sizes(page)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_other_page_passes_axe_on_a_phone_and_on_a_desk(
    village: Village, phone: Callable[..., Any], language: str
) -> None:
    page = phone(scripts=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(language + path)
        axe.check_both_sizes(page)
    home = page.url.split("/bestaat-niet/")[0].removesuffix("/en")
    assert all(url.startswith((home, "data:")) for url in asked)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
