# SPDX-License-Identifier: EUPL-1.2
"""A reporter reads what became of their own signals, and nothing of the team."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions.exchange import Word, ask_reporter, give_feedback, write_remark
from meerinbeeld.signals.actions.record import Told, record_signal
from meerinbeeld.signals.models import Notice, Remark, Signal
from tests.people import Village
from tests.signals.office.desk import words

pytestmark = pytest.mark.django_db
STORY = "Zeldzaamwoord van de school"
NOTE = "Zeldzaamnotitie van het team"


@pytest.fixture
def signal(village: Village, actor: Callable[[str], Any]) -> Signal:
    told = Told(
        "person", "school", municipality="GM0193",
        facts=(("story", STORY), ("plate", "AB-123-C")),
    )  # fmt: skip
    return record_signal(actor("tess"), told, once=uuid.uuid4())


def test_the_first_screen_of_a_reporter_is_their_own_list(
    signal: Signal, client_for: Callable[[str], Client]
) -> None:
    shown = words(client_for("tess").get(reverse("work")))
    assert signal.reference in shown and STORY not in shown
    assert "Wij hebben uw melding" in shown


def test_question_answer_and_feedback_go_to_and_fro(
    village: Village, signal: Signal, actor: Callable[[str], Any],
    client_for: Callable[[str], Client],
) -> None:  # fmt: skip
    tess, address = client_for("tess"), reverse("own_signal", args=[signal.reference])
    write_remark(actor("anna"), signal.reference, "team", NOTE)
    ask_reporter(actor("anna"), signal.reference, "Welke klas?")
    assert Notice.objects.filter(person=village.people["tess"], kind="question").exists()
    assert "vraag" in words(tess.get(reverse("own"))).lower()

    shown = words(tess.get(address))
    assert "Welke klas?" in shown and STORY in shown
    assert NOTE not in shown and "AB-123-C" not in shown and "Anna de Wit" not in shown

    once = str(uuid.uuid4())
    for _twice in range(2):
        tess.post(address, {"once": once, "text": "Klas 3B"})
    answer = Remark.objects.get(source="reporter")
    assert answer.answers and answer.answers.is_question
    signal.refresh_from_db()
    assert signal.answer_waiting
    assert Notice.objects.filter(person=village.people["anna"], kind="answer").count() == 1

    give_feedback(actor("anna"), signal.reference, Word("in_app", "Wij zijn ermee bezig."))
    assert "Wij zijn ermee bezig." in words(tess.get(address))


def test_reading_it_leaves_a_trace(signal: Signal, client_for: Callable[[str], Client]) -> None:
    client_for("tess").get(reverse("own_signal", args=[signal.reference]))
    assert Entry.objects.filter(dossier=signal.dossier, verb="open").count() == 1


@pytest.mark.parametrize("name", ["anna", "bilal", "chris", "carla", "pim", "adam"])
def test_it_is_nobody_elses_own_signal(
    name: str, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    client, address = client_for(name), reverse("own_signal", args=[signal.reference])
    assert client.get(address).status_code in {403, 404}
    sent = client.post(address, {"once": str(uuid.uuid4()), "text": "x"})
    assert sent.status_code in {403, 404} and not Remark.objects.exists()


def test_a_partner_worker_reads_back_what_became_of_their_report(
    village: Village, actor: Callable[[str], Any], client_for: Callable[[str], Client]
) -> None:
    told = Told("person", "shelter", municipality="GM0193", facts=(("story", STORY),))
    signal = record_signal(actor("chris"), told, once=uuid.uuid4())
    chris = client_for("chris")
    assert STORY in words(chris.get(reverse("own_signal", args=[signal.reference])))
    # as a signal of the municipality it stays closed to the shelter
    assert chris.get(reverse("signal", args=[signal.reference])).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "x" * 100_000])
def test_an_empty_or_endless_message_is_not_sent(
    text: str, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    address = reverse("own_signal", args=[signal.reference])
    answer = client_for("tess").post(address, {"once": str(uuid.uuid4()), "text": text})
    assert answer.status_code == 422 and not Remark.objects.exists()
