# SPDX-License-Identifier: EUPL-1.2
"""Recording a signal as a professional: safe to send twice, and nothing typed is lost."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from meerinbeeld import vault
from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.changing import AlreadyDone
from meerinbeeld.access.models import Membership
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions.record import Told, record_signal
from meerinbeeld.signals.models import Notice, Phase, Signal
from tests import people
from tests.people import Village
from tests.signals.office.desk import words

STORY = "Zeldzaamwoord: zij mag haar telefoon niet houden"
pytestmark = pytest.mark.django_db


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "once": str(uuid.uuid4()),
        "danger": "no",
        "subject_kind": "person",
        "reporter_kind": "school",
        "minor": "yes",
        "identifiable": "yes",
        "municipality": "GM0193",
        "story": STORY,
        "plate": "AB-123-C",
        "phone": "06 12345678",
        "forms": ["criminal_exploitation"],
        **changed,
    }


def test_a_teacher_records_a_signal_and_the_municipality_owns_it(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    tess = client_for("tess")
    sent = fields()

    advice = tess.post(reverse("record"), sent)
    assert advice.status_code == 200 and not Signal.objects.exists()
    assert "Gemeente Zwolle" in words(advice) and "Veilig Thuis" in words(advice)

    answer = tess.post(reverse("record"), {**sent, "send": "yes"}, follow=True)
    signal = Signal.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("own_signal", args=[signal.reference])
    assert signal.owner == village.organisations["gemeente-zwolle"]
    assert (signal.origin, signal.phase, signal.minor) == ("professional", Phase.RECEIVED, "yes")
    assert signal.made_by == village.people["tess"] and signal.feedback_due_at
    assert sorted(signal.marks.values_list("kind", flat=True)) == ["phone", "plate"]
    assert signal.forms.get().form == "criminal_exploitation"
    with vault.unlocked(signal.dossier) as box:
        kinds = {item.kind: box.text(item, "value") for item in signal.items.all()}
    assert kinds["story"] == STORY and kinds["contact_channel"] == "organisation"
    entry = Entry.objects.get(verb="create")
    assert (entry.purpose, entry.dossier) == ("reporting", signal.dossier)
    # whoever follows signals up at the owner hears of it
    assert set(Notice.objects.values_list("person__name", "kind")) == {
        ("Anna de Wit", "new_signal")
    }


def test_without_a_place_the_regional_desk_is_the_owner(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    client_for("chris").post(
        reverse("record"), {**fields(municipality="", reporter_kind="shelter"), "send": "yes"}
    )
    assert Signal.objects.get().owner == village.organisations["veilig-thuis"]


def test_on_behalf_of_a_caller_keeps_how_contact_is_safe(
    village: Village, client_for: Callable[[str], Client]
) -> None:
    told = fields(
        reporter_kind="relative", reporter_name="Een moeder", reporter_contact="0612345678",
        contact_channel="phone", safe_time="voor drie uur", danger="yes",
    )  # fmt: skip
    answer = client_for("anna").post(reverse("record_on_behalf"), {**told, "send": "yes"})
    signal = Signal.objects.get()
    assert answer["Location"] == reverse("signal", args=[signal.reference])
    assert (signal.origin, signal.reporter_kind, signal.urgency) == (
        "on_behalf", "relative", "acute",
    )  # fmt: skip
    with vault.unlocked(signal.dossier) as box:
        kinds = {item.kind: box.text(item, "value") for item in signal.items.all()}
    assert kinds["safe_time"] == "voor drie uur" and kinds["contact_channel"] == "phone"


def test_danger_says_112_first(client_for: Callable[[str], Client]) -> None:
    assert "112" in words(client_for("tess").post(reverse("record"), fields(danger="yes")))


def test_ticks_on_a_card_are_kept_and_no_score_is_made(
    client_for: Callable[[str], Client],
) -> None:
    from meerinbeeld import norms

    card = norms.indicator_cards()[0]
    codes = [code.value for code in card.indicators[:2]]
    ticked = {f"card_{card.group}": codes}
    client_for("tess").post(reverse("record"), {**fields(story="", **ticked), "send": "yes"})
    signal = Signal.objects.get()
    assert set(signal.indicators.values_list("indicator", flat=True)) == set(codes)
    assert signal.urgency == "day"


def test_sent_twice_makes_one_signal(client_for: Callable[[str], Client]) -> None:
    tess, sent = client_for("tess"), {**fields(), "send": "yes"}
    first, second = tess.post(reverse("record"), sent), tess.post(reverse("record"), sent)
    assert Signal.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_the_token_of_somebody_else_makes_nothing(client_for: Callable[[str], Client]) -> None:
    sent = {**fields(), "send": "yes"}
    client_for("tess").post(reverse("record"), sent)
    answer = client_for("chris").post(reverse("record"), sent)
    assert answer.status_code == 422 and Signal.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"story": "", "plate": "AB-123-C"},
        {"phone": "geen nummer"},
        {"birth_date": "31-02-2010"},
        {"email": "geen adres"},
        {"story": "x" * 100_000},
        {"municipality": "GM9999"},
        {"forms": ["forged"]},
        {"danger": ""},
        {"once": "forged"},
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    wrong: dict[str, Any], client_for: Callable[[str], Client]
) -> None:
    answer = client_for("tess").post(
        reverse("record"), {**fields(employer="Wasserij Bijzonder"), **wrong, "send": "yes"}
    )
    assert answer.status_code == 422 and not Signal.objects.exists()
    assert "Wasserij Bijzonder" in answer.content.decode()
    if wrong.get("story"):
        assert wrong["story"] in answer.content.decode()


def test_signs_that_nobody_sees_do_not_come_in(client_for: Callable[[str], Client]) -> None:
    client_for("tess").post(reverse("record"), {**fields(story="a\0b\u202ec"), "send": "yes"})
    signal = Signal.objects.get()
    with vault.unlocked(signal.dossier) as box:
        assert box.text(signal.items.get(kind="story"), "value") == "abc"


@pytest.mark.parametrize("name", ["pim", "paula", "adam", "leo", "vera", "rosa"])
def test_who_may_not_report_is_told_so(name: str, client_for: Callable[[str], Client]) -> None:
    client = client_for(name)
    for address in ("record", "record_on_behalf", "own"):
        assert client.get(reverse(address)).status_code == 403
        assert client.post(reverse("record"), {**fields(), "send": "yes"}).status_code == 403
    assert not Signal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_of_the_same_form_at_the_same_moment_make_one_signal() -> None:
    village = people.build_village()
    membership = Membership.objects.select_related("organisation").get(
        person=village.people["tess"]
    )
    actor, once = actor_from(membership), uuid.uuid4()
    told = Told("person", "school", municipality="GM0193", facts=(("story", STORY),))
    outcomes: list[str] = []

    def send() -> None:
        try:
            record_signal(actor, told, once=once)
            outcomes.append("made")
        except AlreadyDone:
            outcomes.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "done", "done", "made"]
    assert Signal.objects.count() == 1
