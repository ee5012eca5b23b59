# SPDX-License-Identifier: EUPL-1.2
"""Papers of a case: sealed, in versions, shown without leaving the page, and never run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.care.actions.reminders import remind_of_clocks
from meerinbeeld.care.models import Case, Document, GrantedItem
from meerinbeeld.care.rules import documents as rules
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Notice
from meerinbeeld.vault.models import Blob
from tests.care.making import SECRET_NAME, SECRET_STORY, grant_to
from tests.care.paper_making import PDF, SECRET_PAPER, add_paper, damage, keep_paper, photo, token
from tests.people import Village

ClientFor = Callable[[str], Client]


def url(name: str, case: Case, *more: Any) -> str:
    return reverse(name, args=[case.reference, *more])


def test_a_paper_is_sealed_and_shown_in_its_page(client_for: ClientFor, case: Case) -> None:
    carla = client_for("carla")
    assert add_paper(carla, case).status_code == 302
    paper = Document.objects.get()
    assert SECRET_PAPER.encode() not in bytes(paper.sealed)
    assert SECRET_PAPER in carla.get(url("case_documents", case)).text
    page = carla.get(url("document", case, paper.id))
    assert url("document_content", case, paper.id) in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_pdf_is_drawn_by_the_browser_and_by_nobody_elses_page(
    client_for: ClientFor, case: Case
) -> None:
    carla = client_for("carla")
    add_paper(carla, case)
    answer = carla.get(url("document_content", case, Document.objects.get().id))
    assert b"".join(answer.streaming_content) == PDF
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_opening_the_list_and_a_paper_are_acts(client_for: ClientFor, case: Case) -> None:
    carla = client_for("carla")
    add_paper(carla, case)
    paper = Document.objects.get()
    carla.get(url("case_documents", case))
    carla.get(url("document_content", case, paper.id))
    carla.get(url("document_save", case, paper.id))
    seen = Entry.objects.filter(dossier=case.dossier)
    assert seen.filter(verb="open", reason_code="documents").exists()
    assert seen.filter(verb="open", thing_id=str(paper.id)).exists()
    assert seen.filter(verb="export", thing_id=str(paper.id)).exists()


@pytest.mark.parametrize(
    "content", [b"", b"<html><script>alert(1)</script></html>", b"PK\x03\x04zip", b"MZ\x90\x00"]
)
def test_what_is_no_paper_is_refused_and_the_words_stay(
    client_for: ClientFor, case: Case, content: bytes
) -> None:
    answer = add_paper(
        client_for("carla"), case, content, "kwaad.pdf", note="Het origineel ligt bij"
    )
    assert answer.status_code == 422
    assert "Het origineel ligt bij" in answer.text
    assert not Document.objects.exists() and not Blob.objects.exists()


def test_a_newer_version_leaves_the_older_one_and_comes_away_again(
    client_for: ClientFor, case: Case
) -> None:
    carla = client_for("carla")
    add_paper(carla, case)
    old = Document.objects.get()
    sent = {**token(case), "kind": "identity", "expires_on": "", "note": ""}
    file = SimpleUploadedFile("nieuw.jpg", photo())
    carla.post(url("document_replace", case, old.id), {**sent, "files": [file]})
    new = Document.objects.get(replaces=old)
    assert url("document", case, old.id) in carla.get(url("case_documents", case)).text
    carla.post(url("document_remove", case, new.id), token(case))
    assert rules.current(next(iter(rules.chains(case.documents.all())))) == old
    carla.post(url("document_restore", case, new.id), token(case))
    assert rules.current(next(iter(rules.chains(case.documents.all())))) == new


def test_whoever_looked_at_an_older_state_looks_again(client_for: ClientFor, case: Case) -> None:
    carla = client_for("carla")
    add_paper(carla, case)
    paper, stale = Document.objects.get(), token(case)
    fields = {"kind": "court", "expires_on": "", "note": "Eerste"}
    carla.post(url("document_describe", case, paper.id), {**token(case), **fields})
    again = carla.post(
        url("document_describe", case, paper.id), {**stale, **fields, "note": "Mijn"}
    )
    assert again.status_code == 409
    assert "Mijn" in again.text


def test_what_expires_asks_for_attention_in_time(client_for: ClientFor, case: Case) -> None:
    soon = timezone.localdate() + timedelta(days=20)
    add_paper(client_for("carla"), case, expires_on=soon.strftime("%d-%m-%Y"))
    clock = case.clocks.get(kind="document_expires", ended_at=None)
    assert timezone.localdate(clock.due_at) == soon - timedelta(days=30)
    paper = Document.objects.get()
    client_for("carla").post(url("document_remove", case, paper.id), token(case))
    assert not case.clocks.filter(kind="document_expires", ended_at=None).exists()


def test_a_partner_opens_the_paper_that_was_shared_and_no_other(
    client_for: ClientFor, case: Case, village: Village
) -> None:
    carla = village.people["carla"]
    shared, kept = keep_paper(case, carla), keep_paper(case, carla)
    grant = grant_to(village.organisations["opvang"], case, by=carla)
    GrantedItem.objects.create(grant=grant, kind="document", thing=shared.id)
    chris = client_for("chris")
    assert chris.get(url("document_content", case, shared.id)).status_code == 200
    for name in ("document", "document_content", "document_save"):
        assert chris.get(url(name, case, kept.id)).status_code == 404
    assert str(kept.id) not in chris.get(url("case_documents", case)).text
    assert chris.get(url("case_print", case)).status_code == 404
    assert add_paper(chris, case).status_code in (403, 404)


def test_the_whole_case_prints_without_what_is_masked(client_for: ClientFor, case: Case) -> None:
    page = client_for("carla").get(url("case_print", case))
    assert SECRET_STORY in page.text and SECRET_NAME not in page.text
    assert Entry.objects.filter(dossier=case.dossier, verb="export", reason_code="print").exists()


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 400))
def test_an_expiry_goes_from_nothing_to_soon_to_past(last: date, ahead: int) -> None:
    notice = rules.notice_day(last, days=30)
    states = [rules.expiry(last, notice, last + timedelta(days=n)) for n in range(-ahead, 3)]
    order = ["", "today", "late"]
    assert states == sorted(states, key=order.index)
    assert states[-1] == "late" and states[-2] == "late" and states[-3] == "today"


def test_of_two_files_the_good_one_is_kept_and_the_other_is_named(
    client_for: ClientFor, case: Case
) -> None:
    files = [SimpleUploadedFile("goed.pdf", PDF), SimpleUploadedFile("fout.pdf", b"<html>")]
    sent = {**token(case), "kind": "identity", "expires_on": "", "note": "", "files": files}
    answer = client_for("carla").post(url("document_add", case), sent, follow=True)
    assert case.documents.count() == 1
    assert "fout" in answer.content.decode()


def test_the_bell_tells_once_that_a_paper_expires(client_for: ClientFor, case: Case) -> None:
    last = timezone.localdate() + timedelta(days=10)
    add_paper(client_for("carla"), case, expires_on=last.strftime("%d-%m-%Y"))
    for _look in range(2):
        remind_of_clocks(timezone.now())
    assert Notice.objects.filter(thing=case.id, kind="document_expires").count() == 1


def test_a_damaged_paper_gets_a_page_that_says_so(client_for: ClientFor, case: Case) -> None:
    carla = client_for("carla")
    add_paper(carla, case)
    paper = Document.objects.get()
    damage(paper)
    for name in ("document_content", "document_save"):
        answer = carla.get(url(name, case, paper.id))
        assert answer.status_code == 410
        assert SECRET_PAPER not in answer.text
    assert carla.get(url("case_documents", case)).status_code == 200


def test_a_partner_finds_its_paper_from_its_own_page_and_learns_nothing_of_the_case(
    client_for: ClientFor, case: Case, village: Village
) -> None:
    Case.objects.filter(pk=case.pk).update(minor="yes", location_secret=True)
    paper = keep_paper(case, village.people["carla"])
    grant = grant_to(village.organisations["opvang"], case, by=village.people["carla"])
    GrantedItem.objects.create(grant=grant, kind="document", thing=paper.id)
    chris = client_for("chris")
    assert url("document", case, paper.id) in chris.get(url("case", case)).text
    listed = chris.get(url("case_documents", case)).text
    assert SECRET_PAPER in listed
    for coded in ("krijgt hulp", "minderjarig", "verblijfplaats geheim", "Strafrechtelijk proces"):
        assert coded not in listed, "the phase and the marks of a case were not granted"
    assert reverse("asked_of_us") in listed and f'href="{reverse("caseload")}"' not in listed
    team = client_for("carla").get(url("case_documents", case)).text
    assert "krijgt hulp" in team and "minderjarig" in team and "verblijfplaats geheim" in team
