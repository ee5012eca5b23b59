# SPDX-License-Identifier: EUPL-1.2
"""Earlier signals: found by what they share, told with why, and closed to others until granted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meerinbeeld import vault
from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.actions.resemblance import look_for_earlier
from meerinbeeld.signals.models import (
    AccessQuestion,
    Involvement,
    Item,
    Mark,
    Notice,
    Resemblance,
    Signal,
    Source,
)
from meerinbeeld.signals.queries import resemblance
from meerinbeeld.signals.queries.scope import in_hand
from tests.people import Village
from tests.signals.making import SECRET_STORY, make_signal
from tests.signals.office.desk import words

pytestmark = pytest.mark.django_db
REASON = "Zeldzaamreden: hetzelfde busje stond bij onze school"


@pytest.fixture
def ours(village: Village) -> Signal:
    return make_signal(village.organisations["gemeente-zwolle"], "S-2026-1001")


@pytest.fixture
def also_ours(village: Village) -> Signal:
    return make_signal(village.organisations["gemeente-zwolle"], "S-2026-1002")


@pytest.fixture
def theirs(village: Village) -> Signal:
    return make_signal(village.organisations["gemeente-deventer"], "S-2026-2001")


def page_of(client: Client, signal: Signal) -> str:
    return words(client.get(reverse("signal", args=[signal.reference])))


def test_the_page_says_what_may_be_known_and_why(
    ours: Signal, also_ours: Signal, theirs: Signal, client_for: Callable[[str], Client]
) -> None:
    shown = page_of(client_for("anna"), ours)
    assert also_ours.reference in shown and "zelfde kenteken" in shown
    assert theirs.reference in shown and "Gemeente Deventer" in shown
    assert Entry.objects.filter(dossier=theirs.dossier, reason_code="resembles").count() == 1


def test_nothing_but_its_number_is_told_of_a_signal_of_others(
    ours: Signal, theirs: Signal, client_for: Callable[[str], Client]
) -> None:
    anna = client_for("anna")
    shown = anna.get(reverse("signal", args=[ours.reference])).content.decode()
    assert reverse("signal", args=[theirs.reference]) not in shown
    assert anna.get(reverse("signal", args=[theirs.reference])).status_code == 404


def test_others_than_the_owner_see_no_resemblance(
    ours: Signal, theirs: Signal, village: Village, client_for: Callable[[str], Client]
) -> None:
    Involvement.objects.create(
        signal=ours, organisation=village.organisations["opvang"], ground="avg_6_1_e"
    )
    shown = page_of(client_for("chris"), ours)
    assert ours.reference in shown and theirs.reference not in shown


def test_what_is_judged_is_kept_and_can_be_taken_back(
    ours: Signal, also_ours: Signal, client_for: Callable[[str], Client]
) -> None:
    anna = client_for("anna")
    address = reverse("signal_judge", args=[ours.reference, also_ours.id])
    anna.post(address, {"verdict": "different"})
    assert Resemblance.objects.get().verdict == "different"
    assert "niet hetzelfde" in page_of(anna, also_ours).lower()
    anna.post(address, {"verdict": "same"})
    assert Resemblance.objects.get().verdict == "same"
    anna.post(address, {"verdict": ""})
    assert not Resemblance.objects.exists()
    assert Entry.objects.filter(reason_code="resemblance_undone").exists()


def test_somebody_elses_signal_cannot_be_judged(
    ours: Signal, theirs: Signal, client_for: Callable[[str], Client]
) -> None:
    address = reverse("signal_judge", args=[ours.reference, theirs.id])
    assert client_for("anna").post(address, {"verdict": "same"}).status_code == 404
    assert client_for("bilal").post(address, {"verdict": "same"}).status_code == 404
    assert not Resemblance.objects.exists()


def test_access_is_asked_granted_and_used(
    ours: Signal, theirs: Signal, village: Village, client_for: Callable[[str], Client]
) -> None:
    anna, bilal = client_for("anna"), client_for("bilal")
    anna.post(reverse("signal_ask_access", args=[ours.reference, theirs.id]), {"reason": REASON})
    question = AccessQuestion.objects.get()
    assert REASON.encode() not in bytes(question.reason)
    assert Notice.objects.filter(person=village.people["bilal"], kind="access_asked").exists()

    # only the owner reads why, and that is noted
    address = reverse("access_question", args=[question.id])
    assert anna.get(address).status_code == 404
    assert client_for("chris").get(address).status_code in {403, 404}
    assert REASON in words(bilal.get(address))
    assert Entry.objects.filter(verb="open", thing="signals.accessquestion").exists()

    without = bilal.post(address, {"answer": "yes"})
    assert without.status_code == 422
    bilal.post(address, {"answer": "yes", "ground": "avg_6_1_e"})
    shown = page_of(anna, theirs)
    assert SECRET_STORY in shown
    assert Notice.objects.filter(person=village.people["anna"], kind="access_granted").exists()
    # answered once
    bilal.post(address, {"answer": "no"})
    question.refresh_from_db()
    assert question.status == "granted"


def test_a_refusal_keeps_it_closed_and_may_be_asked_again(
    ours: Signal, theirs: Signal, client_for: Callable[[str], Client]
) -> None:
    anna, bilal = client_for("anna"), client_for("bilal")
    ask = reverse("signal_ask_access", args=[ours.reference, theirs.id])
    anna.post(ask, {"reason": REASON})
    assert anna.post(ask, {"reason": REASON}).status_code == 422
    bilal.post(reverse("access_question", args=[AccessQuestion.objects.get().id]), {"answer": "no"})
    assert anna.get(reverse("signal", args=[theirs.reference])).status_code == 404
    assert anna.post(ask, {"reason": REASON}).status_code == 302
    assert AccessQuestion.objects.count() == 2


def test_a_signal_that_shares_nothing_cannot_be_asked_for(
    ours: Signal, theirs: Signal, client_for: Callable[[str], Client]
) -> None:
    Mark.objects.filter(signal=theirs).delete()
    ask = reverse("signal_ask_access", args=[ours.reference, theirs.id])
    assert client_for("anna").post(ask, {"reason": REASON}).status_code == 404


def test_a_mark_that_many_share_is_not_compared(
    ours: Signal, village: Village, client_for: Callable[[str], Client]
) -> None:
    digest = ours.marks.get().digest
    for number in range(resemblance.TOO_MANY):
        other = make_signal(village.organisations["gemeente-deventer"], f"S-2026-3{number:03}")
        assert bytes(other.marks.get().digest) == bytes(digest)
    shown = page_of(client_for("anna"), ours)
    assert "komt vaak voor" in shown and "S-2026-3000" not in shown


def test_the_number_of_queries_does_not_grow(
    ours: Signal, village: Village, actor: Callable[[str], Any]
) -> None:
    def needed() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            look_for_earlier(in_hand(actor("anna"), "open", ours.reference))
        return len(queries)

    def add(number: int) -> None:
        for name in ("gemeente-deventer", "gemeente-zwolle"):
            make_signal(village.organisations[name], f"S-2025-{name[9]}{number:03}")

    add(1)
    few = needed()
    with vault.unlocked(ours.dossier) as box:
        for number in range(5):
            item = Item(signal=ours, kind="phone", source=Source.TEAM)
            box.put_text(item, "value", f"061234567{number}")
            item.save()
            digest = vault.blind_index("phone", f"061234567{number}")
            Mark.objects.create(signal=ours, item=item, kind="phone", digest=digest)
    for number in range(2, 12):
        add(number)
    assert needed() == few
