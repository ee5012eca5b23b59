# SPDX-License-Identifier: EUPL-1.2
"""A milestone starts and ends clocks as the norm says, on whichever day it is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.access import Actor
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.care.actions.change import changing
from meerinbeeld.care.actions.milestones import (
    choose_cooperation,
    record_milestone,
    take_back,
)
from meerinbeeld.care.models import Case, Clock, Milestone, Step
from meerinbeeld.journal.models import Entry
from tests.care.making import make_case
from tests.people import Village

pytestmark = pytest.mark.django_db
Acts = Callable[[str], Actor]
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=timezone.get_current_timezone())):
        yield


def running(case: Case) -> dict[str, date]:
    """The clocks that milestones govern, with their last day."""
    rows = case.clocks.filter(ended_at=None).exclude(kind="answer_referral")
    return {row.kind: timezone.localtime(row.due_at).date() for row in rows}


def test_granting_starts_the_reflection_period_and_it_keeps_its_norm(
    actor: Acts, case: Case
) -> None:
    record_milestone(actor("carla"), case.reference, "reflection_granted", date(2026, 11, 2))
    clock = case.clocks.get(kind="reflection_period")
    assert clock.norm == "term.reflection_period@2013-01-01"
    assert running(case) == {"reflection_period": date(2027, 2, 2)}
    case.refresh_from_db()
    assert case.act_at is not None
    entry = Entry.objects.filter(thing="care.milestone").get()
    assert (entry.verb, entry.reason_code) == ("change", "reflection_granted")


@pytest.mark.parametrize(
    ("granted", "last", "version"),
    [
        (date(2023, 5, 18), date(2023, 8, 18), "2013-01-01"),
        (date(2023, 5, 19), date(2023, 6, 18), "2023-05-19"),
    ],
)
def test_under_dublin_the_day_of_granting_decides_the_norm(
    granted: date, last: date, version: str, actor: Acts, case: Case
) -> None:
    record_milestone(actor("carla"), case.reference, "reflection_granted_dublin", granted)
    assert running(case) == {"reflection_period_dublin": last}
    assert case.clocks.get(kind="reflection_period_dublin").norm.endswith(f"@{version}")


def test_the_way_through_b8_3(actor: Acts, case: Case) -> None:
    carla = actor("carla")
    for kind, on, expected in (
        ("reflection_offered", date(2026, 8, 1), set()),
        ("reflection_granted", date(2026, 8, 3), {"reflection_period"}),
        ("permit_applied", date(2026, 9, 1), {"permit_decision"}),
        ("permit_granted", date(2026, 9, 9), {"permit", "permit_renewal", "health_insurance"}),
        ("insured", date(2026, 9, 20), {"permit", "permit_renewal"}),
        ("permit_renewal_applied", date(2026, 11, 20), {"permit", "permit_decision"}),
        ("permit_renewed", date(2026, 11, 24), {"permit", "permit_renewal"}),
    ):
        record_milestone(carla, case.reference, kind, on)
        assert set(running(case)) == expected, kind
    assert running(case)["permit"] == date(2027, 11, 24)


def test_taking_it_back_stops_what_it_started_and_lets_the_earlier_go_on(
    actor: Acts, case: Case
) -> None:
    carla = actor("carla")
    record_milestone(carla, case.reference, "reflection_granted", date(2026, 11, 2))
    before = case.clocks.get(kind="reflection_period")
    applied = record_milestone(carla, case.reference, "permit_applied", date(2026, 11, 20))
    assert set(running(case)) == {"permit_decision"}
    take_back(carla, case.reference, applied.id, why="Verkeerde dossier")
    assert running(case) == {"reflection_period": date(2027, 2, 2)}
    again = case.clocks.get(kind="reflection_period")
    assert (again.id, again.norm, again.ended_at) == (before.id, before.norm, None)
    assert case.clocks.get(kind="permit_decision").ended_because == "taken_back"
    with pytest.raises(ChangeError):
        take_back(carla, case.reference, applied.id)


def test_an_older_milestone_written_down_later_restarts_nothing(actor: Acts, case: Case) -> None:
    carla = actor("carla")
    record_milestone(carla, case.reference, "plan_discussed", date(2026, 11, 10))
    record_milestone(carla, case.reference, "plan_discussed", date(2026, 10, 1))
    assert running(case) == {"case_review": date(2027, 2, 10)}


def test_a_restart_begins_anew_and_the_old_clock_stays_to_be_read(actor: Acts, case: Case) -> None:
    carla = actor("carla")
    first = record_milestone(carla, case.reference, "plan_discussed", date(2026, 8, 10))
    second = record_milestone(carla, case.reference, "plan_discussed", date(2026, 11, 10))
    rows = case.clocks.filter(kind="case_review").order_by("started_at")
    assert [(row.milestone_id, row.ended_because) for row in rows] == [
        (first.id, "restarted"),
        (second.id, ""),
    ]


def test_a_clock_that_another_room_started_is_restarted_and_goes_on_again(
    actor: Acts, case: Case
) -> None:
    carla = actor("carla")
    then = datetime(2026, 9, 1, 9, tzinfo=timezone.get_current_timezone())
    with time_machine.travel(then), changing(carla, case.reference, "change") as change:
        started = change.start_clock("case_review")
    talked = record_milestone(carla, case.reference, "plan_discussed", date(2026, 11, 1))
    assert running(case) == {"case_review": date(2027, 2, 1)}
    take_back(carla, case.reference, talked.id)
    assert case.clocks.get(kind="case_review", ended_at=None).id == started.id


def test_a_milestone_of_before_the_end_of_a_clock_does_not_start_it_again(
    actor: Acts, case: Case
) -> None:
    carla = actor("carla")
    with changing(carla, case.reference, "change") as change:
        change.start_clock("case_review")
        change.end_clock("case_review", "closed")
    record_milestone(carla, case.reference, "plan_discussed", date(2026, 11, 1))
    assert running(case) == {}


def test_what_already_passed_is_late_and_told_at_once(actor: Acts, case: Case) -> None:
    record_milestone(actor("carla"), case.reference, "lawyer_asked", date(2026, 10, 1))
    clock = case.clocks.get(kind="lawyer")
    assert clock.due_at < timezone.now()
    assert clock.remind_at and clock.remind_at <= timezone.now() + timedelta(seconds=1)


def test_a_day_to_come_is_refused_and_an_unknown_step_too(actor: Acts, case: Case) -> None:
    for kind, on in (("insured", TODAY + timedelta(days=1)), ("made_up", TODAY)):
        with pytest.raises(ChangeError):
            record_milestone(actor("carla"), case.reference, kind, on)
    assert not Milestone.objects.exists()


def test_it_is_done_once_and_on_what_was_seen(actor: Acts, case: Case) -> None:
    carla, seen = actor("carla"), Seen.of(Case.objects.get(pk=case.pk))
    once = Step._meta.pk.get_default()
    record_milestone(carla, case.reference, "insured", TODAY, once=once, seen=seen)
    with pytest.raises(AlreadyDone):
        record_milestone(carla, case.reference, "insured", TODAY, once=once, seen=seen)
    with pytest.raises(Stale):
        record_milestone(carla, case.reference, "verdict", TODAY, seen=seen)


def test_a_day_of_before_any_norm_is_kept_and_starts_no_clock(actor: Acts, case: Case) -> None:
    record_milestone(actor("carla"), case.reference, "lawyer_asked", date(1999, 12, 31))
    assert running(case) == {}
    assert case.milestones.count() == 1


def test_a_closed_case_takes_none(actor: Acts, village: Village) -> None:
    case = make_case(village.organisations["veilig-thuis"], village.people["carla"], phase="closed")
    with pytest.raises(ChangeError):
        record_milestone(actor("carla"), case.reference, "insured", TODAY)


def test_every_clock_of_a_milestone_is_a_term_and_none_asks_for_a_complaint() -> None:
    tabs = {"detect", "protect", "prosecute", "compensate"}
    for code in norms.codelist("care_milestone"):
        for kind in (*code.extra["starts"], *code.extra["ends"]):
            assert norms.term(kind)
        assert code.extra["tab"] in tabs
        assert code.extra["group"] in norms.codelist("milestone_group")
        assert not set(code.extra) & {"needs", "requires", "after"}
    assert norms.codelist("care_milestone").get("complaint_filed").extra["ends"] == ()  # type: ignore[union-attr]


ACTS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from(
                ["reflection_granted", "reflection_granted_dublin", "reflection_ended",
                 "permit_applied", "permit_granted", "permit_renewed", "plan_discussed"]
            ),
            st.dates(date(2023, 5, 10), TODAY),
        ),
        st.integers(0, 7),
    ),
    max_size=8,
)  # fmt: skip


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_what_runs_is_what_would_run_if_all_was_written_down_on_its_day(
    acts: list[Any], village: Village
) -> None:
    """Record and take back in any order; then write what is left down in order, in a new case."""
    carla = village.actor("carla")
    owner, person = village.organisations["veilig-thuis"], village.people["carla"]
    case, made = make_case(owner, person), list[Milestone]()
    for act in acts:
        if isinstance(act, tuple):
            made.append(record_milestone(carla, case.reference, *act))
        elif act < len(made):
            take_back(carla, case.reference, made.pop(act).id)
    other = make_case(owner, person)
    for one in sorted(made, key=lambda one: (one.on, one.at)):
        record_milestone(carla, other.reference, one.kind, one.on)
    assert running(case) == running(other)
    norm_of = dict(case.clocks.filter(ended_at=None).values_list("kind", "norm"))
    assert norm_of == dict(other.clocks.filter(ended_at=None).values_list("kind", "norm"))
    assert not Clock.objects.filter(ended_at=None, milestone__removed_at__isnull=False).exists()


# --- Cooperation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("choice", ["complaint", "other", "neither", "undecided"])
def test_a_choice_about_cooperation_changes_nothing_else(
    choice: str, actor: Acts, case: Case
) -> None:
    record_milestone(actor("carla"), case.reference, "reflection_granted", date(2026, 11, 2))
    case.refresh_from_db()
    before = (case.phase, case.act_at, running(case), case.retention_until)
    choose_cooperation(actor("carla"), case.reference, choice)
    case.refresh_from_db()
    assert case.cooperation == choice
    assert (case.phase, case.act_at, running(case), case.retention_until) == before


def test_a_choice_that_is_none_is_refused(actor: Acts, case: Case) -> None:
    with pytest.raises(ChangeError):
        choose_cooperation(actor("carla"), case.reference, "must")
