# SPDX-License-Identifier: EUPL-1.2
"""Hours for care and prevention per municipality: written in one line, summed per month (S5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meerinbeeld.access import Refused
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.care.actions import hours
from meerinbeeld.care.actions.contact import record_contact
from meerinbeeld.care.models import Case, WorkedHours
from meerinbeeld.care.queries import hours as queries
from meerinbeeld.journal.models import Entry
from meerinbeeld.parties.models import Municipality
from tests.people import Village

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
FIRST = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=timezone.get_current_timezone())):
        yield


@pytest.fixture
def carla(village: Village) -> Any:
    return village.actor("carla")


def sums(actor: Any, first: date = FIRST) -> dict[str, tuple[int, int]]:
    return {line.name: (line.care, line.prevention) for line in queries.month(actor, first).lines}


def test_both_streams_are_summed_per_municipality(carla: Any) -> None:
    hours.record_hours(carla, "schools", 90, TODAY, "GM0193")
    hours.record_hours(carla, "advice", 30, TODAY, "GM0193")
    hours.record_hours(carla, "policy", 60, TODAY, None)
    assert sums(carla)["Zwolle"] == (30, 90)
    assert sums(carla)["Deventer"] == (0, 0)
    assert queries.month(carla, FIRST).whole.total == 180


def test_a_month_begins_and_ends_with_its_days(carla: Any) -> None:
    for day in (date(2026, 10, 31), date(2026, 11, 1)):
        hours.record_hours(carla, "advice", 30, day, "GM0193")
    assert sums(carla)["Zwolle"] == (30, 0)
    assert sums(carla, date(2026, 10, 1))["Zwolle"] == (30, 0)


def test_minutes_of_contact_count_for_the_municipality_of_the_case(carla: Any, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(municipality=Municipality.objects.get(pk="GM0150"))
    record_contact(carla, case.reference, "visit", minutes=45)
    assert sums(carla)["Deventer"] == (45, 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0}, {"minutes": 24 * 60 + 1}, {"what": "sleeping"}, {"town": "GM9999"},
        {"on": TODAY + timedelta(days=1)}, {"on": TODAY - timedelta(days=800)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong: dict[str, Any], carla: Any) -> None:
    given = {"what": "advice", "minutes": 30, "on": TODAY, "town": "GM0193", **wrong}
    with pytest.raises(ChangeError):
        hours.record_hours(carla, given["what"], given["minutes"], given["on"], given["town"])
    assert not WorkedHours.objects.exists()


def test_only_ones_own_entry_goes_away_and_never_that_of_a_contact(carla: Any, case: Case) -> None:
    record_contact(carla, case.reference, "visit", minutes=45)
    with pytest.raises(ChangeError):
        hours.remove_hours(carla, WorkedHours.objects.get().id)
    own = hours.record_hours(carla, "advice", 30, TODAY, "GM0193")
    hours.remove_hours(carla, own.id)
    assert WorkedHours.objects.count() == 1


def test_sent_twice_it_counts_once(carla: Any) -> None:
    import uuid

    once = uuid.uuid4()
    hours.record_hours(carla, "advice", 30, TODAY, "GM0193", once=once)
    with pytest.raises(AlreadyDone):
        hours.record_hours(carla, "advice", 30, TODAY, "GM0193", once=once)


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "adam", "paula"])
def test_others_neither_read_nor_write_hours(name: str, client_for: Any, village: Village) -> None:
    client = client_for(name)
    assert client.get("/zorg/uren/").status_code in (403, 404)
    assert client.get("/zorg/uren/bewaren/csv/").status_code in (403, 404)
    with pytest.raises(Refused):
        hours.record_hours(village.actor(name), "advice", 30, TODAY, None)


def test_a_page_takes_one_line_and_keeps_what_was_typed(client_for: Any, village: Village) -> None:
    client = client_for("carla")
    form = client.get("/zorg/uren/").context["form"]
    sent = {"once": str(form.initial["once"]), "what": "schools", "gemeente": "GM0193",
            "day": "gisteren", "long": "anderhalf"}  # fmt: skip
    wrong = client.post("/zorg/uren/", sent)
    assert wrong.status_code == 422
    assert 'value="anderhalf"' in wrong.content.decode()
    assert client.post("/zorg/uren/", {**sent, "long": "1,5"}).status_code == 302
    row = WorkedHours.objects.get()
    assert (row.minutes, row.stream, row.on) == (90, "prevention", TODAY - timedelta(days=1))


def test_the_month_goes_along_as_a_table_and_that_is_journaled(carla: Any, client_for: Any) -> None:
    hours.record_hours(carla, "schools", 90, TODAY, "GM0193")
    text = client_for("carla").get("/zorg/uren/bewaren/csv/").content.decode("utf-8-sig")
    assert "Zwolle" in text
    assert "1:30" in text
    assert Entry.objects.filter(verb="export", thing="care.hours").exists()


@pytest.mark.parametrize("month", ["2026-13", "x", "", "2026-1", "1999-12"])
def test_an_odd_month_is_this_month(month: str, client_for: Any) -> None:
    answer = client_for("carla").get(f"/zorg/uren/?maand={month}")
    assert answer.context["month"].first == FIRST
