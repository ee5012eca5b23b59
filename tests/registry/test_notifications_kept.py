# SPDX-License-Identifier: EUPL-1.2
"""How long a notification is kept, how it ends, and what a person concerned gets to read of it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meerinbeeld import vault
from meerinbeeld.access import Refused
from meerinbeeld.journal.models import Entry
from meerinbeeld.oversight import actions as desk
from meerinbeeld.oversight import queries
from meerinbeeld.oversight.models import Destruction
from meerinbeeld.oversight.rights import actions as rights
from meerinbeeld.oversight.rights import queries as asking
from meerinbeeld.registry.actions.from_case import given_of, known_of, notify_case
from meerinbeeld.registry.models import Notification, Victim
from tests.care.making import SECRET_NAME as NAME_OF_CASE
from tests.care.making import make_case
from tests.people import Village
from tests.registry.making import DUTY, SECRET_NAME, notify

LONG_AGO = datetime.date(2019, 3, 2)
KIND = "notification"


@pytest.fixture
def old(village: Village) -> Notification:
    return notify(village, notified_on=LONG_AGO, own_number="PL-1")


def proposed(village: Village, row: Notification) -> Destruction:
    assert desk.propose_destruction(village.actor("paula"), KIND, [row.id]) == 1
    return Destruction.objects.get(dossier=row.dossier)


# --- Keeping --------------------------------------------------------------------------------------


def test_what_is_past_its_period_stands_on_the_list_and_nothing_else(
    village: Village, old: Notification
) -> None:
    fresh = notify(village)
    assert list(queries.past_period(village.actor("paula"), KIND)) == [old]
    assert desk.propose_destruction(village.actor("paula"), KIND, [fresh.id]) == 0


def test_two_people_destroy_who_it_is_and_the_count_stays(
    village: Village, old: Notification
) -> None:
    desk.destroy(village.actor("adam"), proposed(village, old).id)
    old.refresh_from_db()
    assert old.destroyed_at is not None and vault.is_shredded(old.dossier)
    assert not old.details.exists()
    assert (old.own_number, old.rests_on, old.case_id) == ("", "none", None)
    assert (old.sector, old.nationalities) == ("sex_escort", ["RO"])
    assert Victim.objects.filter(pk=old.victim_id).exists()
    assert Entry.objects.filter(dossier=old.dossier, verb="destroy").exists()


def test_who_proposed_may_not_destroy(village: Village, old: Notification) -> None:
    proposal = proposed(village, old)
    with pytest.raises(Refused):
        desk.destroy(village.actor("paula"), proposal.id)
    assert old.details.exists()


def test_a_hold_stops_it(village: Village, old: Notification) -> None:
    desk.place_hold(village.actor("paula"), old.reference, "criminal_case")
    assert desk.propose_destruction(village.actor("paula"), KIND, [old.id]) == 0


def test_the_desk_shows_the_list_and_the_page_says_what_is_gone(
    village: Village, old: Notification, client_for: Callable[[str], Client]
) -> None:
    text = client_for("paula").get(f"{reverse('retention')}?soort={KIND}").content.decode()
    assert old.reference in text and "Politie" in text
    assert SECRET_NAME not in text
    desk.destroy(village.actor("adam"), proposed(village, old).id)
    page = client_for("pim").get(reverse("notification", args=[old.reference])).content.decode()
    assert "De bewaartermijn is voorbij" in page
    assert reverse("notification_correct", args=[old.reference]) not in page


@pytest.mark.parametrize("name", ["anna", "carla", "pim", "leo"])
def test_nobody_else_sees_what_is_past_its_period(
    name: str, village: Village, old: Notification
) -> None:
    with pytest.raises(Refused):
        queries.past_period(village.actor(name), KIND)


# --- Rights of persons ----------------------------------------------------------------------------


@pytest.fixture
def asked(village: Village) -> Any:
    return rights.receive(
        village.actor("paula"), "access", name="Iemand", contact="iemand@example.org",
        wish="Wat weet u?", received_on=datetime.date(2026, 11, 1),
    )  # fmt: skip


def test_a_person_reads_what_the_register_holds(
    village: Village, asked: Any, notification: Notification
) -> None:
    paula = village.actor("paula")
    rights.add_dossier(paula, asked.reference, KIND, notification.reference)
    rights.gather(paula, asked.reference)
    found = {(one.kind, one.text) for one in asking.pieces(asked)}
    assert ("Hele naam, als de delen niet bekend zijn", SECRET_NAME) in found
    opened = Entry.objects.get(dossier=notification.dossier, purpose="oversight", verb="open")
    assert (opened.thing, opened.ground) == ("registry.notification", "avg_15")


def test_by_a_name_of_the_case_the_notification_is_found_as_well(village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"])
    carla = village.actor("carla")
    row = notify_case(carla, case.reference, given_of(known_of(carla, case.reference), DUTY))
    hits = {
        (hit.kind, hit.reference) for hit in asking.look_for(village.actor("paula"), NAME_OF_CASE)
    }
    assert (KIND, row.reference) in hits


def test_erasing_takes_two_people_here_too(
    village: Village, asked: Any, notification: Notification
) -> None:
    paula = village.actor("paula")
    rights.add_dossier(paula, asked.reference, KIND, notification.reference)
    rights.propose_erasure(paula, asked.reference, asked.dossiers.get().id)
    desk.destroy(village.actor("adam"), Destruction.objects.get().id)
    assert vault.is_shredded(notification.dossier)
