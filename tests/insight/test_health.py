# SPDX-License-Identifier: EUPL-1.2
"""The system's own health: amounts and ages for the administrator, content for nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.insight.actions import marks
from meerinbeeld.insight.queries import health as queries
from meerinbeeld.insight.rules import health
from meerinbeeld.insight.rules.health import State
from meerinbeeld.insight.tasks import run_estimate
from tests.calm import calm
from tests.people import Village, client_for

PAGE = "/beheer/gezondheid/"
SECRET = "Zeldzame foutmelding"
ORDER = [State.GOOD, State.LOOK, State.WRONG]


@calm
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_what_is_older_never_stands_better(one: int, other: int) -> None:
    now = timezone.now()
    older, newer = sorted((one, other), reverse=True)
    states = [
        health.by_age(now - timedelta(seconds=age), now, health.BACKUP) for age in (newer, older)
    ]
    assert ORDER.index(states[0]) <= ORDER.index(states[1])


@calm
@given(st.floats(0, 1), st.floats(0, 1))
def test_less_room_never_stands_better(one: float, other: float) -> None:
    more, less = health.by_room(max(one, other)), health.by_room(min(one, other))
    assert ORDER.index(more) <= ORDER.index(less)


def test_what_was_never_done_is_wrong() -> None:
    assert health.by_age(None, timezone.now(), health.BACKUP) is State.WRONG


def look(village: Village, name: str) -> queries.Look:
    return next(one for one in queries.looks(village.actor("adam")) if one.name == name)


def test_a_backup_that_was_just_made_is_good(village: Village) -> None:
    assert look(village, "Laatste back-up").state is State.WRONG
    marks.mark(marks.BACKUP)
    assert look(village, "Laatste back-up").state is State.GOOD


def test_a_check_with_something_wrong_stays_wrong_until_it_is_done_anew(village: Village) -> None:
    marks.mark(marks.CHECKUP, 2)
    found = look(village, "Laatste controle van de installatie")
    assert (found.state, found.said) == (State.WRONG, "2 dingen kloppen niet")
    marks.mark(marks.CHECKUP)
    assert look(village, "Laatste controle van de installatie").state is State.GOOD


def test_a_worker_without_a_sign_of_life_is_seen(village: Village) -> None:
    marks.mark_worker()
    assert look(village, "Achtergrondproces").state is State.GOOD
    marks.Mark.objects.update(at=timezone.now() - timedelta(hours=1))
    assert look(village, "Achtergrondproces").state is State.WRONG


def test_tasks_that_wait_long_are_seen(village: Village) -> None:
    run_estimate.enqueue("00000000-0000-0000-0000-000000000000")
    assert look(village, "Wachtrij").state is State.GOOD
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=30))
    found = look(village, "Wachtrij")
    assert (found.state, found.said) == (State.WRONG, "Wachten: 1")


def test_a_failed_task_shows_its_name_and_error_and_nothing_it_held(village: Village) -> None:
    run_estimate.enqueue(SECRET)
    DBTaskResult.objects.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path="builtins.ValueError",
        traceback=SECRET,
    )
    text = client_for(village.people["adam"]).get(PAGE).content.decode()
    assert "meerinbeeld.insight.tasks.run_estimate" in text
    assert "builtins.ValueError" in text
    assert SECRET not in text


def test_what_is_wrong_stands_first(village: Village) -> None:
    states = [health.DECIDING[one.state] for one in queries.looks(village.actor("adam"))]
    assert states == sorted(states)


def test_the_page_tells_what_runs_here(village: Village) -> None:
    text = client_for(village.people["adam"]).get(PAGE).content.decode()
    assert ("SQLite" in text) or ("PostgreSQL" in text)


@pytest.mark.parametrize("name", ["anna", "carla", "leo", "paula", "tess"])
def test_nobody_but_the_administrator_sees_it(name: str, village: Village) -> None:
    assert client_for(village.people[name]).get(PAGE).status_code == 403
