# SPDX-License-Identifier: EUPL-1.2
"""The agenda for a phone: neutral words, a secret address, and an end at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.care.actions import calendar as actions
from meerinbeeld.care.actions import plan
from meerinbeeld.care.models import CalendarFeed, Case
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.care.views import calendar as views
from meerinbeeld.journal.models import Entry
from tests.care.making import SECRETS
from tests.people import Village

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _now() -> Any:
    views.limiter = type(views.limiter)()
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def carla(village: Village) -> Any:
    return village.actor("carla")


@pytest.fixture
def secret(carla: Any, village: Village) -> str:
    Person.objects.filter(pk=village.people["carla"].pk).update(language="en")
    return actions.make_address(carla)


def fetch(secret: str) -> Any:
    """As a phone does: without signing in."""
    return Client().get(f"/agenda/{secret}.ics")


def summaries(secret: str) -> list[str]:
    calendar = Calendar.from_ical(fetch(secret).content)
    return [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")]


def test_a_day_is_a_number_and_an_appointment_is_a_time(
    carla: Any, case: Case, secret: str
) -> None:
    case.clocks.filter(ended_at=None).update(due_at=evening(TODAY - timedelta(days=3)))
    plan.add_task(carla, case.reference, "call", evening(TODAY), text="Bel over de verhuizing")
    at = NOW + timedelta(days=1)
    plan.add_task(carla, case.reference, "appointment", at, text="Huisarts", at_time=True)
    # what is late stands on today
    assert summaries(secret) == ["Work: 1 task, 1 term", "Appointment"]


def test_the_agenda_says_nothing_about_anybody(carla: Any, case: Case, secret: str) -> None:
    plan.add_task(carla, case.reference, "call", evening(TODAY), text="Bel over de verhuizing")
    at = NOW + timedelta(days=1)
    plan.add_task(carla, case.reference, "appointment", at, text="Huisarts", at_time=True)
    words = fetch(secret).content.decode()
    said = (
        *SECRETS, case.alias, case.reference, str(case.id), str(case.dossier), "verhuizing",
        "Huisarts", "Meer in Beeld", "slachtoffer", "http", "Zwolle", "Carla",
    )  # fmt: skip
    assert not [one for one in said if one.lower() in words.lower()]


def test_two_agendas_share_no_mark(carla: Any, case: Case, secret: str) -> None:
    """Whoever gets hold of two agendas cannot tie an appointment in one to one in the other."""
    at = NOW + timedelta(days=1)
    plan.add_task(carla, case.reference, "appointment", at, at_time=True)

    def marks(which: str) -> set[str]:
        calendar = Calendar.from_ical(fetch(which).content)
        return {str(event["UID"]) for event in calendar.walk("VEVENT")}

    before = marks(secret)
    assert marks(secret) == before  # a phone recognises what it has
    assert not marks(actions.make_address(carla)) & before


def test_the_secret_is_stored_nowhere(secret: str) -> None:
    feed = CalendarFeed.objects.get()
    assert secret not in str(feed.__dict__)
    assert feed.digest == actions.digest_of(secret)


def test_the_address_is_shown_once(client_for: Any) -> None:
    client = client_for("carla")
    made = client.post("/zorg/agenda/maken/").content.decode()
    assert ".ics" in made
    assert ".ics" not in client.get("/zorg/agenda/").content.decode()


def test_a_revoked_address_ends_at_once(client_for: Any, secret: str) -> None:
    assert fetch(secret).status_code == 200
    client_for("carla").post("/zorg/agenda/intrekken/")
    assert fetch(secret).status_code == 404


def test_a_new_address_ends_the_old_one(carla: Any, secret: str) -> None:
    new = actions.make_address(carla)
    assert fetch(secret).status_code == 404
    assert fetch(new).status_code == 200


@pytest.mark.parametrize("how", ["role ended", "person left"])
def test_it_ends_with_the_role(how: str, secret: str, village: Village) -> None:
    if how == "role ended":
        ended = TODAY - timedelta(days=1)
        Membership.objects.filter(person=village.people["carla"]).update(
            valid_from=ended, valid_to=ended
        )
    else:
        Person.objects.filter(pk=village.people["carla"].pk).update(is_active=False)
    assert fetch(secret).status_code == 404


@pytest.mark.parametrize("guess", ["x", "a" * 43, "%C3%A9", "..%2F", "0" * 5000])
def test_a_guess_is_not_found(guess: str, secret: str) -> None:
    assert fetch(guess).status_code == 404


def test_whoever_guesses_is_slowed_down(secret: str) -> None:
    answers = [fetch("x").status_code for _time in range(views.READS_PER_TEN_MINUTES + 1)]
    assert answers[-1] == 429


def test_reading_leaves_a_trace_and_no_copy_on_the_way(secret: str) -> None:
    answer = fetch(secret)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert Entry.objects.filter(thing="care.agenda", verb="open").count() == 1


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "adam", "paula"])
def test_others_have_no_agenda(name: str, client_for: Any) -> None:
    client = client_for(name)
    assert client.get("/zorg/agenda/").status_code in (403, 404)
    assert client.post("/zorg/agenda/maken/").status_code in (403, 404)
    assert not CalendarFeed.objects.exists()


def test_tasks_of_others_and_of_closed_cases_stay_out(
    carla: Any, case: Case, secret: str, village: Village
) -> None:
    shelter = village.organisations["opvang"]
    case.clocks.update(ended_at=NOW, ended_because="done")
    plan.add_task(carla, case.reference, "call", evening(TODAY), organisation_id=shelter.id)
    case.clocks.update(ended_at=NOW, ended_because="done")
    assert summaries(secret) == []
