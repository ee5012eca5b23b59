# SPDX-License-Identifier: EUPL-1.2
"""The days of the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.norms import calendar

# Known dates of Easter Sunday, from published tables and not from a formula.
EASTERS = (
    *("1900-04-15", "1913-03-23", "1940-03-24", "1943-04-25", "1954-04-18", "1961-04-02"),
    *("1981-04-19", "1990-04-15", "1999-04-04", "2000-04-23", "2008-03-23", "2011-04-24"),
    *("2014-04-20", "2016-03-27", "2017-04-16", "2018-04-01", "2019-04-21", "2020-04-12"),
    *("2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05"),
    *("2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18"),
    *("2076-04-19", "2100-03-28"),
)

YEARS = st.integers(min_value=1900, max_value=2199)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 1, 1))


@pytest.mark.parametrize("known", [date.fromisoformat(day) for day in EASTERS])
def test_easter_is_the_day_that_the_tables_print(known: date) -> None:
    assert calendar.easter(known.year) == known


def easter_by_gauss(year: int) -> date:
    """The older rule of Gauss with its two exceptions, which shares no step with ours."""
    century = year // 100
    lunar = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    solar = (4 + century - century // 4) % 7
    moon = (19 * (year % 19) + lunar) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + solar) % 7
    if (moon, sunday) == (29, 6):
        return date(year, 4, 19)
    if (moon, sunday) == (28, 6) and (11 * lunar + 11) % 30 < 19:
        return date(year, 4, 18)
    return date(year, 3, 22) + timedelta(days=moon + sunday)


def test_easter_agrees_with_another_rule_in_every_year_from_1900_to_2199() -> None:
    assert [calendar.easter(y) for y in range(1900, 2200)] == [
        easter_by_gauss(y) for y in range(1900, 2200)
    ]


@given(YEARS)
def test_easter_is_a_sunday_between_22_march_and_25_april(year: int) -> None:
    day = calendar.easter(year)
    assert day.weekday() == calendar.SUNDAY
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@given(YEARS)
def test_the_holidays_of_the_act_are_there_every_year(year: int) -> None:
    days = calendar.holidays(year)
    sunday = calendar.easter(year)
    assert {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)} <= days
    assert {sunday - timedelta(2), sunday + timedelta(1)} <= days
    assert {sunday + timedelta(39), sunday + timedelta(50)} <= days
    assert all(day.year == year for day in days)
    assert 7 <= len(days) <= 9  # two holidays may fall on one day, as in 2016


@given(YEARS)
def test_the_royal_birthday_is_never_celebrated_on_a_sunday(year: int) -> None:
    assert calendar.royal_birthday(year).weekday() != calendar.SUNDAY


@pytest.mark.parametrize(
    ("year", "day"),
    [(2013, (4, 30)), (2014, (4, 26)), (2015, (4, 27)), (2025, (4, 26)), (2026, (4, 27))],
)
def test_kings_day_moves_to_saturday_when_it_is_a_sunday(year: int, day: tuple[int, int]) -> None:
    assert calendar.royal_birthday(year) == date(year, *day)


def test_good_friday_and_5_may_count_although_many_people_work() -> None:
    assert not calendar.is_business_day(date(2026, 4, 3))
    assert not calendar.is_business_day(date(2026, 5, 5))
    assert calendar.is_business_day(date(2026, 5, 4))


def test_ascension_day_and_5_may_can_be_one_day() -> None:
    assert len(calendar.holidays(2016)) == 8


@given(DAYS, st.integers(0, 400), st.integers(0, 60), st.integers(0, 24))
def test_a_term_always_ends_on_a_working_day(
    start: date, days: int, weeks: int, months: int
) -> None:
    if not days + weeks + months:
        return
    end = calendar.end_of_term(start, days=days, weeks=weeks, months=months)
    plain = calendar.add_months(start, months) + timedelta(days=days, weeks=weeks)
    assert calendar.is_business_day(end)
    assert end >= plain
    assert (end - plain).days <= 10


@given(DAYS, st.integers(3, 90))
def test_a_term_of_three_days_or_more_holds_two_working_days(start: date, days: int) -> None:
    end = calendar.end_of_term(start, days=days)
    inside = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_business_day, inside)) >= 2


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-23", 1, "2026-11-24"),  # Monday to Tuesday
        ("2026-11-20", 1, "2026-11-23"),  # Friday: Saturday moves to Monday
        ("2026-11-20", 2, "2026-11-23"),
        ("2026-12-24", 1, "2026-12-28"),  # Christmas and the weekend after it
    ],
)
def test_a_short_term_ends_on_the_next_working_day(start: str, days: int, end: str) -> None:
    assert calendar.end_of_term(date.fromisoformat(start), days=days) == date.fromisoformat(end)


def test_the_three_days_over_easter_are_lengthened_to_two_working_days() -> None:
    # Thursday 2 April 2026; Good Friday, Saturday, Easter and Easter Monday do not count.
    assert calendar.end_of_term(date(2026, 4, 2), days=3) == date(2026, 4, 8)


@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = calendar.add_business_days(start, count)
    passed = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_business_day, passed)) == count


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-10-31", 4, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_a_month_ends_on_the_same_day_or_on_the_last_one(start: str, months: int, end: str) -> None:
    assert calendar.add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@given(DAYS, st.integers(0, 300))
def test_months_never_skip_a_month(start: date, months: int) -> None:
    end = calendar.add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day <= start.day


@pytest.mark.parametrize("length", [{}, {"days": -1}, {"weeks": 1, "days": -7}])
def test_an_empty_or_negative_term_is_refused(length: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        calendar.end_of_term(date(2026, 1, 1), **length)


def test_counting_working_days_back_is_refused() -> None:
    with pytest.raises(ValueError, match="run back"):
        calendar.add_business_days(date(2026, 1, 1), -1)


def test_long_terms_fall_outside_the_act() -> None:
    assert calendar.falls_under_the_act(days=90)
    assert calendar.falls_under_the_act(weeks=12)
    assert not calendar.falls_under_the_act(days=91)
    assert not calendar.falls_under_the_act(months=4)
