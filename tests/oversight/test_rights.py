# SPDX-License-Identifier: EUPL-1.2
"""Somebody asks what is held about them: found, judged by a person, answered in time."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import journal, vault
from meerinbeeld.access import Refused
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.models import Case
from meerinbeeld.journal.keys import public_keys
from meerinbeeld.journal.models import Entry
from meerinbeeld.journal.proving import Proof, verify_proof
from meerinbeeld.journal.signing import parse
from meerinbeeld.oversight import actions as desk
from meerinbeeld.oversight.models import Destruction, Hold, Piece, RightsRequest
from meerinbeeld.oversight.rights import actions, gathering, queries, rules
from meerinbeeld.oversight.rights.package import access_package
from meerinbeeld.vault.fields import SealedField
from tests.care.making import (
    SECRET_NAME,
    SECRET_STORY,
    fact_of,
    grant_to,
    make_case,
    one_of_everything,
)
from tests.people import Village
from tests.signals.making import make_signal

ClientFor = Callable[[str], Client]
SOMEBODY = "Zeldzame Aanvrager"


@pytest.fixture
def case(village: Village) -> Case:
    signal = make_signal(village.organisations["gemeente-zwolle"])
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"], signal=signal)
    one_of_everything(case, village)
    return case


@pytest.fixture
def asked(village: Village) -> RightsRequest:
    return actions.receive(
        village.actor("paula"),
        "access",
        name=SOMEBODY,
        contact="via Carla",
        wish="Wat weten jullie van mij?",
        received_on=timezone.localdate(),
    )


def gathered(village: Village, asked: RightsRequest, case: Case) -> list[queries.ShownPiece]:
    paula = village.actor("paula")
    actions.add_dossier(paula, asked.reference, "case", case.reference)
    actions.gather(paula, asked.reference)
    return queries.pieces(asked)


def judged(village: Village, asked: RightsRequest, case: Case) -> None:
    paula = village.actor("paula")
    for piece in gathered(village, asked, case):
        if SECRET_STORY in piece.text:
            words = {"verdict": "blacked", "words": ["relaas van"]}
        elif SECRET_NAME in piece.text:
            words = {"verdict": "whole"}
        else:
            words = {"verdict": "left_out", "reason": "others"}
        actions.judge(paula, asked.reference, piece.id, **words)  # type: ignore[arg-type]


def decided(village: Village, asked: RightsRequest, case: Case) -> None:
    paula = village.actor("paula")
    judged(village, asked, case)
    actions.identify(paula, asked.reference, "in_person")
    actions.decide(paula, asked.reference, "partly", "Dit is wat wij van u hebben.")


# --- The term -------------------------------------------------------------------------------------


def test_the_month_counts_from_the_day_it_came_in(village: Village) -> None:
    came_in = timezone.localdate() - timedelta(days=9)
    found = actions.receive(
        village.actor("paula"), "access", name="x", contact="x", wish="x", received_on=came_in
    )
    assert timedelta(days=28) <= found.due_on - came_in <= timedelta(days=36)
    assert found.norm.startswith("term.access_request@")


def test_a_request_cannot_come_in_tomorrow(village: Village) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ChangeError):
        actions.receive(
            village.actor("paula"), "access", name="x", contact="x", wish="x", received_on=tomorrow
        )


def test_the_term_is_extended_once_and_only_in_time(village: Village, asked: RightsRequest) -> None:
    paula, first = village.actor("paula"), asked.due_on
    actions.extend(paula, asked.reference, "Er zijn veel stukken.")
    asked.refresh_from_db()
    assert asked.due_on > first + timedelta(days=58)
    with pytest.raises(ChangeError):
        actions.extend(paula, asked.reference, "Nog een keer")


def test_after_the_first_term_nothing_is_extended(village: Village, asked: RightsRequest) -> None:
    with (
        time_machine.travel(timezone.now() + timedelta(days=50), tick=False),
        pytest.raises(ChangeError),
    ):
        actions.extend(village.actor("paula"), asked.reference, "Te laat")


# --- Finding and gathering ------------------------------------------------------------------------


def test_a_dossier_is_held_as_long_as_the_request_runs(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    decided(village, asked, case)
    assert Hold.objects.filter(dossier=case.dossier, lifted_at=None).exists()
    actions.deliver(village.actor("paula"), asked.reference, "in_person")
    assert not Hold.objects.filter(dossier=case.dossier, lifted_at=None).exists()


def test_what_another_request_needs_stays_held(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    paula = village.actor("paula")
    other = actions.receive(
        paula, "erasure", name="x", contact="x", wish="x", received_on=timezone.localdate()
    )
    actions.add_dossier(paula, other.reference, "case", case.reference)
    decided(village, asked, case)
    actions.deliver(paula, asked.reference, "in_person")
    assert Hold.objects.filter(dossier=case.dossier, lifted_at=None).exists()


def test_every_sealed_field_of_a_dossier_is_gathered_or_named_as_an_exception() -> None:
    """A new table with sealed words is in the package, or this test asks about it."""
    walked = {
        (model._meta.label, column)
        for kind in gathering.ROOTS
        for model, _leads, columns in gathering.sealed_fields(kind)
        for column in columns
    }
    #: Of the reporter, or sealed to somebody else's key, or waiting to be taken in.
    not_of_a_dossier = {
        ("signals.Draft", "sealed"),
        ("signals.PublicReport", "envelope"),
        ("signals.Letter", "sealed"),
        ("signals.SignalBook", "rows"),
        ("registry.Batch", "content"),
    }
    there = {
        (model._meta.label, field.name)
        for app in ("signals", "care", "registry")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if isinstance(field, SealedField)
    }
    assert there - walked == not_of_a_dossier


def test_gathering_copies_every_text_and_journals_the_opening(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    texts = [piece.text for piece in gathered(village, asked, case)]
    assert SECRET_NAME in texts
    assert SECRET_STORY in texts
    opened = Entry.objects.get(dossier=case.dossier, purpose="oversight", verb="open")
    assert (opened.ground, opened.reason_code) == ("avg_15", "rights")


def test_gathering_again_keeps_what_was_judged(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    paula, before = village.actor("paula"), gathered(village, asked, case)
    actions.judge(paula, asked.reference, before[0].id, "whole")
    actions.gather(paula, asked.reference)
    after = queries.pieces(asked)
    assert len(after) == len(before)
    assert after[0].verdict == "whole"


def test_a_signal_is_found_by_what_was_written_in_it(village: Village, case: Case) -> None:
    hits = queries.look_for(village.actor("paula"), "ZZ-999-Q")
    assert {(hit.kind, hit.reference) for hit in hits} == {
        ("signal", "S-2026-9001"),
        ("case", case.reference),
    }


# --- Judging --------------------------------------------------------------------------------------


def test_nothing_is_decided_before_every_text_was_looked_at(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    gathered(village, asked, case)
    actions.identify(village.actor("paula"), asked.reference, "lawyer")
    with pytest.raises(ChangeError):
        actions.decide(village.actor("paula"), asked.reference, "granted", "Ja")


def test_nothing_is_decided_before_it_is_known_who_asks(
    village: Village, asked: RightsRequest
) -> None:
    with pytest.raises(ChangeError):
        actions.decide(village.actor("paula"), asked.reference, "granted", "Ja")


def test_leaving_out_needs_a_reason_and_blacking_out_needs_words(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    piece = gathered(village, asked, case)[0]
    for verdict in ("left_out", "blacked"):
        with pytest.raises(ChangeError):
            actions.judge(village.actor("paula"), asked.reference, piece.id, verdict)


@given(
    st.lists(st.text(alphabet="abcXYZ éß", min_size=1, max_size=8), max_size=4),
    st.text(alphabet="abcXYZ éß\n.", max_size=60),
)
def test_a_word_that_is_blacked_out_stands_nowhere_any_more(words: list[str], text: str) -> None:
    given_text = " ".join(rules.blacked(text, words).split()).lower()
    for word in words:
        if wanted := " ".join(word.split()).lower():
            assert wanted not in given_text


def test_a_bar_does_not_tell_how_long_a_name_is() -> None:
    short, long = rules.blacked("zij en Jo", ["Jo"]), rules.blacked("zij en Johannes", ["Johannes"])
    assert short == long == f"zij en {rules.BLACK}"


# --- Giving ---------------------------------------------------------------------------------------


def unpacked(village: Village, reference: str) -> tuple[pikepdf.Pdf, dict[str, Any], bytes]:
    _name, made = access_package(village.actor("paula"), reference)
    whole = zipfile.ZipFile(io.BytesIO(made))
    machine = json.loads(whole.read("inzage.json"))
    return pikepdf.open(io.BytesIO(whole.read("inzage.pdf"))), machine, made


def test_the_package_holds_what_was_decided_and_nothing_else(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    decided(village, asked, case)
    pdf, machine, _made = unpacked(village, asked.reference)
    texts = [one["text"] for one in machine["texts"]]
    assert sorted(texts) == sorted([SECRET_NAME, f"Zeldzaam{rules.BLACK} de persoon"])
    assert pdf.Root.Lang == "nl"
    assert "/StructTreeRoot" in pdf.Root


def test_the_package_says_who_looked_with_proofs_that_hold(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    decided(village, asked, case)
    journal.seal_pending()
    _pdf, machine, _made = unpacked(village, asked.reference)
    proofs = [one["proof"] for one in machine["looked"] if one["proof"]]
    assert proofs
    for one in proofs:
        path = tuple(base64.b64decode(step) for step in one["path"])
        head = parse(one["checkpoint"])
        assert verify_proof(
            Proof(one["fields"], one["index"], path, head), public_keys()[head.key_id]
        )
        assert one["fields"]["dossier"] == str(case.dossier)
    assert {one["organisation"] for one in machine["looked"]} == {"Veilig Thuis IJsselland"}


def test_the_package_says_with_whom_something_was_shared_also_when_nobody_read_it(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    by = village.people["carla"]
    grant = grant_to(village.organisations["opvang"], case, fact_of(case, "name"), by=by)
    ended = grant_to(village.organisations["politie"], case, by=by, purpose="safety")
    ended.revoked_at, ended.revoked_because = timezone.now(), "not_needed"
    ended.save()
    other = make_case(village.organisations["veilig-thuis"], by)
    grant_to(village.organisations["school"], other, by=by)
    decided(village, asked, case)
    pdf, machine, _made = unpacked(village, asked.reference)
    told = {one["organisation"]: one for one in machine["shared"]}
    before = "Zeldzame Stichting"
    assert set(told) == {before, grant.organisation.name, ended.organisation.name}
    assert told[grant.organisation.name]["until"] == grant.valid_until.isoformat()
    assert told[ended.organisation.name]["until"] == ended.revoked_at.isoformat()
    assert len(pdf.pages) >= 1


def test_there_is_no_package_before_the_decision(village: Village, asked: RightsRequest) -> None:
    with pytest.raises(ChangeError):
        access_package(village.actor("paula"), asked.reference)


def test_making_the_package_stands_in_the_journal(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    decided(village, asked, case)
    access_package(village.actor("paula"), asked.reference)
    assert Entry.objects.filter(dossier=asked.dossier, verb="export").exists()


# --- Erasure, and the end of the request itself ---------------------------------------------------


def test_erasure_takes_two_people_as_every_destruction(village: Village) -> None:
    paula = village.actor("paula")
    closed = make_case(village.organisations["veilig-thuis"], phase="closed")
    found = actions.receive(
        paula, "erasure", name="x", contact="x", wish="x", received_on=timezone.localdate()
    )
    actions.add_dossier(paula, found.reference, "case", closed.reference)
    actions.propose_erasure(paula, found.reference, found.dossiers.get().id)
    proposal = Destruction.objects.get(dossier=closed.dossier)
    with pytest.raises(Refused):
        desk.destroy(paula, proposal.id)
    desk.destroy(village.actor("adam"), proposal.id)
    assert vault.is_shredded(closed.dossier)


def test_an_open_case_is_not_erased(village: Village, asked: RightsRequest, case: Case) -> None:
    paula = village.actor("paula")
    actions.add_dossier(paula, asked.reference, "case", case.reference)
    with pytest.raises(ChangeError):
        actions.propose_erasure(paula, asked.reference, asked.dossiers.get().id)


def test_a_request_is_destroyed_after_its_own_period(
    village: Village, asked: RightsRequest, case: Case
) -> None:
    decided(village, asked, case)
    actions.deliver(village.actor("paula"), asked.reference, "in_person")
    RightsRequest.objects.update(retention_until=date(2020, 1, 1))
    assert desk.propose_destruction(village.actor("paula"), "request", [asked.id]) == 1
    desk.destroy(village.actor("adam"), Destruction.objects.get(dossier=asked.dossier).id)
    assert vault.is_shredded(asked.dossier)
    assert not Piece.objects.filter(request=asked).exists()


# --- Who may, and the pages -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["anna", "carla", "chris", "pim", "tess", "adam", "leo", "rosa"])
def test_nobody_but_the_privacy_officer_sees_a_request(
    name: str, client_for: ClientFor, asked: RightsRequest
) -> None:
    for address in (reverse("rights"), reverse("rights_request", args=[asked.reference])):
        answer = client_for(name).get(address)
        assert answer.status_code == 403
        assert SOMEBODY not in answer.text


def test_opening_a_request_leaves_a_trace(client_for: ClientFor, asked: RightsRequest) -> None:
    shown = client_for("paula").get(reverse("rights_request", args=[asked.reference])).text
    assert SOMEBODY in shown
    assert Entry.objects.filter(dossier=asked.dossier, verb="open").exists()


def test_the_whole_way_on_the_pages(client_for: ClientFor, village: Village, case: Case) -> None:
    paula = client_for("paula")
    form = {"right": "access", "name": SOMEBODY, "contact": "via Carla", "wish": "Alles"}
    assert paula.post(reverse("rights_receive"), form).status_code == 422
    made = paula.post(reverse("rights_receive"), {**form, "received_on": "vandaag"})
    found = RightsRequest.objects.get()
    assert made.url == reverse("rights_request", args=[found.reference])

    looked = paula.post(reverse("rights_look", args=[found.reference]), {"wanted": case.reference})
    assert case.reference in looked.text
    chosen = {"kind": "case", "named": case.reference}
    paula.post(reverse("rights_add", args=[found.reference]), chosen)
    paula.post(reverse("rights_gather", args=[found.reference]))
    shown = paula.get(reverse("rights_pieces", args=[found.reference]))
    assert SECRET_STORY in shown.text

    for piece in Piece.objects.all():
        data = {f"p{piece.id}-verdict": "whole"}
        paula.post(reverse("rights_judge", args=[found.reference, piece.id]), data)
    _act(paula, found, "rights_identify", {"how": "coordinator"})
    _act(paula, found, "rights_decide", {"decision": "granted", "text": "Alstublieft"})
    package = paula.post(reverse("rights_package", args=[found.reference]))
    assert package["Content-Type"] == "application/zip"
    _act(paula, found, "rights_deliver", {"how": "in_person"})
    found.refresh_from_db()
    assert found.closed_at is not None
    assert found.reference in paula.get(reverse("rights") + "?soort=klaar").text


def test_a_stale_form_overwrites_nothing(client_for: ClientFor, asked: RightsRequest) -> None:
    paula = client_for("paula")
    url = reverse("rights_identify", args=[asked.reference])
    old = paula.get(url).context["form"].initial
    _act(paula, asked, "rights_identify", {"how": "lawyer"})
    answer = paula.post(url, {"how": "in_person", **old})
    assert answer.status_code == 409
    asked.refresh_from_db()
    assert asked.identified_how == "lawyer"


def _act(client: Client, found: RightsRequest, name: str, data: dict[str, str]) -> None:
    url = reverse(name, args=[found.reference])
    carried = client.get(url).context["form"].initial
    answer = client.post(url, {**carried, **data})
    assert answer.status_code == 302, answer.text
