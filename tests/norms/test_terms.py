# SPDX-License-Identifier: EUPL-1.2
"""How long something may take, and when that ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.norms import AMSTERDAM, NormRef, Term, calendar
from meerinbeeld.norms.refs import Texts
from meerinbeeld.norms.terms import term_of
from tests.norms.conftest import Overlay

REF = NormRef("term.test", "1", date(2000, 1, 1), None, "a test", verify=False)
MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, AMSTERDAM, ZoneInfo("America/New_York")]),
)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1))


def lasting(amount: int, unit: str, *, on_working_day: bool = False) -> Term:
    return term_of(amount, unit, REF, on_working_day=on_working_day, texts=Texts("", ""))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@given(MOMENTS, st.integers(1, 100))
def test_hours_are_elapsed_time_also_when_the_clock_changes(moment: datetime, hours: int) -> None:
    end = lasting(hours, "hours").after(moment)
    assert end.astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=hours)
    assert end.tzinfo is moment.tzinfo


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-28T12:00", "2026-03-29T13:00"),  # the night of 23 hours
        ("2026-10-24T12:00", "2026-10-25T11:00"),  # the night of 25 hours
        ("2026-06-01T12:00", "2026-06-02T12:00"),
    ],
)
def test_24_hours_over_a_change_of_the_clock(start: str, end: str) -> None:
    assert lasting(24, "hours").after(local(start)) == local(end)


@given(MOMENTS, st.integers(1, 200), st.sampled_from(["days", "weeks", "months", "working_days"]))
def test_days_keep_the_time_of_day_in_the_netherlands(
    moment: datetime, amount: int, unit: str
) -> None:
    start = moment.astimezone(AMSTERDAM)
    end = lasting(amount, unit).after(moment).astimezone(AMSTERDAM)
    skipped = end.hour == 3 and start.hour == 2  # the hour that does not exist in March
    assert end.time() == start.time().replace(fold=0) or skipped
    assert end.date() == lasting(amount, unit).after(start.date())
    assert end.astimezone(UTC) > moment.astimezone(UTC)


def test_a_time_that_was_skipped_becomes_the_first_one_that_exists() -> None:
    end = lasting(1, "days").after(local("2026-03-28T02:30"))
    assert end == local("2026-03-29T03:00")


def test_a_moment_without_a_zone_is_taken_as_local() -> None:
    naive = datetime(2026, 3, 28, 12, 0)  # noqa: DTZ001
    assert lasting(2, "days").after(naive) == naive + timedelta(days=2)
    assert lasting(2, "hours").after(naive) == naive + timedelta(hours=2)


@given(
    DAYS, DAYS, st.integers(1, 300), st.sampled_from(["days", "weeks", "months", "working_days"])
)
def test_a_later_start_never_ends_sooner(one: date, two: date, amount: int, unit: str) -> None:
    first, second = sorted([one, two])
    length = lasting(amount, unit)
    assert length.after(first) <= length.after(second)


@given(DAYS, st.integers(1, 40), st.sampled_from(["days", "weeks", "months", "working_days"]))
def test_a_term_that_moves_ends_on_a_working_day(day: date, amount: int, unit: str) -> None:
    assert calendar.is_business_day(lasting(amount, unit, on_working_day=True).after(day))


@pytest.mark.parametrize(
    ("amount", "unit", "start", "end"),
    [
        (1, "years", "2024-02-29", "2025-02-28"),
        (20, "years", "2024-02-29", "2044-02-29"),
        (1, "months", "2025-01-31", "2025-02-28"),
        (6, "weeks", "2024-01-20", "2024-03-02"),
        (3, "working_days", "2026-04-02", "2026-04-09"),  # over Easter
        (3, "working_days", "2026-12-23", "2026-12-29"),  # over Christmas
    ],
)
def test_known_ends(amount: int, unit: str, start: str, end: str) -> None:
    assert lasting(amount, unit).after(date.fromisoformat(start)) == date.fromisoformat(end)


def test_a_term_in_hours_from_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a moment"):
        lasting(3, "hours").after(date(2026, 1, 1))


@pytest.mark.parametrize(("amount", "unit"), [(0, "days"), (-1, "hours"), (1, "fortnights")])
def test_what_is_no_term_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(ValueError, match="is not a term"):
        lasting(amount, unit)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        (3, "working_days", "3 werkdagen"),
        (1, "working_days", "1 werkdag"),
        (6, "weeks", "6 weken"),
        (20, "years", "20 jaar"),
        (2, "hours", "2 uur"),
        (14, "days", "14 dagen"),
        (1, "months", "1 maand"),
    ],
)
def test_a_term_says_its_length_in_words(amount: int, unit: str, words: str) -> None:
    assert lasting(amount, unit).length == words


@pytest.mark.parametrize("step", ["choose_route", "confirm_route"])
def test_what_is_acute_waits_for_no_working_day(step: str) -> None:
    friday_evening = local("2026-12-25T18:00")  # before a weekend, and a holiday itself
    acute, day, other = (
        norms.term(step, urgency=u).after(friday_evening) for u in ("acute", "day", "week")
    )
    assert acute < day < other
    assert acute - friday_evening < timedelta(hours=12)


def test_the_first_look_comes_sooner_the_more_urgent_it_is() -> None:
    now = local("2026-11-23T09:00")
    ends = [
        norms.term("first_look", urgency=u).after(now) for u in norms.codelist("urgency").values
    ]
    assert ends == sorted(ends)
    assert len(set(ends)) == len(ends)


def test_a_signal_without_a_known_urgency_has_a_first_look_too() -> None:
    assert norms.term("first_look").hours == 24
    assert norms.term("first_look", urgency="never_heard_of").hours == 24


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("choose_route", "3 werkdagen"),
        ("feedback_to_reporter", "7 dagen"),
        ("feedback_outcome", "42 dagen"),
        ("answer_wait", "14 dagen"),
        ("retention_signal_withdrawn", "6 weken"),
        ("retention_care", "15 jaar"),
        ("retention_youth", "20 jaar"),
        ("break_glass", "3 uur"),
        ("draft", "24 uur"),
        ("receipt", "12 maanden"),
    ],
)
def test_the_terms_that_the_work_counts_on(name: str, length: str) -> None:
    assert norms.term(name).length == length


def test_a_term_explains_itself_in_the_active_language() -> None:
    term = norms.term("choose_route")
    with translation.override("nl"):
        assert (term.label, term.help[:10]) == ("Route kiezen", "Vanaf de e")
    with translation.override("en"):
        assert (term.label, term.length) == ("Choose a route", "3 working days")


def test_an_unknown_term_says_which_there_are() -> None:
    with pytest.raises(LookupError, match="There are: first_look"):
        norms.term("coffee_break")


def test_a_term_before_its_first_day_says_so() -> None:
    with pytest.raises(LookupError, match="no version that holds on 1999"):
        norms.term("break_glass", date(1999, 1, 1))


def test_the_dublin_term_is_shorter_from_its_day_only() -> None:
    assert norms.term("reflection_period_dublin", date(2023, 5, 19)).days == 30
    assert norms.term("reflection_period_dublin", date(2023, 5, 18)).months == 3


def test_every_reason_to_stop_leads_to_a_term_of_keeping() -> None:
    for reason in norms.codelist("stop_reason").values:
        assert norms.retention_of(reason).months or norms.retention_of(reason).days
    assert norms.retention_of("withdrawn_by_reporter").days == 42
    assert norms.retention_of("no_trafficking").months == 12
    assert norms.retention_of("a reason of long ago") == norms.term("retention_signal")


def test_a_region_may_keep_a_signal_with_the_file_of_the_care_coordinator(overlay: Overlay) -> None:
    overlay("""
kind: codelist
name: stop_reason
close:
  - {key: care_case_opened, valid_to: 2026-12-31}
entries:
  - key: care_case_opened
    valid_from: 2027-01-01
    source: a test
    verify: true
    label: {nl: Hulp gestart, en: Help started}
    extra: {counts: true, retention: retention_care, feedback_nl: x, feedback_en: x}
""")
    day = date(2027, 1, 1)
    assert norms.retention_of("care_case_opened", on=day).amount == 15
    assert norms.retention_of("care_case_opened", minor=True, on=day).amount == 20
    assert norms.retention_of("care_case_opened", minor=True, on=date(2026, 12, 31)).amount == 5
