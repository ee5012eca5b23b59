# SPDX-License-Identifier: EUPL-1.2
"""Whom to call: found in two clicks, kept by their own organisation, checked in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.access import Refused
from meerinbeeld.journal.models import Entry
from meerinbeeld.network.actions import directory as act
from meerinbeeld.network.actions import organisations
from meerinbeeld.network.actions.guard import Conflict, NotPossible
from meerinbeeld.network.models import ContactFunction, ContactPoint, Covenant, Outlet, OutletKind
from meerinbeeld.network.queries import directory as read
from meerinbeeld.network.rules import Freshness, freshness, review_due
from meerinbeeld.parties.models import Municipality, Organisation, OrganisationKind
from tests.people import PEOPLE, Village

ClientFor = Callable[[str], Client]
EVERYBODY = [name for name, *_ in PEOPLE]
TODAY = timezone.localdate


@pytest.fixture
def points(village: Village) -> dict[str, ContactPoint]:
    def point(slug: str, town: str | None, function: str, name: str, **more: Any) -> ContactPoint:
        return ContactPoint.objects.create(
            organisation=village.organisations[slug],
            municipality_id=town,
            function=function,
            person_name=name,
            phone="038-0000000",
            **more,
        )

    return {
        "zwolle": point("gemeente-zwolle", "GM0193", ContactFunction.FOCAL_OFFICER, "Anna de Wit"),
        "deventer": point(
            "gemeente-deventer", "GM0150", ContactFunction.FOCAL_OFFICER, "Bilal Yilmaz"
        ),
        "care": point("veilig-thuis", None, ContactFunction.CARE_COORDINATOR, "Carla Bos"),
        "old": point(
            "gemeente-zwolle",
            "GM0193",
            ContactFunction.POLICY,
            "Weg Gegaan",
            valid_from=TODAY() - timedelta(days=99),
            valid_to=TODAY() - timedelta(days=1),
        ),
    }


def facts(village: Village, slug: str = "gemeente-zwolle", **more: Any) -> act.ContactFacts:
    values: dict[str, Any] = {
        "organisation": village.organisations[slug],
        "municipality": None,
        "function": ContactFunction.FOCAL_OFFICER,
        "person_name": "Nieuwe Naam",
        "deputy_name": "Vervanger",
        "phone": "038-0000001",
        "email": "",
        "hours": "",
        "how_to_reach": "",
        "valid_from": TODAY(),
        "valid_to": None,
    }
    return act.ContactFacts(**{**values, **more})


# --- Finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("page", ["directory", "outlets", "covenants"])
def test_everybody_who_signs_in_may_look_somebody_up(
    client_for: ClientFor, name: str, page: str
) -> None:
    assert client_for(name).get(reverse(page)).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["directory", "outlets", "covenants", "directory_export"])
def test_a_stranger_may_not(page: str) -> None:
    assert Client().get(reverse(page)).status_code == 302


def test_the_care_coordinator_is_on_the_first_page_and_on_that_of_each_town(
    client_for: ClientFor, points: dict[str, ContactPoint]
) -> None:
    client = client_for("pim")
    assert "Carla Bos" in client.get(reverse("directory")).content.decode()
    for town in ("GM0193", "GM0150"):
        assert "Carla Bos" in client.get(reverse("town", args=[town])).content.decode()


def test_the_page_of_a_town_names_its_focal_officer_and_not_another_towns(
    village: Village, points: dict[str, ContactPoint]
) -> None:
    page = read.town(village.actor("chris"), "GM0193")
    assert page is not None
    assert [s.entry for s in page.focal_officers] == [points["zwolle"]]
    assert [s.entry for s in page.care_coordinators] == [points["care"]]


def test_a_town_without_a_focal_officer_says_so(client_for: ClientFor) -> None:
    page = client_for("anna").get(reverse("town", args=["GM0193"])).content.decode()
    assert "mib-notice--warning" in page


def test_a_town_that_does_not_exist_is_not_found(client_for: ClientFor) -> None:
    assert client_for("anna").get(reverse("town", args=["GM9999"])).status_code == 404


@pytest.mark.parametrize(
    ("search", "found"),
    [("yilm", {"Bilal Yilmaz"}), ("deventer", {"Bilal Yilmaz"}), ("thuis", {"Carla Bos"})],
)
def test_one_finds_by_name_place_and_organisation(
    village: Village, points: dict[str, ContactPoint], search: str, found: set[str]
) -> None:
    shown = read.contacts(village.actor("chris"), search=search)
    assert {one.entry.person_name for one in shown} == found


def test_somebody_whose_term_ended_is_not_found_any_more(
    village: Village, points: dict[str, ContactPoint]
) -> None:
    names = {one.entry.person_name for one in read.contacts(village.actor("chris"))}
    assert "Weg Gegaan" not in names
    review = {one.entry for one in read.to_review(village.actor("anna"))}
    assert review == {points["old"]}


def test_the_list_can_be_saved_and_that_is_journaled(
    client_for: ClientFor, points: dict[str, ContactPoint]
) -> None:
    saved = client_for("chris").get(reverse("directory_export"))
    assert saved["Content-Type"].startswith("text/csv")
    assert "Carla Bos" in saved.content.decode()
    assert Entry.objects.filter(verb="export", thing="network.contactpoint").exists()


# --- Keeping -------------------------------------------------------------------------------------


def test_a_focal_officer_keeps_the_entries_of_the_own_organisation(village: Village) -> None:
    contact = act.save_contact(village.actor("anna"), facts(village))
    entry = Entry.objects.get(thing="network.contactpoint", thing_id=str(contact.id))
    assert (entry.verb, entry.purpose) == ("create", "programme")


def test_an_administrator_keeps_them_all(village: Village) -> None:
    contact = act.save_contact(village.actor("adam"), facts(village, "politie"))
    entry = Entry.objects.get(thing_id=str(contact.id))
    assert entry.purpose == "administration"


@pytest.mark.parametrize("name", ["anna", "carla", "leo", "chris", "pim", "tess", "paula"])
def test_nobody_else_changes_the_entry_of_another_organisation(
    village: Village, points: dict[str, ContactPoint], name: str
) -> None:
    with pytest.raises(Refused):
        act.save_contact(
            village.actor(name),
            facts(village, "gemeente-deventer"),
            contact_id=points["deventer"].id,
            version=1,
        )


def test_an_entry_cannot_be_taken_over_by_naming_ones_own_organisation(
    village: Village, points: dict[str, ContactPoint]
) -> None:
    with pytest.raises(Refused):
        act.save_contact(
            village.actor("anna"), facts(village), contact_id=points["deventer"].id, version=1
        )


@pytest.mark.parametrize("name", ["chris", "pim", "tess", "rosa", "vera", "paula", "sam"])
def test_who_keeps_nothing_gets_no_form(client_for: ClientFor, name: str) -> None:
    for page in ("contact_add", "outlet_add"):
        assert client_for(name).get(reverse(page)).status_code == 403


def test_of_two_who_change_it_at_once_nobody_overwrites_the_other(
    client_for: ClientFor, village: Village, points: dict[str, ContactPoint]
) -> None:
    contact = points["zwolle"]
    act.save_contact(
        village.actor("adam"), facts(village, person_name="Van Adam"),
        contact_id=contact.id, version=1,
    )  # fmt: skip
    page = client_for("anna").post(
        reverse("contact_change", args=[contact.id]),
        {
            "organisation": str(contact.organisation_id),
            "function": contact.function,
            "person_name": "Van Anna",
            "phone": "038-1",
            "valid_from": "1-1-2026",
            "version": "1",
        },
    )
    assert page.status_code == 409
    assert "Van Adam" in page.content.decode() and "Van Anna" in page.content.decode()
    contact.refresh_from_db()
    assert contact.person_name == "Van Adam"
    assert 'name="version" value="2"' in page.content.decode()


def test_the_same_version_sent_twice_conflicts_the_second_time(
    village: Village, points: dict[str, ContactPoint]
) -> None:
    anna, contact = village.actor("anna"), points["zwolle"]
    act.save_contact(anna, facts(village), contact_id=contact.id, version=1)
    with pytest.raises(Conflict):
        act.save_contact(anna, facts(village), contact_id=contact.id, version=1)


def test_saying_that_it_is_still_right_moves_the_date(
    client_for: ClientFor, points: dict[str, ContactPoint]
) -> None:
    ContactPoint.objects.update(reviewed_at=TODAY() - timedelta(days=300))
    client_for("anna").post(reverse("contact_right", args=[points["zwolle"].id]))
    points["zwolle"].refresh_from_db()
    assert points["zwolle"].reviewed_at == TODAY()
    refused = client_for("anna").post(reverse("contact_right", args=[points["deventer"].id]))
    assert refused.status_code == 403


def test_what_ends_today_is_not_found_but_stays(
    client_for: ClientFor, village: Village, points: dict[str, ContactPoint]
) -> None:
    client_for("anna").post(reverse("contact_end", args=[points["zwolle"].id]))
    assert points["zwolle"] not in [s.entry for s in read.contacts(village.actor("anna"))]
    assert ContactPoint.objects.filter(id=points["zwolle"].id).exists()


def test_a_contact_point_that_cannot_be_reached_is_refused_by_the_database(
    village: Village,
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPoint.objects.create(
            organisation=village.organisations["politie"], function=ContactFunction.DESK
        )


def test_the_form_says_what_is_missing(client_for: ClientFor, village: Village) -> None:
    page = client_for("anna").post(
        reverse("contact_add"),
        {
            "organisation": str(village.organisations["gemeente-zwolle"].id),
            "function": "desk",
            "valid_from": "1-1-2026",
            "valid_to": "1-1-2025",
        },
    )
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"phone", "valid_to"}


# --- Freshness -----------------------------------------------------------------------------------

days = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(days, days)
def test_what_was_looked_at_in_time_is_fine_and_else_is_not(today: date, looked: date) -> None:
    found = freshness(today, reviewed_at=looked)
    assert found == (Freshness.REVIEW if review_due(looked) <= today else Freshness.FINE)


@given(days, days, days)
def test_an_ended_term_is_said_before_anything_else(today: date, looked: date, end: date) -> None:
    found = freshness(today, reviewed_at=looked, valid_to=end)
    assert (found == Freshness.ENDED) == (end < today)


# --- Places, agreements, organisations -----------------------------------------------------------


def place(village: Village, slug: str = "gemeente-zwolle", name: str = "Inloop") -> act.OutletFacts:
    return act.OutletFacts(
        name=name,
        kind=OutletKind.ADVICE,
        kept_by=village.organisations[slug],
        for_whom="Iedereen",
        how_to_reach="Bel",
        phone="038-0000002",
        website="",
        hours="",
        without_papers=True,
        is_active=True,
        municipalities=Municipality.objects.filter(cbs_code="GM0193"),
    )


def test_a_place_is_found_in_its_towns_only(village: Village) -> None:
    outlet = act.save_outlet(village.actor("anna"), place(village))
    actor = village.actor("chris")
    assert [s.entry for s in read.outlets(actor, municipality="GM0193")] == [outlet]
    assert read.outlets(actor, municipality="GM0150") == []


def test_a_place_of_another_organisation_is_not_ours_to_change(village: Village) -> None:
    outlet = act.save_outlet(village.actor("bilal"), place(village, "gemeente-deventer"))
    with pytest.raises(Refused):
        act.save_outlet(village.actor("anna"), place(village), outlet_id=outlet.id, version=1)


def test_a_place_stands_once(village: Village) -> None:
    act.save_outlet(village.actor("anna"), place(village))
    with pytest.raises(NotPossible):
        act.save_outlet(village.actor("anna"), place(village))
    assert Outlet.objects.count() == 1


def agreement(village: Village) -> act.CovenantFacts:
    return act.CovenantFacts(
        title="Samenwerken",
        purposes=["reporting"],
        data_sets="Signalen",
        legal_ground="AVG 6 lid 1 e",
        starts_on=TODAY(),
        ends_on=None,
        dpia_reference="",
        document_reference="",
        parties=Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY),
    )


@pytest.mark.parametrize("name", ["leo", "paula"])
def test_the_programme_lead_and_the_privacy_officer_keep_the_agreements(
    client_for: ClientFor, village: Village, name: str
) -> None:
    covenant = act.save_covenant(village.actor(name), agreement(village))
    assert covenant.parties.count() == 2
    page = client_for("rosa").get(reverse("covenants"))
    assert "Samenwerken" in page.content.decode()


@pytest.mark.parametrize("name", ["anna", "chris", "adam", "rosa"])
def test_others_read_them_only(client_for: ClientFor, village: Village, name: str) -> None:
    with pytest.raises(Refused):
        act.save_covenant(village.actor(name), agreement(village))
    assert client_for(name).get(reverse("covenant_add")).status_code == 403
    assert not Covenant.objects.exists()


@pytest.mark.parametrize("name", ["anna", "leo", "paula", "chris"])
def test_only_an_administrator_manages_organisations(client_for: ClientFor, name: str) -> None:
    for page in ("organisations", "organisation_add"):
        assert client_for(name).get(reverse(page)).status_code == 403


def test_an_administrator_adds_and_stops_an_organisation(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("adam")
    client.post(
        reverse("organisation_add"),
        {"name": "Huis van Hulp", "kind": "ngo", "serves": ["GM0193"], "is_active": "on"},
    )
    made = Organisation.objects.get(slug="huis-van-hulp")
    assert list(made.serves.values_list("cbs_code", flat=True)) == ["GM0193"]
    client.post(
        reverse("organisation_change", args=[made.id]),
        {"name": "Huis van Hulp", "kind": "ngo", "serves": ["GM0193"]},
    )
    made.refresh_from_db()
    assert not made.is_active


def test_nobody_stops_the_organisation_they_act_for(village: Village) -> None:
    own = village.organisations["veilig-thuis"]
    wanted = organisations.OrganisationFacts(own.name, own.kind, None, own.serves.all(), False)
    with pytest.raises(NotPossible):
        organisations.save(village.actor("adam"), wanted, organisation_id=own.id)


def test_a_municipality_has_one_organisation(village: Village) -> None:
    zwolle = Municipality.objects.get(cbs_code="GM0193")
    wanted = organisations.OrganisationFacts("Zwolle II", "municipality", zwolle, [zwolle], True)
    with pytest.raises(NotPossible):
        organisations.save(village.actor("adam"), wanted)
