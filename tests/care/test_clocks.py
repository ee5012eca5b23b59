# SPDX-License-Identifier: EUPL-1.2
"""Clocks as pure functions: every day of the calendar, every change of a norm, any order."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.care.rules import clocks
from meerinbeeld.care.rules.clocks import Event
from meerinbeeld.norms.calendar import add_months, is_business_day
from meerinbeeld.norms.terms import AMSTERDAM

#: The choices of the project hold from 2019.
DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))
CHANGE = date(2023, 5, 19)
BY_DAY = (
    "reflection_period", "reflection_period_dublin", "permit_decision", "permit_objection",
    "permit", "permit_renewal", "lawyer", "health_insurance", "rvb_decision", "benefit_decision",
    "article_12", "case_review", "measure", "safety_review",
)  # fmt: skip


def ends(kind: str, day: date) -> datetime:
    return clocks.ends_at(norms.term(kind, day), day)


def local(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM)


# --- How long -------------------------------------------------------------------------------------


@given(st.dates(CHANGE, date(2040, 12, 31)))
def test_under_dublin_it_is_thirty_days_when_granted_after_18_may_2023(day: date) -> None:
    assert local(ends("reflection_period_dublin", day)).date() == day + timedelta(days=30)


@given(st.dates(date(2014, 1, 1), CHANGE - timedelta(days=1)))
def test_under_dublin_it_was_three_months_before(day: date) -> None:
    assert ends("reflection_period_dublin", day) == ends("reflection_period", day)
    assert str(norms.term("reflection_period_dublin", day).norm).endswith("@2013-01-01")


@pytest.mark.parametrize(
    ("granted", "last"),
    [
        (date(2023, 5, 18), date(2023, 8, 18)),
        (date(2023, 5, 19), date(2023, 6, 18)),
        (date(2024, 2, 29), date(2024, 3, 30)),
    ],
)
def test_the_day_of_granting_decides_under_dublin(granted: date, last: date) -> None:
    assert local(ends("reflection_period_dublin", granted)).date() == last


@given(DAYS)
def test_three_months_end_on_the_same_day_of_the_month_or_its_last_day(day: date) -> None:
    last = local(ends("reflection_period", day)).date()
    assert last == add_months(day, 3)
    assert last.day == day.day or (last + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "kind", "last"),
    [
        (date(2023, 11, 30), "reflection_period", date(2024, 2, 29)),  # a leap day
        (date(2022, 11, 30), "reflection_period", date(2023, 2, 28)),
        (date(2024, 2, 29), "permit", date(2025, 2, 28)),
        (date(2026, 8, 31), "reflection_period", date(2026, 11, 30)),  # end of a month
        (date(2026, 5, 31), "permit_renewal", date(2027, 2, 28)),
        (date(2026, 12, 22), "lawyer", date(2026, 12, 30)),  # Christmas, twice, and a weekend
        (date(2027, 3, 24), "lawyer", date(2027, 4, 2)),  # Good Friday and Easter Monday
        (date(2026, 3, 9), "permit_objection", date(2026, 4, 7)),  # Easter Monday moves the end
    ],
)
def test_known_days(day: date, kind: str, last: date) -> None:
    assert local(ends(kind, day)).date() == last


@given(st.sampled_from(BY_DAY), DAYS)
def test_a_term_ends_in_the_evening_of_its_last_day_also_over_summer_time(
    kind: str, day: date
) -> None:
    end = local(ends(kind, day))
    assert end.time() == time(23, 59)
    assert end.date() > day
    # Two such moments differ by whole days on the clock on the wall, never by an hour.
    begin = datetime.combine(day, time(23, 59), tzinfo=AMSTERDAM)
    assert (end.replace(tzinfo=None) - begin.replace(tzinfo=None)).seconds == 0


@given(st.sampled_from(("lawyer", "rvb_decision", "permit_objection")), DAYS)
def test_what_counts_working_days_never_ends_on_a_day_of_rest(kind: str, day: date) -> None:
    assert is_business_day(local(ends(kind, day)).date())


@given(st.sampled_from(BY_DAY), DAYS)
def test_a_later_start_under_the_same_norm_never_ends_sooner(kind: str, day: date) -> None:
    after = day + timedelta(days=1)
    if norms.term(kind, day).norm == norms.term(kind, after).norm:
        assert ends(kind, day) <= ends(kind, after)


@given(DAYS)
def test_a_term_in_hours_runs_from_the_beginning_of_the_day(day: date) -> None:
    begin = datetime.combine(day, time.min, tzinfo=AMSTERDAM)
    end = ends("first_look", day)
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=24)


@given(DAYS)
def test_an_end_in_the_evening_is_said_as_a_day_and_any_other_with_its_time(day: date) -> None:
    assert clocks.said_as(clocks.evening(day)) == day
    noon = datetime.combine(day, time(12), tzinfo=AMSTERDAM)
    assert clocks.said_as(noon) == noon


# --- When to say so -------------------------------------------------------------------------------


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.integers(0, 900))
def test_the_reminder_lies_within_the_term(begin: datetime, days: int) -> None:
    start = begin.replace(tzinfo=UTC)
    due = start + timedelta(days=days)
    assert start <= clocks.remind_at(start, due) <= due


@pytest.mark.parametrize(("days", "before"), [(91, 14), (30, 3), (5, 1), (1, 0)])
def test_a_long_term_is_told_longer_before(days: int, before: int) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    due = start + timedelta(days=days)
    assert due - clocks.remind_at(start, due) == timedelta(days=before)


# --- Which run ------------------------------------------------------------------------------------


def event(clock: str, day: int, written: int, starts: bool) -> Event:
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=written)
    return Event(clock, date(2026, 1, 1) + timedelta(days=day), moment, starts, uuid.uuid4())


EVENTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.integers(0, 999), st.booleans()),
    max_size=12,
    unique_by=lambda one: one[2],
)


@given(EVENTS, st.randoms())
def test_the_order_of_writing_down_does_not_matter(made: list[tuple], random) -> None:  # type: ignore[no-untyped-def, type-arg]
    events = [event(*one) for one in made]
    shuffled = list(events)
    random.shuffle(shuffled)
    assert clocks.standing(events) == clocks.standing(shuffled)


@given(EVENTS)
def test_a_clock_runs_when_the_last_thing_that_happened_started_it(made: list[tuple]) -> None:  # type: ignore[type-arg]
    events = [event(*one) for one in made]
    standing = clocks.standing(events)
    for clock in "ab":
        own = [one for one in events if one.clock == clock]
        last = max(own, key=lambda one: (one.day, one.written), default=None)
        expected = last if last and last.starts else None
        assert standing.get(clock) == expected


def test_of_two_on_one_day_the_later_written_counts() -> None:
    start, end = event("a", 3, 1, True), event("a", 3, 2, False)
    assert clocks.standing([end, start]) == {}
    again = event("a", 3, 3, True)
    assert clocks.standing([again, start, end]) == {"a": again}


def test_the_first_of_nothing_is_nothing() -> None:
    assert clocks.first_of([None, None]) is None
