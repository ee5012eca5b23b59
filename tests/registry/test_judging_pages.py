# SPDX-License-Identifier: EUPL-1.2
"""The pages of who is the same person: the list, a pair, a victim, a search."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meerinbeeld.access.changing import Seen
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import judging
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.models import Judgement, Notification, Pair, Run
from tests.people import Village
from tests.registry.making import CONSENT, SECRET_NAME, notify

SignIn = Callable[[str], Client]
WEIGHTS = [
    ["prior", "", -9.5], ["given", "exact", 8.0], ["birth", "turned", 7.2],
    ["sex", "exact", 1.0], ["place", "else", -0.4],
]  # fmt: skip
OTHER_NAME = "Zeldzame Anderenaam"


def likely(one: Notification, other: Notification, probability: float = 0.97) -> Pair:
    first, second = sorted((one, other), key=lambda row: row.pk)
    return Pair.objects.create(first=first, second=second, probability=probability, weights=WEIGHTS)


@pytest.fixture
def told(village: Village) -> list[Notification]:
    """Of the police, the shelter and the inspectorate."""
    return [
        notify(village, "pim"),
        notify(village, "chris", details={"name": OTHER_NAME, "birth_date": "2005-03-04"}),
        notify(village, "carla"),
    ]


@pytest.fixture
def pair(told: list[Notification]) -> Pair:
    return likely(told[0], told[1])


def say(
    client: Client, pair: Pair, verdict: str, seen: Seen | None = None, **more: Any
) -> HttpResponse:
    data = {"once": uuid.uuid4(), "seen": str(seen or Seen.of(pair)), "verdict": verdict, **more}
    return client.post(reverse("pair", args=[pair.pk]), data)  # type: ignore[return-value]


def english(name: str, *args: Any) -> str:
    """An address in English, whatever language the last answer was in."""
    return "/en" + reverse(name, args=args).removeprefix("/en")


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


# --- Who sees what --------------------------------------------------------------------------------


def addresses(pair: Pair) -> list[str]:
    run = Run.objects.create(state="done")
    victim = pair.first.victim.reference
    return [
        reverse("pairs"), reverse("pair", args=[pair.pk]), reverse("linkage_ask"),
        reverse("linkage_run", args=[run.pk]),
        reverse("victim_take_out", args=[victim, pair.first.reference]),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "tess", "paula", "adam"])
def test_only_who_keeps_the_register_sees_pairs(client_for: SignIn, pair: Pair, name: str) -> None:
    client = client_for(name)
    for address in addresses(pair):
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert SECRET_NAME not in text(answer)


def test_a_list_names_nobody_and_opens_nothing(client_for: SignIn, pair: Pair) -> None:
    answer = client_for("carla").get(reverse("pairs"))
    assert pair.first.reference in text(answer)
    assert SECRET_NAME not in text(answer) and OTHER_NAME not in text(answer)
    assert not Entry.objects.filter(verb__in=("open", "reveal")).exists()


def test_comparing_shows_both_names_and_leaves_a_trace_in_both_dossiers(
    client_for: SignIn, pair: Pair
) -> None:
    answer = client_for("carla").get(reverse("pair", args=[pair.pk]))
    assert SECRET_NAME in text(answer) and OTHER_NAME in text(answer)
    opened = Entry.objects.filter(verb="reveal", reason_code="judging")
    assert {entry.dossier for entry in opened} == {pair.first.dossier, pair.second.dossier}


def test_a_day_and_a_month_that_were_swapped_can_be_told_apart(
    client_for: SignIn, pair: Pair
) -> None:
    shown = text(client_for("carla").get(reverse("pair", args=[pair.pk])))
    assert "3 april 2005" in shown and "4 maart 2005" in shown


def test_the_next_step_of_a_pair_leads_to_it(client_for: SignIn, pair: Pair) -> None:
    shown = text(client_for("carla").get(reverse("pairs")))
    assert shown.count(f'href="{reverse("pair", args=[pair.pk])}"') == 2


def test_differences_are_told_in_words(client_for: SignIn, pair: Pair) -> None:
    shown = text(client_for("carla").get(english("pair", pair.pk)))
    assert "day and month changed places" in shown
    assert "Most for it speaks first name: the same." in shown


def test_of_a_person_who_withdrew_consent_nothing_is_left_to_compare(
    village: Village, client_for: SignIn, told: list[Notification]
) -> None:
    row = notify(village, "chris", basis=CONSENT, details={"name": OTHER_NAME})
    pair = likely(told[0], row)
    say(client_for("carla"), pair, "same")
    withdraw_consent(village.actor("chris"), row.reference)
    answer = client_for("carla").get(reverse("pair", args=[pair.pk]))
    assert answer.status_code == 200
    assert OTHER_NAME not in text(answer)


def test_a_pair_that_is_gone_is_not_found(client_for: SignIn) -> None:
    assert client_for("carla").get(reverse("pair", args=[uuid.uuid4()])).status_code == 404


# --- Judging --------------------------------------------------------------------------------------


def test_after_a_verdict_comes_the_next_pair_with_a_way_back(
    client_for: SignIn, pair: Pair, told: list[Notification]
) -> None:
    following = likely(told[1], told[2], 0.6)
    client = client_for("carla")
    answer = say(client, pair, "different")
    assert answer["Location"] == f"{reverse('pair', args=[following.pk])}?vorige={pair.pk}"
    shown = text(client.get("/en" + answer["Location"].removeprefix("/en")))
    assert "Take this back" in shown
    pair.refresh_from_db()
    say(client, pair, "open")
    pair.refresh_from_db()
    assert pair.verdict == "open"


def test_after_the_last_one_comes_the_list(client_for: SignIn, pair: Pair) -> None:
    answer = say(client_for("carla"), pair, "unsure")
    assert answer["Location"].startswith(reverse("pairs") + "?vorige=")


def test_what_follows_from_a_verdict_is_not_asked_again(
    client_for: SignIn, told: list[Notification], pair: Pair
) -> None:
    likely(told[1], told[2])
    third = likely(told[0], told[2])
    client = client_for("carla")
    for one in Pair.objects.exclude(pk=third.pk):
        say(client, one, "same")
    assert "A-20" not in text(client.get(english("pairs"))).split("<main")[1]


def test_strangers_are_not_pulled_together_and_the_page_says_whom_to_look_at(
    client_for: SignIn, told: list[Notification], pair: Pair
) -> None:
    client = client_for("carla")
    say(client, pair, "same")
    say(client, likely(told[0], told[2]), "different")
    answer = say(client, likely(told[1], told[2]), "same")
    assert answer.status_code == 422
    assert told[0].reference in text(answer)
    assert Judgement.objects.count() == 2


def test_somebody_else_judged_it_meanwhile(client_for: SignIn, pair: Pair) -> None:
    seen, client = Seen.of(pair), client_for("carla")
    say(client, pair, "different")
    answer = say(client, pair, "same", seen)
    assert answer.status_code == 409
    assert "Carla Bos" in text(answer)
    pair.refresh_from_db()
    assert pair.verdict == "different"


@pytest.mark.parametrize("verdict", ["", "perhaps"])
def test_no_verdict_is_no_verdict(client_for: SignIn, pair: Pair, verdict: str) -> None:
    assert say(client_for("carla"), pair, verdict).status_code == 422
    assert not Judgement.objects.exists()


# --- A victim -------------------------------------------------------------------------------------


def test_a_victim_shows_its_notifications_and_who_joined_them(
    client_for: SignIn, pair: Pair
) -> None:
    client = client_for("carla")
    say(client, pair, "same")
    oldest = Notification.objects.earliest("made_at")
    shown = text(client.get(reverse("victim", args=[oldest.victim.reference])))
    assert pair.first.reference in shown and pair.second.reference in shown
    assert "Carla Bos" in shown
    assert SECRET_NAME not in shown
    opened = Entry.objects.filter(verb="open", reason_code="victim")
    assert {entry.dossier for entry in opened} == {pair.first.dossier, pair.second.dossier}


def test_a_number_that_was_joined_leads_to_the_one_that_counts(
    client_for: SignIn, pair: Pair, told: list[Notification]
) -> None:
    gone = told[1].victim.reference
    client = client_for("carla")
    say(client, pair, "same")
    answer = client.get(reverse("victim", args=[gone]))
    assert answer["Location"] == reverse("victim", args=[told[0].victim.reference])


def test_an_organisation_sees_its_own_part_of_a_victim_only(
    client_for: SignIn, pair: Pair, told: list[Notification]
) -> None:
    say(client_for("carla"), pair, "same")
    address = reverse("victim", args=[told[0].victim.reference])
    shown = text(client_for("chris").get(address))
    assert told[1].reference in shown and told[0].reference not in shown
    assert client_for("anna").get(address).status_code == 404


def test_one_is_taken_out_again(client_for: SignIn, pair: Pair, told: list[Notification]) -> None:
    before = {row.pk: row.victim_id for row in told}
    client = client_for("carla")
    say(client, pair, "same")
    address = reverse("victim_take_out", args=[told[0].victim.reference, told[1].reference])
    assert client.get(address).status_code == 200
    once = {"once": uuid.uuid4()}
    assert client.post(address, once).status_code == 302
    assert {row.pk: row.victim_id for row in Notification.objects.all()} == before
    pair.refresh_from_db()
    assert pair.verdict == "different"
    assert client.post(address, once).status_code == 404  # it stands alone by now


def test_what_hung_on_the_one_that_is_taken_out_comes_apart(
    village: Village, told: list[Notification], client_for: SignIn, pair: Pair
) -> None:
    client = client_for("carla")
    say(client, pair, "same")
    say(client, likely(told[1], told[2]), "same")
    actor = village.actor("carla")
    assert judging.take_out(actor, told[1].reference, once=uuid.uuid4()) == 3


# --- A search -------------------------------------------------------------------------------------


def test_a_search_is_asked_followed_and_stopped(
    client_for: SignIn, told: list[Notification], village: Village
) -> None:
    client = client_for("carla")
    shelter = village.organisations["opvang"]
    answer = client.post(reverse("linkage_ask"), {"unique": [shelter.pk]})
    run = Run.objects.get()
    assert answer["Location"] == reverse("linkage_run", args=[run.pk])
    assert run.settings == {"unique": [str(shelter.pk)]}
    assert "hx-get" in text(client.get(answer["Location"]))
    part = text(client.get(answer["Location"], headers={"HX-Request": "true"}))
    assert "<html" not in part
    client.post(reverse("linkage_stop", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "stopped")
    assert "hx-get" not in text(client.get(answer["Location"]))


def test_a_second_search_is_refused_with_a_reason(client_for: SignIn) -> None:
    client = client_for("carla")
    client.post(reverse("linkage_ask"))
    assert client.post(reverse("linkage_ask")).status_code == 422
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    "problem", ["killed", "no_right", "contradiction", "no_memory", "ValueError"]
)
def test_a_failed_search_says_why(client_for: SignIn, problem: str) -> None:
    run = Run.objects.create(state="failed", problem=problem)
    shown = text(client_for("carla").get(english("linkage_run", run.pk)))
    assert "Start a new search" in shown
