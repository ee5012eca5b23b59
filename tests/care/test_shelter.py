# SPDX-License-Identifier: EUPL-1.2
"""A place to stay: asked for, waited for, taken and left; where it stands stays hidden."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access.changing import ChangeError, Seen, Stale
from meerinbeeld.care.actions import shelter
from meerinbeeld.care.actions.shelter import Arrival, Wanted
from meerinbeeld.care.models import Case, Facility, GrantedItem, Placement
from meerinbeeld.journal.models import Entry
from tests.care.making import SECRET_SHELTER, fact_of, grant_to, make_facility
from tests.people import Village

NEW_ADDRESS = "Nieuwe Geheimweg 4, Elders"


@pytest.fixture
def haven(village: Village) -> Facility:
    return make_facility(village.organisations["opvang"], "De Haven Noord", beds=2)


@pytest.fixture
def wish(case: Case, village: Village, haven: Facility) -> Placement:
    actor = village.actor("carla")
    return shelter.request_place(actor, case.reference, Wanted("wmo", haven, note="ver van hier"))


def placed(case: Case, village: Village, wish: Placement, **arrival: Any) -> Placement:
    assert wish.facility is not None
    where = Arrival(wish.facility, **arrival)
    return shelter.place(village.actor("carla"), case.reference, wish.id, where)


def running(case: Case) -> set[str]:
    return set(case.clocks.filter(ended_at=None).values_list("kind", flat=True))


def test_asking_for_a_place_asks_for_no_complaint_and_reminds(
    client_for: Any, case: Case, haven: Facility
) -> None:
    client = client_for("carla")
    page = client.get(f"/zorg/{case.reference}/opvang/")
    form = page.context["form"]
    sent = client.post(
        f"/zorg/{case.reference}/opvang/",
        {
            "once": str(form.initial["once"]),
            "seen": form.initial["seen"],
            "kind": "cosm",
            "facility": "",
            "beds": "2",
        },
    )
    assert sent.status_code == 302
    found = Placement.objects.get(case=case)
    assert (found.kind, found.facility, found.beds, found.status) == ("cosm", None, 2, "requested")
    assert "shelter_wait" in running(case)
    assert "CoMensha" in client.get(f"/zorg/{case.reference}/fase/protect/").content.decode()


def test_waiting_has_a_reason(case: Case, village: Village, wish: Placement) -> None:
    found = shelter.wait(village.actor("carla"), case.reference, wish.id, "children")
    assert (found.status, found.wait_reason) == ("waiting", "children")


def test_a_move_starts_the_clock_of_a_new_look_at_safety(
    case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish)
    assert {"safety_after_move", "long_stay"} <= running(case)
    assert "shelter_wait" not in running(case)
    first = case.clocks.get(kind="safety_after_move", ended_at=None)
    shelter.leave(village.actor("carla"), case.reference, wish.id, "own_home")
    again = case.clocks.get(kind="safety_after_move", ended_at=None)
    assert again.id != first.id
    assert "long_stay" not in running(case)


def test_the_address_is_a_strict_fact_that_goes_with_the_stay(
    client_for: Any, case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish, address=NEW_ADDRESS)
    page = client_for("carla").get(f"/zorg/{case.reference}/fase/protect/").content.decode()
    assert NEW_ADDRESS not in page
    assert SECRET_SHELTER not in page
    fact = fact_of(case, "shelter_address")
    shown = client_for("carla").post(f"/zorg/{case.reference}/tonen/{fact.id}/")
    assert NEW_ADDRESS in shown.content.decode()
    entry = Entry.objects.filter(verb="reveal", thing_id=str(fact.id)).last()
    assert entry is not None and entry.reason_code == "shelter_address"
    shelter.leave(village.actor("carla"), case.reference, wish.id, "own_home")
    assert not case.facts.filter(kind="shelter_address", removed_at=None).exists()


def test_an_address_without_a_place_is_kept_just_as_strictly(client_for: Any, case: Case) -> None:
    client, url = client_for("carla"), f"/zorg/{case.reference}/opvang/adres/"
    for address, status in (("  ", 422), (NEW_ADDRESS, 302)):
        given = client.get(url).context["form"].initial
        sent = {"once": str(given["once"]), "seen": given["seen"], "address": address}
        assert client.post(url, sent).status_code == status
    fact = fact_of(case, "shelter_address")
    assert NEW_ADDRESS.encode() not in bytes(fact.value)
    page = client.get(f"/zorg/{case.reference}/fase/protect/").text
    assert NEW_ADDRESS not in page and f"/tonen/{fact.id}/" in page
    assert NEW_ADDRESS in client.post(f"/zorg/{case.reference}/tonen/{fact.id}/").text
    kept = Entry.objects.filter(dossier=case.dossier, thing_id=str(fact.id))
    assert {"change", "reveal"} <= set(kept.values_list("verb", flat=True))


def test_nobody_but_the_team_writes_down_an_address(
    client_for: Any, case: Case, village: Village
) -> None:
    grant_to(village.organisations["opvang"], case, by=village.people["carla"])
    for name, status in (("chris", 403), ("anna", 404), ("tess", 404)):
        assert client_for(name).get(f"/zorg/{case.reference}/opvang/adres/").status_code == status


def test_in_the_database_the_address_is_ciphertext(
    case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish, address=NEW_ADDRESS)
    fact = fact_of(case, "shelter_address")
    assert NEW_ADDRESS.encode() not in bytes(fact.value)
    with vault.unlocked(case.dossier) as box:
        assert box.text(fact, "value") == NEW_ADDRESS


@pytest.mark.parametrize(("name", "organisation"), [("pim", "politie"), ("sam", "opvang")])
def test_the_address_never_reaches_who_looks_for_safety_even_with_a_grant(
    name: str,
    organisation: str,
    client_for: Any,
    case: Case,
    village: Village,
    wish: Placement,
) -> None:
    placed(case, village, wish, address=NEW_ADDRESS)
    address = fact_of(case, "shelter_address")
    grant = grant_to(
        village.organisations[organisation],
        case,
        fact_of(case, "story"),
        address,
        by=village.people["carla"],
        purpose="safety",
    )
    GrantedItem.objects.create(grant=grant, kind="placement", thing=wish.id)
    client = client_for(name)
    pages = [f"/zorg/{case.reference}/", f"/zorg/{case.reference}/fase/protect/"]
    shown = "".join(client.get(page).content.decode() for page in pages)
    assert "Opvang via de Wmo" in shown  # that there is a place was granted
    for hidden in (NEW_ADDRESS, "De Haven Noord", str(address.id)):
        assert hidden not in shown
    refused = client.post(f"/zorg/{case.reference}/tonen/{address.id}/")
    assert refused.status_code in (403, 404)
    assert NEW_ADDRESS not in refused.content.decode()


def test_a_partner_in_care_sees_that_a_granted_place_is_there_and_not_where(
    client_for: Any, case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish, address=NEW_ADDRESS)
    grant = grant_to(
        village.organisations["opvang"], case, fact_of(case, "story"), by=village.people["carla"]
    )
    client = client_for("chris")
    page = f"/zorg/{case.reference}/"
    assert "Opvang via de Wmo" not in client.get(page).content.decode()
    GrantedItem.objects.create(grant=grant, kind="placement", thing=wish.id)
    shown = client.get(page).content.decode()
    assert "Opvang via de Wmo" in shown
    # the house tells nearly where it is: that is the address, a stricter thing of its own
    for hidden in ("De Haven Noord", NEW_ADDRESS, "ver van hier"):
        assert hidden not in shown


def test_who_is_placed_elsewhere_leaves_the_old_place_at_that_moment(
    case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish, at=timezone.now() - timedelta(days=10))
    other = make_facility(village.organisations["school"], "De Kade")
    actor, then = village.actor("carla"), timezone.now() - timedelta(days=2)
    second = shelter.request_place(actor, case.reference, Wanted("cosm", other))
    shelter.place(actor, case.reference, second.id, Arrival(other, at=then))
    wish.refresh_from_db()
    assert (wish.status, wish.left_at, wish.left_to) == ("left", then, "other_shelter")


def test_more_people_than_beds_is_possible(case: Case, village: Village, haven: Facility) -> None:
    haven.beds = 1
    haven.save()
    actor = village.actor("carla")
    wish = shelter.request_place(actor, case.reference, Wanted("wmo", haven, beds=4))
    assert placed(case, village, wish).status == "placed"


def test_a_long_stay_asks_why_and_asks_again(
    client_for: Any, case: Case, village: Village, wish: Placement
) -> None:
    actor = village.actor("carla")
    stay = placed(case, village, wish, at=timezone.now() - timedelta(days=89))
    page = f"/zorg/{case.reference}/fase/protect/"
    question = "Schrijf op waarom"
    assert question not in client_for("carla").get(page).content.decode()
    assert stay.long_from is not None
    with time_machine.travel(stay.long_from + timedelta(hours=1), tick=False):
        assert question in client_for("carla").get(page).content.decode()
        shelter.note_delay(actor, case.reference, stay.id, "income")
        assert question not in client_for("carla").get(page).content.decode()
        stay.refresh_from_db()
    assert stay.reason_from is not None
    with time_machine.travel(stay.reason_from + timedelta(hours=1), tick=False):
        assert "Is dat nog zo?" in client_for("carla").get(page).content.decode()


def test_the_norm_of_the_day_of_arrival_says_when_a_stay_is_long(
    case: Case, village: Village, wish: Placement
) -> None:
    at = timezone.now() - timedelta(days=30)
    stay = placed(case, village, wish, at=at)
    clock = case.clocks.get(kind="long_stay", ended_at=None)
    assert stay.long_from == clock.due_at
    assert clock.norm.startswith("term.long_stay@")


@pytest.mark.parametrize("verb", ["place", "wait", "refuse"])
def test_what_has_ended_cannot_go_on(
    verb: str, case: Case, village: Village, wish: Placement, haven: Facility
) -> None:
    actor = village.actor("carla")
    shelter.refuse(actor, case.reference, wish.id, "not_needed", withdrawn=True)
    with pytest.raises(ChangeError):
        if verb == "place":
            placed(case, village, wish)
        elif verb == "wait":
            shelter.wait(actor, case.reference, wish.id, "full")
        else:
            shelter.refuse(actor, case.reference, wish.id, "full")


def test_nobody_leaves_before_coming_or_comes_in_the_future(
    case: Case, village: Village, wish: Placement
) -> None:
    actor, now = village.actor("carla"), timezone.now()
    with pytest.raises(ChangeError):
        placed(case, village, wish, at=now + timedelta(days=1))
    placed(case, village, wish, at=now - timedelta(days=1))
    with pytest.raises(ChangeError):
        shelter.leave(actor, case.reference, wish.id, "care", at=now - timedelta(days=3))


def test_two_editors_do_not_place_the_same_person_twice(
    case: Case, village: Village, wish: Placement
) -> None:
    case.refresh_from_db()
    seen = Seen.of(case)
    placed(case, village, wish)
    with pytest.raises(Stale):
        shelter.wait(village.actor("carla"), case.reference, wish.id, "full", seen=seen)


def test_after_the_end_of_a_case_a_bed_still_comes_free(
    case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish)
    case.refresh_from_db()
    case.clocks.update(ended_at=timezone.now(), ended_because="closed")
    case.phase, case.closed_at, case.close_reason, case.act_at = (
        "closed",
        timezone.now(),
        "goals_reached",
        None,
    )
    case.save()
    left = shelter.leave(village.actor("carla"), case.reference, wish.id, "unknown")
    assert left.status == "left"
    assert running(case) == set()


def test_the_life_line_names_no_shelter(
    client_for: Any, case: Case, village: Village, wish: Placement
) -> None:
    placed(case, village, wish)
    assert not case.steps.filter(kind__startswith="shelter_", to_organisation__isnull=False)
