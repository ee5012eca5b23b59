# SPDX-License-Identifier: EUPL-1.2
"""What tells people by itself: in time, once, and without a word about anybody."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from meerinbeeld.care.actions import plan
from meerinbeeld.care.actions.milestones import record_milestone
from meerinbeeld.care.actions.reminders import tick_reminders
from meerinbeeld.care.models import Case
from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.signals.models import Notice
from tests.care.making import fact_of, grant_to
from tests.people import Village

pytestmark = pytest.mark.django_db
ZONE = timezone.get_current_timezone()
MONDAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=ZONE), tick=False) as traveller:
        yield traveller


@pytest.fixture
def carla(village: Village, case: Case) -> Any:
    case.clocks.update(ended_at=timezone.now(), ended_because="done")
    return village.actor("carla")


def told() -> list[tuple[str, str]]:
    return list(Notice.objects.order_by("at").values_list("person__name", "kind"))


def on(traveller: Any, day: date, hour: int = 9) -> None:
    traveller.move_to(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))
    tick_reminders()
    tick_reminders()  # the second look tells nothing twice


def test_a_task_is_told_the_day_before_and_once_when_it_is_late(
    carla: Any, case: Case, _monday: Any
) -> None:
    thursday = MONDAY + timedelta(days=3)
    plan.add_task(carla, case.reference, "call", evening(thursday))
    on(_monday, thursday - timedelta(days=2))
    assert told() == []
    on(_monday, thursday - timedelta(days=1))
    assert told() == [("Carla Bos", "task_soon")]
    on(_monday, thursday + timedelta(days=1))
    on(_monday, thursday + timedelta(days=2))
    assert told() == [("Carla Bos", "task_soon"), ("Carla Bos", "task_late")]


def test_a_task_that_is_done_is_not_told(carla: Any, case: Case, _monday: Any) -> None:
    task = plan.add_task(carla, case.reference, "call", evening(MONDAY + timedelta(days=3)))
    plan.finish_task(carla, case.reference, task.id)
    on(_monday, MONDAY + timedelta(days=4))
    assert "task_late" not in {kind for _name, kind in told()}


def test_a_partner_hears_of_its_task_only_when_it_sees_the_case(
    carla: Any, case: Case, village: Village, _monday: Any
) -> None:
    shelter = village.organisations["opvang"]
    due = evening(MONDAY + timedelta(days=3))
    plan.add_task(carla, case.reference, "call", due, organisation_id=shelter.id)
    on(_monday, MONDAY + timedelta(days=2))
    assert "Chris Vos" not in {name for name, _kind in told()}
    grant_to(shelter, case, fact_of(case, "story"), by=village.people["carla"])
    on(_monday, MONDAY + timedelta(days=4))
    assert ("Chris Vos", "task_late") in told()
    assert ("Carla Bos", "task_late") in told()


def test_a_term_of_three_months_is_told_two_weeks_before(
    carla: Any, case: Case, _monday: Any
) -> None:
    record_milestone(carla, case.reference, "reflection_granted", MONDAY)
    last = date(2027, 2, 23)
    case.clocks.exclude(kind="reflection_period").update(ended_at=timezone.now())
    on(_monday, last - timedelta(days=15))
    assert told() == []
    on(_monday, last - timedelta(days=14), hour=24 - 1)
    on(_monday, last)
    assert told() == [("Carla Bos", "clock_soon")]
    on(_monday, last + timedelta(days=1))
    assert told() == [("Carla Bos", "clock_soon"), ("Carla Bos", "clock_late")]


def test_after_the_worker_stood_still_it_is_told_once_as_late(
    carla: Any, case: Case, _monday: Any
) -> None:
    plan.add_task(carla, case.reference, "call", evening(MONDAY + timedelta(days=3)))
    on(_monday, MONDAY + timedelta(days=30))
    assert told() == [("Carla Bos", "task_late")]


def test_a_grant_is_told_before_it_ends_and_to_the_partner_when_it_has(
    carla: Any, case: Case, village: Village, _monday: Any
) -> None:
    shelter = village.organisations["opvang"]
    grant_to(shelter, case, fact_of(case, "story"), by=village.people["carla"])
    ends = MONDAY + timedelta(days=30)
    on(_monday, ends - timedelta(days=6))
    assert told() == [("Carla Bos", "grant_ends")]
    on(_monday, ends + timedelta(days=1))
    assert told()[1:] == [("Chris Vos", "grant_ended")]


def test_a_notice_holds_no_word_of_the_case(carla: Any, case: Case, _monday: Any) -> None:
    plan.add_task(carla, case.reference, "call", evening(MONDAY), text="Bel over de verhuizing")
    on(_monday, MONDAY + timedelta(days=1))
    notice = Notice.objects.get()
    assert "verhuizing" not in str(notice.__dict__)
    assert case.alias not in str(notice.__dict__)
