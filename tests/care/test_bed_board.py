# SPDX-License-Identifier: EUPL-1.2
"""The bed board counts beds and names nobody who was not shared."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meerinbeeld.access import Refused
from meerinbeeld.care.actions import facilities, shelter
from meerinbeeld.care.actions.shelter import Arrival, Wanted
from meerinbeeld.care.models import Case, Facility, Placement
from meerinbeeld.care.queries import board
from meerinbeeld.care.queries.scope import NotInReach
from meerinbeeld.care.rules.shelter import (
    LEFT,
    PLACED,
    REFUSED,
    REQUESTED,
    WAITING,
    WITHDRAWN,
    Occupancy,
    may_follow,
)
from meerinbeeld.journal.models import Entry
from meerinbeeld.network.actions.guard import Conflict
from tests.care.making import fact_of, grant_to, make_case, make_facility
from tests.people import Village

STATES = (REQUESTED, WAITING, PLACED, LEFT, REFUSED, WITHDRAWN)


@pytest.fixture
def haven(village: Village) -> Facility:
    return make_facility(village.organisations["opvang"], "De Haven Noord", beds=4)


@pytest.fixture
def kade(village: Village) -> Facility:
    return make_facility(village.organisations["school"], "De Kade", beds=3)


def stay(
    case: Case, village: Village, where: Facility, *, days: int = 1, beds: int = 1
) -> Placement:
    actor, then = village.actor("carla"), timezone.now() - timedelta(days=days)
    wish = shelter.request_place(actor, case.reference, Wanted(where.kind, where, beds), at=then)
    return shelter.place(actor, case.reference, wish.id, Arrival(where, at=then))


def test_the_board_says_how_full_it_is_in_words_picture_and_table(
    client_for: Any, case: Case, village: Village, haven: Facility, kade: Facility
) -> None:
    stay(case, village, haven, days=120, beds=2)
    shown = client_for("carla").get("/zorg/opvang/").content.decode()
    assert "2 van de 7 bedden zijn bezet, 5 zijn nu vrij." in shown
    assert "<svg" in shown and "style=" not in shown
    assert case.alias in shown  # the coordinator knows her own case
    assert "reden ontbreekt" in shown


def test_the_sentence_adds_up_when_more_people_stay_than_there_are_beds(
    client_for: Any, case: Case, village: Village, haven: Facility, kade: Facility
) -> None:
    stay(case, village, haven, beds=6)
    shown = client_for("carla").get("/zorg/opvang/").content.decode()
    assert "4 van de 7 bedden zijn bezet, 3 zijn nu vrij." in shown
    assert "Mensen boven het aantal bedden: 2." in shown


def test_a_closed_shelter_gives_no_bed_and_the_page_says_so(
    client_for: Any, village: Village, haven: Facility
) -> None:
    haven.is_open = False
    haven.save()
    shown = client_for("carla").get("/zorg/opvang/").content.decode()
    assert "0 van de 4 bedden zijn bezet, 0 zijn nu vrij." in shown
    assert "neemt nu niemand op" in shown


def test_a_provider_sees_its_own_beds_and_nobody_by_name(
    client_for: Any, case: Case, village: Village, haven: Facility, kade: Facility
) -> None:
    stay(case, village, haven, days=120)
    shown = client_for("chris").get("/zorg/opvang/").content.decode()
    assert "De Haven Noord" in shown
    assert "De Kade" not in shown
    assert case.alias not in shown and case.reference not in shown
    assert "Iemand" in shown


def test_a_provider_sees_the_alias_of_a_case_that_was_granted(
    client_for: Any, case: Case, village: Village, haven: Facility
) -> None:
    stay(case, village, haven, days=120)
    other = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    stay(other, village, haven, days=130)
    grant_to(
        village.organisations["opvang"], case, fact_of(case, "story"), by=village.people["carla"]
    )
    shown = client_for("chris").get("/zorg/opvang/").content.decode()
    assert case.alias in shown
    assert other.alias not in shown and other.reference not in shown


@pytest.mark.parametrize("name", ["anna", "pim", "tess", "paula", "adam", "leo", "sam"])
def test_nobody_else_opens_the_board(name: str, client_for: Any, haven: Facility) -> None:
    assert client_for(name).get("/zorg/opvang/").status_code == 403


def test_a_provider_without_shelters_has_no_board_in_the_menu(
    client_for: Any, village: Village
) -> None:
    assert "/zorg/opvang/" not in client_for("chris").get("/zorg/", follow=True).content.decode()
    make_facility(village.organisations["opvang"], "De Haven Zuid")
    assert "/zorg/opvang/" in client_for("chris").get("/zorg/", follow=True).content.decode()


def test_a_provider_keeps_its_own_beds_and_not_those_of_others(
    client_for: Any, village: Village, haven: Facility, kade: Facility
) -> None:
    client = client_for("chris")
    sent = client.post(f"/zorg/opvang/{haven.id}/bedden/", {"beds": "6", "version": "1"})
    assert sent.status_code == 302
    haven.refresh_from_db()
    assert (haven.beds, haven.is_open) == (6, False)
    assert Entry.objects.filter(verb="change", thing_id=str(haven.id)).exists()
    other = client.post(f"/zorg/opvang/{kade.id}/bedden/", {"beds": "6", "version": "1"})
    assert other.status_code == 404
    whole = {"name": "x", "beds": "6", "version": "1", "kind": "wmo"}
    assert client.post(f"/zorg/opvang/{haven.id}/", whole).status_code == 302
    haven.refresh_from_db()
    assert haven.name == "De Haven Noord"
    assert client.post("/zorg/opvang/erbij/", whole).status_code == 403
    assert client.post(f"/zorg/opvang/{haven.id}/einde/").status_code == 403


def test_two_editors_see_each_others_number_of_beds(
    client_for: Any, village: Village, haven: Facility
) -> None:
    facilities.keep_beds(village.actor("chris"), haven.id, beds=9, is_open=True, version=1)
    answer = client_for("carla").post(
        f"/zorg/opvang/{haven.id}/bedden/", {"beds": "5", "is_open": "on", "version": "1"}
    )
    assert answer.status_code == 409
    assert "9" in answer.content.decode() and 'value="5"' in answer.content.decode()
    with pytest.raises(Conflict):
        facilities.keep_beds(village.actor("carla"), haven.id, beds=5, is_open=True, version=1)
    haven.refresh_from_db()
    assert haven.beds == 9


def test_a_shelter_goes_off_the_board_and_comes_back(
    client_for: Any, case: Case, village: Village, haven: Facility
) -> None:
    client = client_for("carla")
    client.post(f"/zorg/opvang/{haven.id}/einde/", follow=True)
    assert "De Haven Noord" not in client.get("/zorg/opvang/").content.decode()
    client.post(f"/zorg/opvang/{haven.id}/einde/", {"back": "yes"}, follow=True)
    stay(case, village, haven)
    client.post(f"/zorg/opvang/{haven.id}/einde/", follow=True)
    assert "De Haven Noord" in client.get("/zorg/opvang/").content.decode()  # somebody stays there


def test_a_name_is_given_once(client_for: Any, village: Village, haven: Facility) -> None:
    sent = {
        "name": haven.name,
        "provider": str(haven.provider_id),
        "kind": "wmo",
        "beds": "3",
        "is_open": "on",
    }
    answer = client_for("carla").post("/zorg/opvang/erbij/", sent)
    assert answer.status_code == 422
    assert "Er is al een opvang met deze naam" in answer.content.decode()


def test_the_list_to_take_along_names_nobody_and_is_journaled(
    client_for: Any, case: Case, village: Village, haven: Facility
) -> None:
    stay(case, village, haven, days=120)
    haven.name = "=1+1"
    haven.save()
    csv = client_for("carla").get("/zorg/opvang/lijst/csv/").content.decode("utf-8-sig")
    assert "'=1+1" in csv
    assert case.alias not in csv and case.reference not in csv
    assert Entry.objects.filter(verb="export", thing="care.facility").count() == 1
    xlsx = client_for("carla").get("/zorg/opvang/lijst/xlsx/").content
    rows = list(openpyxl.load_workbook(io.BytesIO(xlsx)).active.values)  # type: ignore[union-attr]
    assert rows[1][3:6] == (4, 1, 3)
    assert client_for("chris").get("/zorg/opvang/lijst/csv/").status_code == 403
    assert client_for("carla").get("/zorg/opvang/lijst/exe/").status_code == 404


def test_the_number_of_queries_does_not_grow(village: Village, haven: Facility) -> None:
    carla = village.actor("carla")

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            board.board(carla, timezone.now())
        return len(caught)

    first = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    stay(first, village, haven, days=100)
    before = queries()
    for number in range(4):
        one = make_case(village.organisations["veilig-thuis"], village.people["carla"])
        where = make_facility(village.organisations["opvang"], f"Huis {number}")
        stay(one, village, where, days=100 + number)
    assert queries() == before <= 8


def test_reach_is_asked_of_each_role(village: Village, haven: Facility, kade: Facility) -> None:
    assert board.facility(village.actor("chris"), haven.id) == haven
    with pytest.raises(NotInReach):
        board.facility(village.actor("chris"), kade.id)
    with pytest.raises(Refused):
        board.facility(village.actor("anna"), haven.id)


# --- Properties -----------------------------------------------------------------------------------


@given(st.sampled_from(STATES), st.sampled_from(STATES))
def test_nothing_follows_an_end_and_nobody_is_placed_unasked(now: str, then: str) -> None:
    if now in (LEFT, REFUSED, WITHDRAWN):
        assert not may_follow(now, then)
    if may_follow(now, PLACED):
        assert now in (REQUESTED, WAITING)
    if may_follow(now, then) and then == LEFT:
        assert now == PLACED


@given(st.integers(1, 500), st.integers(0, 600), st.integers(0, 600))
def test_beds_taken_free_and_beyond_add_up(beds: int, taken: int, long: int) -> None:
    full = Occupancy(beds, taken, min(long, taken))
    assert full.free - full.over == beds - taken
    assert min(full.free, full.over) == 0
    assert 0 <= full.bar.long <= full.bar.taken <= full.bar.beds <= 100
    assert full.bar.beds + full.bar.over <= 100


#: What may be done with the place of one person: (who, verb).
DEEDS = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from(["ask", "wait", "place", "leave", "refuse", "elsewhere"])
    ),
    max_size=14,
)


@given(deeds=DEEDS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_board_agrees_with_a_recount_whatever_is_done(
    deeds: list[tuple[int, str]], village: Village
) -> None:
    actor, provider = village.actor("carla"), village.organisations["opvang"]
    Placement.objects.all().delete()
    houses = [Facility.objects.filter(name=name).first() or make_facility(provider, name, beds=1)
              for name in ("Een", "Twee")]  # fmt: skip
    cases = [make_case(village.organisations["veilig-thuis"], village.people["carla"])
             for _ in range(4)]  # fmt: skip
    for who, verb in deeds:
        _do(actor, cases[who], houses, verb)
    counted = {line.facility.name: line for line in board.board(actor, timezone.now()).lines}
    for house in houses:
        rows = list(Placement.objects.filter(facility=house))
        assert counted[house.name].full.taken == sum(r.beds for r in rows if r.status == PLACED)
        waiting = sum(r.beds for r in rows if r.status in (REQUESTED, WAITING))
        assert counted[house.name].waiting == waiting
    for case in cases:
        assert case.placements.filter(status=PLACED).count() <= 1


def _do(actor: Any, case: Case, houses: list[Facility], verb: str) -> None:
    asked = case.placements.filter(status__in=(REQUESTED, WAITING)).first()
    stays = case.placements.filter(status=PLACED).first()
    if verb == "ask":
        shelter.request_place(actor, case.reference, Wanted("wmo", houses[0], beds=2))
    elif verb == "wait" and asked:
        shelter.wait(actor, case.reference, asked.id, "full")
    elif verb == "refuse" and asked:
        shelter.refuse(actor, case.reference, asked.id, "full")
    elif verb in ("place", "elsewhere") and asked:
        where = houses[verb == "elsewhere"]
        shelter.place(actor, case.reference, asked.id, Arrival(where))
    elif verb == "leave" and stays:
        shelter.leave(actor, case.reference, stays.id, "unknown")


def test_whoever_only_referred_somebody_gets_no_link_that_refuses(
    client_for: Any, village: Village, haven: Facility
) -> None:
    case = make_case(
        village.organisations["veilig-thuis"],
        village.people["carla"],
        referred_by=village.people["chris"],
    )
    stay(case, village, haven, days=120)
    wish = Wanted(haven.kind, haven, 1)
    shelter.request_place(village.actor("carla"), case.reference, wish)
    board_of_chris = client_for("chris").get("/zorg/opvang/").content.decode()
    assert "Iemand" in board_of_chris
    assert case.alias not in board_of_chris and f"/zorg/{case.reference}/" not in board_of_chris
    grant_to(haven.provider, case, fact_of(case, "name"), by=village.people["carla"])
    address = f"/zorg/{case.reference}/"
    assert f'href="{address}"' in client_for("chris").get("/zorg/opvang/").content.decode()
    assert client_for("chris").get(address).status_code == 200, "the link that is drawn opens"


def test_a_new_shelter_takes_people_unless_somebody_says_otherwise(client_for: Any) -> None:
    page = client_for("carla").get("/zorg/opvang/erbij/")
    assert page.context["form"]["is_open"].value() is True


def test_only_the_team_is_asked_to_write_down_why_a_stay_takes_longer(
    client_for: Any, case: Case, village: Village, haven: Facility
) -> None:
    placement = stay(case, village, haven, days=120)
    grant_to(haven.provider, case, fact_of(case, "name"), by=village.people["carla"])
    address = f"/zorg/{case.reference}/opvang/{placement.id}/langer/"
    assert f'href="{address}"' in client_for("carla").get("/zorg/opvang/").content.decode()
    assert client_for("carla").get(address).status_code == 200
    shown = client_for("chris").get("/zorg/opvang/").content.decode()
    assert "reden ontbreekt" in shown and case.alias in shown
    assert address not in shown, "a link that refuses is not drawn"
