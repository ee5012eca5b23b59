# SPDX-License-Identifier: EUPL-1.2
"""The first screen of a care coordinator: what waits, what is late, who was not heard from."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.care.actions import plan
from meerinbeeld.care.actions.contact import record_contact
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries import caseload
from meerinbeeld.care.queries.caseload import Wanted
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.journal.models import Entry
from meerinbeeld.parties.models import Municipality
from tests.care.making import SECRETS, fact_of, grant_to, make_case
from tests.people import Village

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def carla(village: Village) -> Any:
    return village.actor("carla")


def another(village: Village, act_in: timedelta = timedelta(days=9), **facts: Any) -> Case:
    """One more case of Carla, in which somebody has to act after this time."""
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"], **facts)
    act_at = timezone.now() + act_in
    case.clocks.filter(ended_at=None).update(due_at=act_at)
    case.act_at = act_at
    case.last_contact_at = facts.get("last_contact_at", NOW)
    case.save()
    return case


def shown(actor: Any, **wanted: Any) -> list[str]:
    listing = caseload.listing(actor, Wanted(**wanted), timezone.now())
    return [row.case.reference for row in listing.rows]


# --- What waits -----------------------------------------------------------------------------------


def test_the_tiles_count_by_how_soon_somebody_has_to_act(carla: Any, village: Village) -> None:
    for act_in in (-timedelta(hours=1), timedelta(hours=2), timedelta(days=3), timedelta(days=30)):
        another(village, act_in)
    counted = caseload.counts(carla, timezone.now())
    assert (counted["late"], counted["today"], counted["week"]) == (1, 1, 1)


def test_a_tile_shows_what_it_counts(carla: Any, village: Village) -> None:
    late = another(village, -timedelta(hours=1))
    another(village, timedelta(days=3))
    assert shown(carla, tile="late") == [late.reference]
    assert shown(carla)[0] == late.reference  # the most pressing first


def test_whoever_was_not_heard_from_for_the_days_of_the_norm_stands_in_the_tile(
    carla: Any, village: Village
) -> None:
    days = (NOW - caseload.silence(NOW)).days
    silent = another(village, last_contact_at=NOW - timedelta(days=days, minutes=1))
    another(village, last_contact_at=NOW - timedelta(days=days - 1))
    assert shown(carla, tile="silent") == [silent.reference]
    record_contact(carla, silent.reference, "phone")
    assert shown(carla, tile="silent") == []


def test_without_any_contact_the_silence_runs_from_when_help_was_accepted(
    carla: Any, village: Village
) -> None:
    with time_machine.travel(NOW - timedelta(days=60)):
        case = another(village, timedelta(days=90))
    Case.objects.filter(pk=case.pk).update(last_contact_at=None)
    assert shown(carla, tile="silent") == [case.reference]


def test_a_case_whose_coordinator_left_stands_without_one(carla: Any, village: Village) -> None:
    cor = Person.objects.create_user("cor@example.org", "Cor Dam", "een lang wachtwoord")
    safe_home = village.organisations["veilig-thuis"]
    Membership.objects.create(person=cor, organisation=safe_home, role="care_coordinator")
    left = make_case(safe_home, cor)
    assert shown(carla, tile="nobody") == []
    ended = NOW.date() - timedelta(days=1)
    Membership.objects.filter(person=cor).update(valid_from=ended, valid_to=ended)
    assert shown(carla, tile="nobody") == [left.reference]


def test_referrals_that_wait_stand_in_their_tile(carla: Any, village: Village) -> None:
    waiting = make_case(village.organisations["veilig-thuis"], phase="referred")
    another(village)
    assert shown(carla, tile="waiting") == [waiting.reference]


def test_the_next_step_is_the_first_of_clocks_and_tasks(carla: Any, village: Village) -> None:
    case = another(village, timedelta(days=9))
    listing = caseload.listing(carla, Wanted(), timezone.now())
    assert listing.rows[0].next.due_at == case.act_at
    plan.add_task(carla, case.reference, "call", evening(NOW.date()), text="Geheim woord")
    row = caseload.listing(carla, Wanted(), timezone.now()).rows[0]
    assert row.next.state == "today"
    assert "Geheim" not in row.next.label


# --- Narrowing ------------------------------------------------------------------------------------


def test_each_filter_leaves_what_fits(carla: Any, village: Village) -> None:
    zwolle = another(village, municipality=Municipality.objects.get(pk="GM0193"))
    other = another(village, phase="intake")
    assert shown(carla, municipality="GM0193") == [zwolle.reference]
    assert shown(carla, phase="intake") == [other.reference]
    assert set(shown(carla, coordinator="me")) == {zwolle.reference, other.reference}
    assert shown(carla, form="labour_exploitation") == []
    assert len(shown(carla, form="sexual_exploitation")) == 2


def test_closed_cases_show_when_asked_for(carla: Any, village: Village) -> None:
    closed = make_case(village.organisations["veilig-thuis"], phase="closed")
    assert shown(carla) == []
    assert shown(carla, phase="closed") == [closed.reference]


@pytest.mark.parametrize(
    "query",
    ["wat=onzin", "page=-1", "page=9999", "fase=x", "gemeente=x", "wie=x"],
)
def test_an_odd_address_shows_a_list_and_no_fault(query: str, client_for: Any, case: Case) -> None:
    assert client_for("carla").get(f"/zorg/?{query}").status_code == 200


# --- Who sees what --------------------------------------------------------------------------------


def test_the_list_holds_no_sealed_word(client_for: Any, case: Case) -> None:
    words = client_for("carla").get("/zorg/").content.decode()
    assert case.alias in words
    assert not any(secret in words for secret in SECRETS)


@pytest.mark.parametrize("name", ["anna", "paula", "adam", "tess"])
def test_others_see_no_case_in_the_list_or_its_file(name: str, client_for: Any, case: Case) -> None:
    client = client_for(name)
    for address in ("/zorg/", "/zorg/bewaren/csv/", "/zorg/bewaren/xlsx/"):
        answer = client.get(address, follow=True)
        assert answer.status_code in (200, 403, 404)
        assert case.alias not in answer.content.decode(errors="replace")


def test_a_partner_gets_no_file_of_the_caseload(
    client_for: Any, case: Case, village: Village
) -> None:
    by = village.people["carla"]
    grant_to(village.organisations["opvang"], case, fact_of(case, "story"), by=by)
    assert client_for("chris").get("/zorg/bewaren/csv/").status_code in (403, 404)


def test_taking_the_list_along_is_journaled_for_each_case(
    client_for: Any, carla: Any, village: Village
) -> None:
    cases = [another(village) for _number in range(3)]
    Case.objects.filter(pk=cases[0].pk).update(alias="=1+1")
    text = client_for("carla").get("/zorg/bewaren/csv/").content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert all(case.reference in text for case in cases)
    entries = Entry.objects.filter(verb="export", thing="care.case")
    assert {entry.dossier for entry in entries} == {case.dossier for case in cases}


def test_the_file_follows_the_filter(client_for: Any, village: Village) -> None:
    late, other = another(village, -timedelta(hours=1)), another(village)
    text = client_for("carla").get("/zorg/bewaren/csv/?wat=late").content.decode("utf-8-sig")
    assert late.reference in text
    assert other.reference not in text


# --- Cost -----------------------------------------------------------------------------------------


def test_the_screen_asks_the_database_as_often_with_many_cases(
    client_for: Any, carla: Any, village: Village
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client_for("carla").get("/zorg/")
        return len(caught)

    for _number in range(2):
        case = another(village)
        plan.add_task(carla, case.reference, "call", evening(NOW.date()))
    few = queries()
    for _number in range(12):
        case = another(village, municipality=Municipality.objects.get(pk="GM0193"))
        plan.add_task(carla, case.reference, "call", evening(NOW.date()))
        record_contact(carla, case.reference, "phone", minutes=15)
    assert queries() == few
