# SPDX-License-Identifier: EUPL-1.2
"""A case is found by its number, its made-up name or a detail of the person, by its team alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from meerinbeeld.care.actions.facts import add_fact, remove_fact, restore_fact
from meerinbeeld.care.actions.retention import bury_case
from meerinbeeld.care.models import Case, Mark, Phase
from meerinbeeld.journal.models import Entry
from meerinbeeld.oversight.rights import queries as rights
from tests.care.making import SECRET_NAME, SECRET_STORY, fact_of, grant_to, make_case
from tests.people import Village

ClientFor = Callable[[str], Client]
NOTHING = ("Niets gevonden", "Nothing found")


def found(client: Client, typed: str) -> str:
    return client.post(reverse("case_search"), {"wanted": typed}).text


def ways(case: Case) -> list[str]:
    number = case.reference.removeprefix("Z-")
    return [case.reference, number, f"z {number}", case.alias, case.alias.lower(), SECRET_NAME,
            f"  {SECRET_NAME.upper()} "]  # fmt: skip


def test_the_team_finds_a_case_by(client_for: ClientFor, case: Case) -> None:
    carla = client_for("carla")
    for typed in ways(case):
        assert reverse("case", args=[case.reference]) in found(carla, typed), typed


@pytest.mark.parametrize("typed", [SECRET_STORY, "Zeldzaam", "S-2026-1", "x", "1999"])
def test_what_is_written_about_somebody_is_not_searched(
    client_for: ClientFor, case: Case, typed: str
) -> None:
    shown = found(client_for("carla"), typed)
    assert reverse("case", args=[case.reference]) not in shown
    assert any(words in shown for words in NOTHING)


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "tess", "paula", "adam", "leo", "sam"])
def test_nobody_else_can_try_names(client_for: ClientFor, case: Case, name: str) -> None:
    client = client_for(name)
    assert client.get(reverse("case_search")).status_code == 403
    assert client.post(reverse("case_search"), {"wanted": SECRET_NAME}).status_code == 403


def test_a_partner_with_a_grant_cannot_try_names_either(
    client_for: ClientFor, case: Case, village: Village
) -> None:
    opvang, carla = village.organisations["opvang"], village.people["carla"]
    grant_to(opvang, case, fact_of(case, "name"), by=carla)
    assert (
        client_for("chris").post(reverse("case_search"), {"wanted": SECRET_NAME}).status_code == 403
    )


def test_a_case_of_another_team_is_not_found(
    client_for: ClientFor, village: Village, case: Case
) -> None:
    other = make_case(village.organisations["opvang"], village.people["chris"])
    shown = found(client_for("carla"), SECRET_NAME)
    assert case.reference in shown
    assert other.reference not in shown


def test_looking_for_a_person_is_journaled_without_the_person(
    client_for: ClientFor, case: Case
) -> None:
    found(client_for("carla"), SECRET_NAME)
    entry = Entry.objects.get(verb="search", thing="care.case")
    assert entry.reason_code == "name+place"
    assert SECRET_NAME not in str(vars(entry))


def test_the_text_is_in_no_address_and_nothing_typed_is_lost(client_for: ClientFor) -> None:
    long = "a" * 300
    answer = client_for("carla").post(reverse("case_search"), {"wanted": long})
    assert answer.status_code == 422
    assert long in answer.text


def test_a_removed_fact_is_not_found_and_one_put_back_is(
    village: Village, client_for: ClientFor, case: Case
) -> None:
    actor, client = village.actor("carla"), client_for("carla")
    phone = add_fact(actor, case.reference, "phone", "06 0001 2345")
    assert case.reference in found(client, "+31 6 00012345")
    remove_fact(actor, case.reference, phone.id)
    assert case.reference not in found(client, "0600012345").replace("0600012345", "")
    restore_fact(actor, case.reference, phone.id)
    assert case.reference in found(client, "0600012345")


def test_a_new_name_takes_the_place_of_the_old_mark(village: Village, case: Case) -> None:
    add_fact(village.actor("carla"), case.reference, "name", "Andere Naam")
    assert [mark.kind for mark in Mark.objects.filter(case=case)] == ["name"]


def test_no_mark_outlives_a_destroyed_case(village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], phase=Phase.CLOSED)
    assert Mark.objects.filter(case=case).exists()
    bury_case(village.actor("paula"), case)
    assert not Mark.objects.filter(case=case).exists()


def test_the_shelter_has_no_mark(case: Case) -> None:
    assert {mark.kind for mark in Mark.objects.all()} == {"name"}


def test_a_person_who_asks_for_access_is_found_in_a_case_without_a_signal(
    village: Village, case: Case
) -> None:
    hits = rights.look_for(village.actor("paula"), SECRET_NAME)
    assert [(hit.kind, hit.reference, hit.why) for hit in hits] == [
        ("case", case.reference, "mark")
    ]


# --- Perhaps known already ------------------------------------------------------------------------


def test_a_referral_tells_that_the_person_may_be_known(
    client_for: ClientFor, village: Village, case: Case
) -> None:
    again = make_case(village.organisations["veilig-thuis"], phase=Phase.REFERRED)
    page = reverse("case", args=[again.reference])
    assert reverse("case", args=[case.reference]) in client_for("carla").get(page).text


def test_a_referral_says_nothing_of_the_cases_of_another_team(
    client_for: ClientFor, village: Village
) -> None:
    other = make_case(village.organisations["opvang"], village.people["chris"])
    again = make_case(village.organisations["veilig-thuis"], phase=Phase.REFERRED)
    page = client_for("carla").get(reverse("case", args=[again.reference])).text
    assert other.reference not in page


def test_whoever_referred_does_not_hear_that_the_person_is_known(
    client_for: ClientFor, village: Village, case: Case
) -> None:
    again = make_case(
        village.organisations["veilig-thuis"],
        phase=Phase.REFERRED,
        referred_by=village.people["tess"],
    )
    page = client_for("tess").get(reverse("my_referral", args=[again.reference]))
    assert page.status_code == 200
    assert case.reference not in page.text
