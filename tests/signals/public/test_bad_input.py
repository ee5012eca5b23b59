# SPDX-License-Identifier: EUPL-1.2
"""Whatever is sent: the right status, words, nothing changed, nothing lost, no stack trace."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from meerinbeeld.signals.models import Draft, DraftFile, PublicReport
from meerinbeeld.signals.public import drafts
from meerinbeeld.signals.public.limits import limiter
from meerinbeeld.vault import receipt
from meerinbeeld.vault.models import Blob, BlobChunk
from tests.files.test_media import photo
from tests.people import Village
from tests.signals.public.asking import STORY, answer, answer_all, words_in

FIRST = {"danger": "no", "go": "next"}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "MEMORY_KIB", 64)
    monkeypatch.setattr(receipt, "PASSES", 1)


def text_of(response: HttpResponse) -> str:
    text = response.content.decode()
    assert "Traceback" not in text
    return text


def draft_of(client: Client) -> drafts.Content:
    secret = base64.urlsafe_b64decode(client.cookies["draft"].value)
    content = drafts.read(secret)
    assert content is not None
    return content


def upload(client: Client, *files: Any, **more: str) -> HttpResponse:
    return client.post("/melding/bestanden/", {"files": list(files), "go": "stay", **more})


def a_file(content: bytes, name: str = "bestand.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# --- Texts ----------------------------------------------------------------------------------------


def test_a_hundred_thousand_characters_are_refused_with_words_and_kept(
    village: Village, client: Client
) -> None:
    answer(client, "nu")
    answer(client, "over")
    long = "woord " * 17_000
    response = answer(client, "gezien", story=long)
    assert response.status_code == 400
    assert "Maak de tekst korter" in text_of(response)
    assert draft_of(client).answer("gezien", "story") == long
    assert long[-60:].strip() in text_of(response)


def test_signs_that_nobody_sees_are_left_out(village: Village, client: Client) -> None:
    answer_all(client)
    answer(client, "gezien", story="a\x00b\x07c\u202ed\r\ne")
    assert draft_of(client).answer("gezien", "story") == "abcd\ne"
    assert client.post("/melding/code/").status_code == 200


def test_signs_that_cannot_be_read_are_named(village: Village, client: Client) -> None:
    answer(client, "nu")
    answer(client, "over")
    response = client.generic(
        "POST",
        "/melding/gezien/",
        b"story=caf%E9&go=next",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 400
    assert "konden wij niet lezen" in text_of(response)


@pytest.mark.parametrize("step", ["nu", "over", "gezien", "contact"])
def test_a_question_without_an_answer_says_what_to_do(
    village: Village, client: Client, step: str
) -> None:
    answer_all(client)
    response = client.post(f"/melding/{step}/", {"go": "next"})
    assert response.status_code == 400
    assert "errors" in text_of(response)
    assert not PublicReport.objects.exists()


@pytest.mark.parametrize(
    ("step", "forged"),
    [
        ("over", {"subject_kind": "alles"}),
        ("gezien", {"indicators": ["geen-code"]}),
        ("waar", {"municipality": "GM9999"}),
        ("wie", {"age_band": "150"}),
        ("zeker", {"how_sure": "zeker"}),
        ("contact", {"channel": "organisation"}),
    ],
)
def test_a_forged_code_is_refused(
    village: Village, client: Client, step: str, forged: dict[str, Any]
) -> None:
    answer_all(client)
    assert client.post(f"/melding/{step}/", {**forged, "go": "next"}).status_code == 400
    # and it cannot be sent either: the page with all answers says what is not right
    assert client.post("/melding/code/").headers["Location"] == "/melding/nakijken/"
    assert "klopt nog niet" in text_of(client.get("/melding/nakijken/"))
    assert not PublicReport.objects.exists()


def test_five_hundred_and_one_fields_are_too_many(village: Village, client: Client) -> None:
    response = client.post("/melding/nu/", {f"veld{n}": "x" for n in range(501)})
    assert response.status_code == 413
    text_of(response)
    assert not Draft.objects.exists()


def test_three_megabytes_of_text_are_too_large(village: Village, client: Client) -> None:
    answer(client, "nu")
    answer(client, "over")
    response = answer(client, "gezien", story="x" * 3_000_000)
    assert response.status_code == 413
    text_of(response)
    assert draft_of(client).answer("over", "subject_kind") == "person"


# --- Addresses, cookies and methods ---------------------------------------------------------------


def test_an_address_that_no_database_can_read_is_a_400(village: Village, client: Client) -> None:
    assert client.get("/wie-weet-wat/x%00/").status_code == 400


@pytest.mark.parametrize("path", ["/melding/niets/", "/melding/../x/", "/wie-weet-wat/GM9999/"])
def test_an_address_that_is_not_there_is_a_404(village: Village, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    text_of(response)


@pytest.mark.parametrize("path", ["/melding/code/overtypen/", "/verder/sluiten/"])
def test_reading_an_address_that_only_writes_is_a_405(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 405 and "POST" in answer.headers["Allow"]
    assert "Dit adres hoort bij een knop" in text_of(answer)


@pytest.mark.parametrize("path", ["/", "/melding/nakijken/", "/weg/", "/wat-er-gebeurt/"])
def test_writing_to_an_address_that_only_shows_is_a_405(
    db: None, client: Client, path: str
) -> None:
    assert client.post(path, {"a": "b"}).status_code == 405


@pytest.mark.parametrize("value", ["", "x", "é", "A" * 5000, "AAAA", base64.b64encode(b"x" * 31)])
def test_a_forged_cookie_opens_nothing(village: Village, client: Client, value: str) -> None:
    answer_all(Client())
    client.cookies["draft"] = value if isinstance(value, str) else value.decode()
    assert client.get("/melding/nakijken/").headers["Location"] == "/melding/nu/"
    assert client.post("/melding/code/").headers["Location"] == "/melding/"
    assert not PublicReport.objects.exists()


def test_the_cookie_of_a_draft_that_is_gone_gets_words(village: Village, client: Client) -> None:
    client.cookies["draft"] = base64.urlsafe_b64encode(drafts.new_secret()).decode()
    response = client.get("/melding/gezien/")
    assert "is er niet meer" in text_of(response)


def test_an_answer_to_a_draft_that_is_gone_is_kept(village: Village, client: Client) -> None:
    answer(client, "nu")
    Draft.objects.all().delete()
    response = answer(client, "gezien")
    assert "Wat u net typte, is bewaard" in text_of(response)
    assert draft_of(client).answer("gezien", "story") == STORY


# --- Files ----------------------------------------------------------------------------------------


@pytest.fixture
def at_files(village: Village, client: Client) -> Client:
    answer_all(client)
    return client


def test_a_photo_is_kept_without_its_place(at_files: Client) -> None:
    assert upload(at_files, a_file(photo(), "IMG 1.jpeg")).status_code == 302
    (file,) = draft_of(at_files).files
    assert (file.name, file.type) == ("IMG 1.jpg", "image/jpeg")
    assert DraftFile.objects.get().blob == file.blob


def test_nothing_of_a_file_is_in_the_database_as_it_is(at_files: Client) -> None:
    upload(at_files, a_file(b"%PDF-1.7 geheim" * 50_000))
    stored = b"".join(bytes(chunk.sealed) for chunk in BlobChunk.objects.all())
    assert len(stored) > 500_000
    assert b"geheim" not in stored


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"MZ\x90\0 een programma", 400, "Dit soort bestand"),
        (b"\0\0\0\x18ftypheic" + bytes(80), 400, "schermafdruk"),
        (b"", 400, "leeg"),
        (photo()[:200], 400, "beschadigd"),
        (b"%PDF-" + bytes(200_000), 413, "te groot"),
    ],
    ids=["wrong kind", "heic", "empty", "damaged", "too large"],
)
def test_a_file_that_cannot_be_kept_is_refused_with_words(
    at_files: Client, settings: SettingsWrapper, content: bytes, status: int, words: str
) -> None:
    settings.MIB_MAX_FILE_BYTES = 100_000
    before = draft_of(at_files)
    response = upload(at_files, a_file(content))
    assert response.status_code == status
    assert words in text_of(response)
    assert draft_of(at_files).files == before.files == ()
    assert not Blob.objects.exists()


def test_the_good_file_beside_a_wrong_one_is_kept(at_files: Client) -> None:
    response = upload(at_files, a_file(b"MZ", "a.exe"), a_file(photo(), "b.jpg"))
    assert response.status_code == 400
    assert [file.name for file in draft_of(at_files).files] == ["b.jpg"]


def test_the_eleventh_file_is_refused(at_files: Client) -> None:
    upload(at_files, *[a_file(b"%PDF-1.7 " + bytes([n]), f"{n}.pdf") for n in range(10)])
    response = upload(at_files, a_file(b"%PDF-1.7", "elf.pdf"))
    assert response.status_code == 413
    assert len(draft_of(at_files).files) == 10


def test_a_file_can_be_removed(at_files: Client) -> None:
    upload(at_files, a_file(photo()))
    (file,) = draft_of(at_files).files
    at_files.post("/melding/bestanden/", {"remove": str(file.blob), "go": "stay"})
    assert draft_of(at_files).files == ()
    assert not Blob.objects.exists() and not BlobChunk.objects.exists()


def test_somebody_elses_file_cannot_be_removed(at_files: Client) -> None:
    upload(at_files, a_file(photo()))
    other = Client()
    answer_all(other)
    other.post("/melding/bestanden/", {"remove": str(draft_of(at_files).files[0].blob)})
    assert Blob.objects.count() == 1


def test_a_broken_upload_changes_nothing(at_files: Client) -> None:
    response = at_files.generic(
        "POST",
        "/melding/bestanden/",
        b'--grens\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1',
        content_type="multipart/form-data; boundary=grens",
    )
    assert response.status_code in (302, 400)
    assert draft_of(at_files).answer("gezien", "story") == STORY
    assert not Blob.objects.exists()


def test_a_form_without_a_boundary_is_a_400(at_files: Client) -> None:
    response = at_files.generic(
        "POST", "/melding/bestanden/", b"niets", content_type="multipart/form-data"
    )
    assert response.status_code == 400
    text_of(response)


def test_a_file_sent_to_another_question_is_not_kept(at_files: Client) -> None:
    at_files.post("/melding/nu/", {**FIRST, "files": a_file(photo())})
    assert not Blob.objects.exists()
    assert draft_of(at_files).files == ()


# --- Receipts and limits --------------------------------------------------------------------------


def sent_words(client: Client) -> tuple[str, ...]:
    answer_all(client)
    return words_in(client.post("/melding/code/"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "zeven woorden"),
        ("fiets", ""),
        ("fiets " * 8, ""),
        ("x\0y" * 300, ""),
        ("<script>", ""),
    ],
)
def test_words_that_are_no_receipt_are_explained(
    village: Village, client: Client, typed: str, words: str
) -> None:
    response = client.post("/verder/", {"typed": typed})
    assert response.status_code == 400
    assert words in text_of(response)
    assert "<script>" not in text_of(response).split("<main")[1].split("</main")[0]


def test_wrong_words_many_times_have_to_wait_and_then_the_right_ones_work(
    village: Village,
    client: Client,
    settings: SettingsWrapper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MIB_RECEIPT_TRIES_PER_TEN_MINUTES = 3
    words = sent_words(Client())
    wrong = " ".join(receipt.new_words())
    assert [client.post("/verder/", {"typed": wrong}).status_code for _ in range(3)] == [400] * 3
    late = client.post("/verder/", {"typed": " ".join(words)})
    assert late.status_code == 429
    seconds = int(late.headers["Retry-After"])
    assert seconds > 0
    assert "te vaak woorden geprobeerd die niet kloppen" in text_of(late)
    assert "minuten" in text_of(late)
    then = limiter.clock() + seconds + 1
    monkeypatch.setattr(limiter, "clock", lambda: then)
    assert client.post("/verder/", {"typed": " ".join(words)}).status_code == 302


def test_a_report_over_the_limit_stays_in_its_draft(
    village: Village, client: Client, settings: SettingsWrapper
) -> None:
    settings.MIB_REPORTS_PER_TEN_MINUTES = 1
    sent_words(Client())
    answer_all(client)
    response = client.post("/melding/code/")
    assert response.status_code == 429
    assert "Er is niets verloren" in text_of(response)
    assert draft_of(client).answer("gezien", "story") == STORY
    settings.MIB_REPORTS_PER_TEN_MINUTES = 10
    assert client.post("/melding/code/").status_code == 200


def test_the_words_of_somebody_else_confirm_nothing(village: Village, client: Client) -> None:
    mine, theirs = sent_words(client), sent_words(Client())
    response = client.post(
        "/melding/code/overtypen/", {"shown": " ".join(theirs), "typed": " ".join(theirs)}
    )
    assert response.headers["Location"] == "/melding/code/"
    assert not PublicReport.objects.filter(receipt_confirmed_at__isnull=False).exists()
    wrong = client.post(
        "/melding/code/overtypen/", {"shown": " ".join(mine), "typed": " ".join(theirs)}
    )
    assert wrong.status_code == 400
    assert mine[0] in text_of(wrong)


def test_typing_wrong_words_back_ends_before_the_server_is_worn_out(
    village: Village,
    client: Client,
    settings: SettingsWrapper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MIB_RECEIPT_TRIES_PER_TEN_MINUTES = 2
    mine, theirs = sent_words(client), sent_words(Client())
    derived = derivations_counted(monkeypatch)

    answers = [typed_back(client, theirs) for _again in range(5)]

    assert len(derived) == 2
    assert [answer.status_code for answer in answers] == [302, 302, 429, 429, 429]
    assert theirs[0] in text_of(answers[-1])
    settings.MIB_RECEIPT_TRIES_PER_TEN_MINUTES = 3
    assert typed_back(client, mine).headers["Location"] == "/melding/klaar/"


def test_words_that_were_confirmed_cost_nothing_more(
    village: Village, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = sent_words(client)
    secret = client.cookies["draft"].value
    derived = derivations_counted(monkeypatch)
    for _again in range(4):
        client.cookies["draft"] = secret
        assert typed_back(client, mine).headers["Location"] == "/melding/klaar/"
    assert len(derived) == 1


def typed_back(client: Client, words: tuple[str, ...]) -> HttpResponse:
    both = {"shown": " ".join(words), "typed": " ".join(words)}
    return client.post("/melding/code/overtypen/", both)


def derivations_counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    derived: list[tuple[str, ...]] = []
    derive = receipt.derive

    def counted(words: tuple[str, ...]) -> receipt.Receipt:
        derived.append(words)
        return derive(words)

    monkeypatch.setattr(receipt, "derive", counted)
    return derived


@pytest.mark.parametrize("path", ["/verder/melding/", "/verder/intrekken/"])
@pytest.mark.parametrize("cookie", ["", "x", "A" * 400])
def test_a_forged_visit_leads_to_the_words(
    village: Village, client: Client, path: str, cookie: str
) -> None:
    client.cookies["visit"] = cookie
    assert client.get(path).headers["Location"] == "/verder/"
    assert client.post(path, {"once": "geen-id"}).headers["Location"] == "/verder/"


# --- A form whose protection ran out --------------------------------------------------------------


def test_a_stale_form_is_offered_again_with_what_was_typed(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/melding/gezien/", {"story": STORY, "go": "next"}, HTTP_SEC_FETCH_SITE="same-origin"
    )
    text = text_of(response)
    assert response.status_code == 403
    assert STORY in text and 'action="/melding/gezien/"' in text
    assert not Draft.objects.exists()


def test_a_form_of_another_site_is_not_offered_again(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/melding/gezien/", {"story": STORY, "go": "next"}, HTTP_SEC_FETCH_SITE="cross-site"
    )
    assert response.status_code == 403
    assert 'action="/melding/gezien/"' not in text_of(response)
    assert STORY not in text_of(response)


@pytest.mark.parametrize("path", ["/verder/melding/", "/inloggen/", "/bestaat-niet/"])
def test_our_pages_show_no_words_that_another_site_sent(village: Village, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    words = {"text": "Bel meteen dit nummer en noem uw zeven woorden"}
    for foreign in ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}):
        response = client.post(path, words, **foreign)
        assert response.status_code in (403, 404)
        assert words["text"] not in text_of(response)
    assert words["text"] in text_of(client.post(path, words, HTTP_SEC_FETCH_SITE="same-origin"))


def test_a_browser_that_refuses_cookies_is_told_so(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/melding/nu/", {"danger": "no", "once_more": "1"})
    assert "weigert cookies" in text_of(response)


def test_the_limits_of_the_settings_are_those_of_the_page() -> None:
    assert settings.MIB_MAX_FILE_BYTES == 25 * 1024 * 1024
    assert settings.MIB_MAX_FILES == 10
