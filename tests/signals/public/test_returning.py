# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import time
import uuid

import pytest
from django.test import Client

from meerinbeeld.signals.actions.take_in import take_in_waiting_letters, take_in_waiting_reports
from meerinbeeld.signals.models import Attachment, Letter, PublicReport, Signal, Step
from meerinbeeld.signals.public import visit
from meerinbeeld.signals.public.envelope import Message, seal_for_reporter
from meerinbeeld.vault import receipt
from tests.files.test_media import photo
from tests.people import Village
from tests.signals.public.asking import answer_all, words_in
from tests.signals.public.test_bad_input import a_file


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "MEMORY_KIB", 64)
    monkeypatch.setattr(receipt, "PASSES", 1)


@pytest.fixture
def words(village: Village) -> str:
    reporter = Client()
    answer_all(reporter)
    return " ".join(words_in(reporter.post("/melding/code/")))


@pytest.fixture
def reporter(words: str) -> Client:
    """Somebody who came back on another device."""
    client = Client()
    assert client.post("/verder/", {"typed": words}).headers["Location"] == "/verder/melding/"
    return client


def asked(text: str) -> Letter:
    """A question of the team, as the office seals it."""
    report = PublicReport.objects.get()
    letter = Letter(report=report, direction=Letter.Direction.TO_REPORTER, is_question=True)
    letter.sealed = seal_for_reporter(bytes(report.reporter_key), letter.pk, Message(text))
    letter.save()
    return letter


def page(client: Client) -> str:
    return client.get("/verder/melding/").content.decode()


def test_the_words_may_be_typed_as_people_do(words: str) -> None:
    typed = "  " + words.upper().replace(" ", ",  ", 3) + "\n"
    assert Client().post("/verder/", {"typed": typed}).status_code == 302


def test_the_stage_is_told_in_plain_words(reporter: Client) -> None:
    assert "Wij hebben uw melding" in page(reporter)
    PublicReport.objects.update(stage="followed_up")
    assert "Er wordt aan gewerkt" in page(reporter)


def test_a_question_is_read_with_the_words_and_noted_as_read(reporter: Client) -> None:
    letter = asked("Welke kleur had de auto?")
    assert "Welke kleur had de auto?" in page(reporter)
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_a_letter_sealed_to_older_words_is_said_to_be_unreadable(reporter: Client) -> None:
    letter = asked("Hallo")
    Letter.objects.filter(pk=letter.pk).update(sealed=bytes(letter.sealed)[:-1] + b"x")
    assert "kan niet open" in page(reporter)


def test_an_answer_with_a_file_reaches_the_team_once(reporter: Client) -> None:
    take_in_waiting_reports()
    once = str(uuid.uuid4())
    for _twice in range(2):
        sent = reporter.post(
            "/verder/melding/", {"text": "Grijs.", "once": once, "files": [a_file(photo())]}
        )
        assert sent.headers["Location"] == "/verder/melding/"
    assert Letter.objects.count() == 1
    assert take_in_waiting_letters() == 1
    assert Signal.objects.get().answer_waiting
    assert Attachment.objects.count() == 1
    assert "U stuurde een bericht" in page(reporter) and "Grijs." not in page(reporter)


def test_a_message_without_anything_is_refused_and_a_wrong_file_keeps_the_text(
    reporter: Client,
) -> None:
    assert reporter.post("/verder/melding/", {"text": " "}).status_code == 400
    wrong = reporter.post("/verder/melding/", {"text": "Zie foto", "files": [a_file(b"MZ")]})
    assert wrong.status_code == 400
    assert "Zie foto" in wrong.content.decode()
    assert not Letter.objects.exists()


def test_taking_a_report_back_asks_first_and_happens_once(reporter: Client) -> None:
    take_in_waiting_reports()
    assert "niet terugdraaien" in reporter.get("/verder/intrekken/").content.decode()
    assert PublicReport.objects.get().withdrawn_at is None
    for _twice in range(2):
        reporter.post("/verder/intrekken/")
    assert Letter.objects.count() == 1
    take_in_waiting_letters()
    assert Step.objects.filter(kind="withdrawn_by_reporter").count() == 1
    assert "ingetrokken" in page(reporter)


def test_a_report_withdrawn_before_it_was_opened_still_becomes_a_signal(reporter: Client) -> None:
    reporter.post("/verder/intrekken/")
    assert take_in_waiting_reports() == 1
    assert take_in_waiting_letters() == 1


def test_closing_forgets_the_visit(reporter: Client) -> None:
    reporter.post("/verder/sluiten/")
    assert reporter.get("/verder/melding/").headers["Location"] == "/verder/"


def test_leaving_forgets_the_visit(reporter: Client) -> None:
    reporter.get("/weg/")
    assert reporter.get("/verder/melding/").headers["Location"] == "/verder/"


def test_a_message_written_too_long_is_kept_until_the_words_are_typed_again(
    reporter: Client, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + visit.VISIT_SECONDS + 1)
    late = reporter.post("/verder/melding/", {"text": "Een lang verhaal over de loods."})
    assert late.status_code == 403
    assert "Een lang verhaal" in late.content.decode()
    again = reporter.post(
        "/verder/", {"typed": words, "waiting": "Een lang verhaal over de loods."}
    )
    assert again.status_code == 200
    assert "Een lang verhaal" in again.content.decode()
    assert not Letter.objects.exists()


def test_the_cookie_of_a_visit_says_nothing_and_goes_with_the_window(reporter: Client) -> None:
    cookie = reporter.cookies["visit"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and not cookie["max-age"]
    assert bytes(PublicReport.objects.get().lookup_id).hex() not in cookie.value


def test_an_old_cookie_opens_nothing_when_the_server_forgot_its_key(
    reporter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "ratchet", visit.Ratchet())
    assert reporter.get("/verder/melding/").headers["Location"] == "/verder/"


def test_forked_processes_walk_the_same_chain_of_keys_and_cannot_walk_back() -> None:
    one = visit.Ratchet(epoch=int(time.time()) // visit.EPOCH_SECONDS - 2)
    first = one.secret
    other = visit.Ratchet(secret=first, epoch=one.epoch)
    assert one.keys() == other.keys()
    assert first not in (one.keys()[1], one.keys()[2])


def test_another_language_keeps_the_message_and_the_words(reporter: Client, words: str) -> None:
    there = reporter.post("/en/verder/melding/", {"text": "Een half", "go": "language"})
    assert there.status_code == 200
    assert "Een half" in there.content.decode() and "We have your report" in there.content.decode()
    asked_again = Client().post("/en/verder/", {"typed": words, "go": "language"})
    assert words in asked_again.content.decode()
    assert not Letter.objects.exists()


def test_too_many_messages_have_to_wait_and_stay_on_the_page(
    reporter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meerinbeeld.signals.public.views.returning.MESSAGES_PER_TEN_MINUTES", 1)
    reporter.post("/verder/melding/", {"text": "een"})
    late = reporter.post("/verder/melding/", {"text": "twee"})
    assert late.status_code == 429
    assert "twee" in late.content.decode() and late.headers["Retry-After"]
    assert Letter.objects.count() == 1
