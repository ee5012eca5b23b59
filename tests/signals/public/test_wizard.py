# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions.take_in import take_in_waiting_reports
from meerinbeeld.signals.models import Draft, PublicReport, Signal
from meerinbeeld.signals.public import drafts
from meerinbeeld.signals.public.envelope import read_report
from meerinbeeld.vault import intake, receipt
from meerinbeeld.vault.models import Blob
from tests.files.test_media import photo
from tests.people import Village
from tests.signals.public.asking import ANSWERS, STORY, answer, answer_all, words_in
from tests.signals.public.test_bad_input import a_file, draft_of, upload


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "MEMORY_KIB", 64)
    monkeypatch.setattr(receipt, "PASSES", 1)


def body(client: Client, path: str) -> str:
    return client.get(path).content.decode()


# --- From the first page to the last --------------------------------------------------------------


def test_a_report_from_the_first_question_to_the_answer(village: Village, client: Client) -> None:
    answer_all(client)
    words = words_in(client.post("/melding/code/"))
    assert len(words) == 7
    report = PublicReport.objects.get()
    assert report.owner == village.organisations["gemeente-zwolle"]
    assert not Draft.objects.exists()
    back = client.post(
        "/melding/code/overtypen/", {"shown": " ".join(words), "typed": " ".join(words)}
    )
    assert back.headers["Location"] == "/melding/klaar/"
    assert client.cookies["draft"].value == ""
    report.refresh_from_db()
    assert report.receipt_confirmed_at is not None
    assert take_in_waiting_reports() == 1
    assert Signal.objects.get().origin == "public"


def test_the_envelope_holds_every_answer(village: Village, client: Client) -> None:
    answer_all(client)
    upload(client, a_file(photo(), "bus.jpg"))
    client.post("/melding/code/")
    row = PublicReport.objects.get()
    report = read_report(intake.open_report(row.key_id, bytes(row.envelope or b"")))
    answers = report.answers
    assert (answers.story, answers.place.municipality) == (STORY, "GM0193")
    assert (answers.people.person_name, answers.people.age_band) == ("Milan", "12_15")
    assert (answers.how_sure, answers.contact.channel) == ("seen", "receipt")
    assert [file.name for file in report.files] == ["bus.jpg"]


def test_a_place_that_nobody_knows_goes_to_the_regional_desk(
    village: Village, client: Client
) -> None:
    answer_all(client)
    answer(client, "waar", municipality="")
    client.post("/melding/code/")
    assert PublicReport.objects.get().owner == village.organisations["veilig-thuis"]


def test_who_says_that_there_is_danger_is_told_to_call_and_may_go_on(
    village: Village, client: Client
) -> None:
    response = answer(client, "nu", danger="yes")
    assert response.headers["Location"] == "/melding/bellen/"
    page = body(client, "/melding/bellen/")
    assert 'href="tel:112"' in page and 'href="/melding/over/"' in page


def test_who_reports_about_themselves_is_not_asked_how_they_know(
    village: Village, client: Client
) -> None:
    answer(client, "nu")
    answer(client, "over", subject_kind="self")
    assert "Vraag 3 van 8" in body(client, "/melding/gezien/")
    answer(client, "gezien")
    assert answer(client, "wie").headers["Location"] == "/melding/contact/"


def test_a_question_that_another_window_made_needless_leads_on_all_the_same(
    village: Village, client: Client
) -> None:
    answer(client, "nu")
    answer(client, "over", subject_kind="self")
    assert answer(client, "zeker").headers["Location"] == "/melding/contact/"
    assert answer(client, "zeker", go="back").headers["Location"] == "/melding/wie/"
    assert client.get("/melding/zeker/").status_code == 302


@pytest.mark.parametrize("step", list(ANSWERS))
def test_every_question_has_a_way_out_a_way_back_and_a_neutral_title(
    village: Village, client: Client, step: str
) -> None:
    answer_all(client)
    page = body(client, f"/melding/{step}/")
    assert 'href="/weg/"' in page and "tel:112" in page
    assert 'value="back"' in page and 'value="language:en"' in page
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.startswith("Vraag ")
    assert "handel" not in title.lower() + client.get(f"/melding/{step}/").request["PATH_INFO"]


# --- Nothing typed is lost ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("go", "leads_to"),
    [
        ("back", "/melding/over/"),
        ("stay", "/melding/gezien/"),
        ("language:en", "/en/melding/gezien/"),
        ("language:xx", "/melding/gezien/"),
    ],
)
def test_going_back_or_to_another_language_keeps_what_was_typed(
    village: Village, client: Client, go: str, leads_to: str
) -> None:
    answer(client, "nu")
    answer(client, "over")
    response = client.post("/melding/gezien/", {"story": "half een zi", "go": go})
    assert response.headers["Location"] == leads_to
    assert "half een zi" in body(client, "/en/melding/gezien/")


def test_a_change_from_the_last_page_leads_back_to_it(village: Village, client: Client) -> None:
    answer_all(client)
    assert "/melding/waar/?then=nakijken" in body(client, "/melding/nakijken/")
    response = answer(client, "waar", then="nakijken")
    assert response.headers["Location"] == "/melding/nakijken/"


def test_two_windows_do_not_overwrite_each_other_silently(village: Village, client: Client) -> None:
    answer(client, "nu")
    answer(client, "over")
    seen = body(client, "/melding/gezien/").split('name="seen" value="')[1].split('"')[0]
    answer(client, "gezien", story="uit het ene venster", seen=seen)
    second = answer(client, "gezien", story="uit het andere", seen=seen)
    text = second.content.decode()
    assert second.status_code == 409
    assert "uit het ene venster" in text and "uit het andere" in text
    seen = text.split('name="seen" value="')[1].split('"')[0]
    assert answer(client, "gezien", story="uit het andere", seen=seen).status_code == 302
    assert draft_of(client).answer("gezien", "story") == "uit het andere"


def test_two_windows_at_two_questions_keep_both_answers(village: Village, client: Client) -> None:
    answer_all(client)
    answer(client, "wanneer", when="gisteren")
    answer(client, "waar", detail="bij de brug")
    content = draft_of(client)
    assert content.answer("wanneer", "when") == "gisteren"
    assert content.answer("waar", "detail") == "bij de brug"


# --- The draft ------------------------------------------------------------------------------------


def test_a_window_that_was_slower_by_a_moment_stores_its_answer_all_the_same(
    village: Village, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(client, "nu", danger="no")
    secret = base64.urlsafe_b64decode(client.cookies["draft"].value)
    alone = drafts.changing_alone

    @contextmanager
    def slower(secret: bytes) -> Iterator[drafts.Content]:
        with alone(secret) as content:
            with drafts.changing(secret) as other:
                other.typed["waar"] = {"municipality": ["GM0193"]}
            yield content

    monkeypatch.setattr(drafts, "changing_alone", slower)
    answer(client, "over", subject_kind="person")
    content = drafts.read(secret)
    assert content and content.answer("waar", "municipality") == "GM0193"
    assert content.answer("over", "subject_kind") == "person"


def test_a_draft_that_another_window_sent_is_not_made_anew(
    village: Village, client: Client
) -> None:
    answer(client, "nu", danger="no")
    secret = base64.urlsafe_b64decode(client.cookies["draft"].value)
    with pytest.raises(drafts.DraftChanged), drafts.changing_alone(secret) as content:
        content.typed["over"] = {"subject_kind": ["person"]}
        drafts.discard(secret)
    assert not Draft.objects.exists()


def test_reading_the_first_page_leaves_no_trace(db: None, client: Client) -> None:
    client.get("/")
    client.get("/melding/nu/")
    assert not Draft.objects.exists()
    assert "draft" not in client.cookies


def test_nobody_can_read_a_draft_without_the_cookie(village: Village, client: Client) -> None:
    answer_all(client)
    row = Draft.objects.get()
    secret = base64.urlsafe_b64decode(client.cookies["draft"].value)
    assert STORY.encode() not in bytes(row.sealed)
    assert secret not in bytes(row.sealed) and secret.hex() not in row.pk.hex
    cookie = client.cookies["draft"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict" and not cookie["max-age"]


def test_a_draft_that_nobody_sent_goes_with_its_files(village: Village, client: Client) -> None:
    answer_all(client)
    upload(client, a_file(photo()))
    assert drafts.sweep_expired() == 0
    assert drafts.sweep_expired(timezone.now() + timedelta(days=2)) == 1
    assert not Draft.objects.exists() and not Blob.objects.exists()


def test_leaving_removes_the_draft_and_promises_no_more(village: Village, client: Client) -> None:
    answer_all(client)
    upload(client, a_file(photo()))
    response = client.get("/weg/")
    assert response.status_code == 303
    assert response.headers["Location"] == settings.MIB_LEAVE_TO
    assert response.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert client.cookies["draft"].value == ""
    assert not Draft.objects.exists() and not Blob.objects.exists()
    page = body(client, "/veilig-apparaat/")
    assert "wist de geschiedenis van uw browser niet" in page
    assert "anoniem surfen" not in page.lower()


def test_who_leaves_takes_the_draft_before_its_files(village: Village, client: Client) -> None:
    """Or what another window sends at that moment would lose its files after it was accepted."""
    answer(client, "nu")
    upload(client, a_file(photo()))
    with CaptureQueriesContext(connection) as asked:
        drafts.discard(base64.urlsafe_b64decode(client.cookies["draft"].value))
    first = next(one["sql"] for one in asked if one["sql"].startswith("SELECT"))
    assert 'FROM "signals_draft"' in first
    assert first.endswith("FOR UPDATE") or not connection.features.has_select_for_update


def test_the_way_out_works_whatever_other_cookies_there_are(client: Client) -> None:
    response = client.get("/weg/", HTTP_COOKIE="other[name]=1; a(b)=2; path=3")
    assert response.status_code == 303


def test_a_sent_report_survives_leaving(village: Village, client: Client) -> None:
    answer_all(client)
    client.post("/melding/code/")
    client.get("/weg/")
    assert PublicReport.objects.count() == 1


# --- Sending twice --------------------------------------------------------------------------------


def test_a_form_sent_twice_makes_one_report_and_new_words(village: Village, client: Client) -> None:
    answer_all(client)
    first = words_in(client.post("/melding/code/"))
    second = words_in(client.post("/melding/code/"))
    assert first != second
    assert PublicReport.objects.count() == 1
    assert Client().post("/verder/", {"typed": " ".join(first)}).status_code == 400
    assert Client().post("/verder/", {"typed": " ".join(second)}).status_code == 302


def test_words_that_were_confirmed_are_never_replaced(village: Village, client: Client) -> None:
    answer_all(client)
    words = words_in(client.post("/melding/code/"))
    Client().post("/verder/", {"typed": " ".join(words)})
    assert client.post("/melding/code/").headers["Location"] == "/melding/code/"
    assert "nieuwe woorden" not in body(client, "/melding/code/").lower()
    assert Client().post("/verder/", {"typed": " ".join(words)}).status_code == 302


def test_typing_the_words_back_says_which_one_is_wrong(village: Village, client: Client) -> None:
    answer_all(client)
    words = words_in(client.post("/melding/code/"))
    typed = [*words[:2], "xqzzy", *words[3:]]
    response = client.post(
        "/melding/code/overtypen/", {"shown": " ".join(words), "typed": " ".join(typed)}
    )
    assert response.status_code == 400
    assert "3" in response.content.decode().split('id="errors"')[1][:400]
    assert words_in(response) == words


def test_the_words_are_stored_nowhere(village: Village, client: Client) -> None:
    answer_all(client)
    words = words_in(client.post("/melding/code/"))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("signals_", "journal_", "vault_")):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
                stored = repr(cursor.fetchall())
                assert not any(f"'{word}'" in stored or f" {word} " in stored for word in words)


def test_the_journal_tells_that_a_report_came_and_nothing_more(
    village: Village, client: Client
) -> None:
    answer_all(client)
    client.post("/melding/code/")
    entry = Entry.objects.get()
    assert (entry.verb, entry.role, entry.person_id, entry.trace) == ("create", "public", None, "")


def test_without_an_organisation_to_own_it_a_report_waits_in_its_draft(
    village: Village, client: Client
) -> None:
    answer_all(client)
    answer(client, "waar", municipality="")
    for organisation in village.organisations.values():
        organisation.is_active = False
        organisation.save()
    assert client.post("/melding/code/").status_code == 429
    assert draft_of(client).answer("gezien", "story") == STORY
