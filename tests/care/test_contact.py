# SPDX-License-Identifier: EUPL-1.2
"""Moments of contact: kept in a few words, also afterwards; and their minutes count as hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meerinbeeld import vault
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.actions import contact as contacts
from meerinbeeld.care.models import Case, Contact, Task, WorkedHours
from meerinbeeld.parties.models import Municipality
from tests.care.test_plan import filled
from tests.people import Village

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 14, tzinfo=timezone.get_current_timezone())


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def carla(village: Village) -> Any:
    return village.actor("carla")


@pytest.fixture
def here(case: Case) -> Case:
    case.municipality = Municipality.objects.get(pk="GM0193")
    case.save()
    return case


def test_contact_with_the_person_breaks_the_silence_and_counts_hours(
    carla: Any, here: Case
) -> None:
    when = NOW - timedelta(days=2)
    contact = contacts.record_contact(carla, here.reference, "phone", minutes=20, at=when)
    here.refresh_from_db()
    assert here.last_contact_at == when
    hours = WorkedHours.objects.get(contact=contact)
    assert (hours.minutes, hours.municipality_id, hours.on) == (20, "GM0193", when.date())


def test_contact_about_the_person_does_not_break_the_silence(carla: Any, here: Case) -> None:
    contacts.record_contact(carla, here.reference, "phone", minutes=20, with_person=False)
    here.refresh_from_db()
    assert here.last_contact_at is None


def test_what_is_taken_back_counts_no_more_and_the_row_stays(carla: Any, here: Case) -> None:
    contacts.record_contact(carla, here.reference, "phone", at=NOW - timedelta(days=9))
    slip = contacts.record_contact(carla, here.reference, "visit", minutes=60)
    contacts.take_back_contact(carla, here.reference, slip.id)
    here.refresh_from_db()
    assert here.last_contact_at == NOW - timedelta(days=9)
    assert not WorkedHours.objects.exists()
    assert Contact.objects.get(pk=slip.pk).removed_by_id == carla.person_id
    with pytest.raises(ChangeError):
        contacts.take_back_contact(carla, here.reference, slip.id)


@pytest.mark.parametrize("wrong", [{"minutes": 900}, {"minutes": -1}, {"at": NOW + timedelta(1)}])
def test_what_cannot_be_is_refused(wrong: dict[str, Any], carla: Any, here: Case) -> None:
    with pytest.raises(ChangeError):
        contacts.record_contact(carla, here.reference, "phone", **wrong)


def test_also_after_the_end_there_may_be_contact(carla: Any, village: Village) -> None:
    from tests.care.making import make_case

    closed = make_case(village.organisations["veilig-thuis"], phase="closed")
    contacts.record_contact(carla, closed.reference, "phone", note="Belde om te bedanken")
    assert closed.contacts.count() == 1


def test_one_line_and_one_key_make_a_contact(here: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{here.reference}/kort/"
    sent = filled(client, url, line="bel 15 gisteren slaapt beter")
    answer = client.post(url, sent, follow=True)
    contact = here.contacts.get()
    assert (contact.kind, contact.minutes, contact.with_person) == ("phone", 15, True)
    assert timezone.localdate(contact.at) == NOW.date() - timedelta(days=1)
    with vault.unlocked(here.dossier) as box:
        assert box.text(contact, "note") == "slaapt beter"
    assert "15" in "".join(str(one) for one in answer.context["messages"])


def test_one_line_makes_a_task(here: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{here.reference}/kort/"
    client.post(url, filled(client, url, line="taak vr 10:30 afspraak huisarts"))
    task = Task.objects.get(case=here)
    assert (task.kind, task.at_time) == ("appointment", True)
    assert timezone.localtime(task.due_at) == datetime(2026, 11, 27, 10, 30, tzinfo=NOW.tzinfo)


def test_a_line_that_says_nothing_comes_back_as_it_was(here: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{here.reference}/kort/"
    answer = client.post(url, filled(client, url, line="taak"))
    assert answer.status_code == 422
    assert 'value="taak"' in answer.content.decode()


@pytest.mark.parametrize("long", ["ooit", "1:99", "99999"])
def test_a_length_that_is_none_keeps_the_story(long: str, here: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{here.reference}/contact/"
    sent = filled(client, url, kind="visit", minutes=long, note="Vertelde over thuis")
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Vertelde over thuis" in answer.content.decode()
    assert not here.contacts.exists()


def test_a_moment_to_come_keeps_the_story(here: Case, client_for: Any) -> None:
    client, url = client_for("carla"), f"/zorg/{here.reference}/contact/"
    sent = filled(client, url, kind="visit", note="Vertelde over thuis", clock="23:00")
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Vertelde over thuis" in answer.content.decode()
