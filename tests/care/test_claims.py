# SPDX-License-Identifier: EUPL-1.2
"""Compensation: what is needed, what is there, one bundle; never waiting for a complaint."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from meerinbeeld import norms
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.actions.claims import (
    PieceState,
    claim_bundle,
    keep_piece,
    move_claim,
    open_claim,
    start_claim,
)
from meerinbeeld.care.models import Case, Claim
from meerinbeeld.care.queries.claims import asked_for
from meerinbeeld.care.queries.scope import NotInReach
from meerinbeeld.journal.models import Entry
from meerinbeeld.ui import paper
from tests.care.making import grant_to
from tests.care.paper_making import PDF, add_paper, damage, keep_paper, token
from tests.people import Village

ClientFor = Callable[[str], Client]
WORDS = "Zeldzame gevolgen: kan niet meer werken"


@pytest.fixture
def claim(village: Village, case: Case) -> Claim:
    return start_claim(village.actor("carla"), case.reference, "schadefonds")


def keep(village: Village, claim: Claim, kind: str, state: PieceState) -> None:
    keep_piece(village.actor("carla"), claim.case.reference, claim.id, kind, state)


def test_every_way_has_a_list_and_no_list_asks_for_a_complaint() -> None:
    for kind in norms.codelist("claim_kind").values:
        asked = asked_for(kind)
        assert asked
        assert all(code.extra["documents"] != ("police_report",) for code in asked.values())


def test_beginning_twice_is_beginning_once(village: Village, case: Case, claim: Claim) -> None:
    again = start_claim(village.actor("carla"), case.reference, "schadefonds")
    assert again.pk == claim.pk


def test_it_shows_what_is_there_and_what_is_missing(
    village: Village, case: Case, claim: Claim
) -> None:
    _hand, empty = open_claim(village.actor("carla"), case.reference, claim.id)
    assert empty.there == 0 and len(empty.missing) == len(empty.asked)
    keep(village, claim, "consequences", PieceState("there", WORDS))
    keep(village, claim, "medical", PieceState("not_needed"))
    _hand, shown = open_claim(village.actor("carla"), case.reference, claim.id)
    assert shown.there == 2
    assert {"consequences", "medical"}.isdisjoint(
        piece.kind for piece in shown.pieces if piece.is_open
    )


def test_there_needs_words_or_a_paper(village: Village, claim: Claim) -> None:
    with pytest.raises(ChangeError):
        keep(village, claim, "consequences", PieceState("there", "   "))


def test_a_piece_whose_paper_is_taken_away_is_missing_again(
    village: Village, case: Case, claim: Claim
) -> None:
    paper = keep_paper(case, village.people["carla"])
    keep(village, claim, "identity", PieceState("there", "", paper.id))
    case.documents.update(removed_at=timezone.now())
    _hand, shown = open_claim(village.actor("carla"), case.reference, claim.id)
    assert "identity" in {piece.kind for piece in shown.pieces if piece.is_open}


def test_the_bundle_is_one_file_with_a_list_the_words_and_the_papers(
    village: Village, case: Case, claim: Claim
) -> None:
    paper = keep_paper(case, village.people["carla"])
    keep(village, claim, "identity", PieceState("there", "", paper.id))
    keep(village, claim, "consequences", PieceState("there", WORDS))
    name, content = claim_bundle(village.actor("carla"), case.reference, claim.id)
    assert name == f"{case.reference}-schadefonds.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        first, second = sorted(bundle.namelist())
        with pikepdf.open(io.BytesIO(bundle.read(first))) as pdf:
            assert len(pdf.pages) >= 1
        assert bundle.read(second) == PDF
    assert Entry.objects.filter(verb="export", thing="care.claim", dossier=case.dossier).exists()


def test_a_damaged_document_stays_out_and_the_paper_says_which(
    village: Village, case: Case, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "pdf", lambda form, data, **named: json.dumps(data).encode())
    good, bad = (keep_paper(case, village.people["carla"]) for _each in range(2))
    keep(village, claim, "identity", PieceState("there", "", good.id))
    keep(village, claim, "medical", PieceState("there", "", bad.id))
    damage(bad)
    with translation.override("en"):
        _name, content = claim_bundle(village.actor("carla"), case.reference, claim.id)
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        overview, *papers = sorted(bundle.namelist())
        assert [bundle.read(name) for name in papers] == [PDF]
        told = json.loads(bundle.read(overview))
    assert "was damaged" in told["intro"][-1]
    marked = {asked for asked, _stands, document in told["rows"] if "DAMAGED" in document}
    with translation.override("en"):
        assert marked == {asked_for("schadefonds")["medical"].label}


def test_a_claim_goes_from_prepared_to_decided_by_its_own_days(
    village: Village, case: Case, claim: Claim
) -> None:
    carla, today = village.actor("carla"), timezone.localdate()
    move_claim(carla, case.reference, claim.id, "sent", today - timedelta(days=9))
    move_claim(carla, case.reference, claim.id, "granted", today, outcome="€ 10.000")
    claim.refresh_from_db()
    assert (claim.status, claim.sent_on, claim.decided_on) == (
        "granted", today - timedelta(days=9), today,
    )  # fmt: skip
    for status, day in (("sent", today + timedelta(1)), ("refused", today - timedelta(10))):
        with pytest.raises(ChangeError):
            move_claim(carla, case.reference, claim.id, status, day)


def test_the_whole_way_on_the_pages(client_for: ClientFor, case: Case) -> None:
    carla = client_for("carla")

    def url(name: str, *more: Any) -> str:
        return reverse(name, args=[case.reference, *more])

    carla.post(url("claim_start", "schadefonds"), token(case))
    claim = Claim.objects.get()
    piece = {**token(case), "status": "there", "document": "", "text": WORDS}
    assert carla.post(url("claim_piece", claim.id, "consequences"), piece).status_code == 302
    page = carla.get(url("claim", claim.id))
    assert WORDS in page.text
    late = {**token(case), "status": "there", "document": "", "text": ""}
    assert carla.post(url("claim_piece", claim.id, "medical"), late).status_code == 422
    done = {**token(case), "status": "sent", "on": "vandaag", "outcome": ""}
    assert carla.post(url("claim_progress", claim.id), done).status_code == 302
    assert carla.get(url("claim_bundle", claim.id)).headers["Content-Type"] == "application/zip"
    assert url("claim", claim.id) in carla.get(url("case_tab", "compensate")).text


def test_a_partner_has_no_claims_and_no_bundle(
    village: Village, client_for: ClientFor, case: Case, claim: Claim
) -> None:
    grant_to(village.organisations["opvang"], case, by=village.people["carla"])
    chris = client_for("chris")
    for name in ("claim", "claim_bundle"):
        assert chris.get(reverse(name, args=[case.reference, claim.id])).status_code == 404
    with pytest.raises(NotInReach):
        claim_bundle(village.actor("chris"), case.reference, claim.id)


def test_a_claim_of_another_case_is_not_found(village: Village, case: Case) -> None:
    with pytest.raises(NotInReach):
        open_claim(village.actor("carla"), case.reference, uuid.uuid4())


def test_two_papers_of_one_kind_are_told_apart_where_one_is_chosen(
    client_for: ClientFor, village: Village, case: Case, claim: Claim
) -> None:
    carla = client_for("carla")
    for name in ("voorkant.pdf", "achterkant.pdf"):
        add_paper(carla, case, name=name)
    page = carla.get(reverse("claim_piece", args=[case.reference, claim.id, "identity"])).text
    assert "Identiteitsbewijs: voorkant.pdf" in page
    assert "Identiteitsbewijs: achterkant.pdf" in page
