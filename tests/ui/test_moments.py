# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.ui.moments import exact, machine, period, said

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)


def at(day: int, hour: int = 22, minute: int = 14, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "dutch", "english"),
    [
        (at(23, 8, 5), "vandaag 08:05", "today 08:05"),
        (at(22), "gisteren 22:14", "yesterday 22:14"),
        (at(24), "morgen 22:14", "tomorrow 22:14"),
        (at(25), "over 2 dagen", "in 2 days"),
        (at(20), "20 nov", "20 Nov"),
        (at(19, month=10, year=2025), "19 okt 2025", "19 Oct 2025"),
        (date(2026, 11, 22), "gisteren", "yesterday"),
        (date(2027, 1, 4), "4 jan 2027", "4 Jan 2027"),
    ],
)
def test_a_moment_is_told_as_people_say_it(
    moment: date, dutch: str, english: str, translations: None
) -> None:
    with translation.override("nl"):
        assert said(moment, NOW) == dutch
    with translation.override("en"):
        assert said(moment, NOW) == english


def test_a_day_on_the_calendar_can_carry_its_time() -> None:
    with translation.override("en"):
        assert said(at(20), NOW, with_time=True) == "20 Nov 22:14"


def test_after_a_word_such_as_before_the_day_is_named_and_not_counted() -> None:
    with translation.override("en"):
        assert said(at(25), NOW, on_calendar=True) == "25 Nov"
        assert said(at(24), NOW, on_calendar=True) == "tomorrow 22:14"


def test_the_exact_moment_names_the_weekday_and_the_year() -> None:
    with translation.override("en"):
        assert exact(at(22)) == "Sunday 22 November 2026 22:14"
        assert exact(date(2026, 11, 22)) == "Sunday 22 November 2026"


def test_a_moment_in_another_zone_is_told_in_ours() -> None:
    with translation.override("en"):
        assert said(datetime(2026, 11, 22, 23, 30, tzinfo=UTC), NOW) == "today 00:30"


@given(st.timedeltas(timedelta(days=-4000), timedelta(days=4000)))
def test_every_moment_has_words_and_a_machine_form(distance: timedelta) -> None:
    moment = (NOW.astimezone(UTC) + distance).astimezone(ZONE)  # an hour that exists
    assert said(moment, NOW).strip()
    assert datetime.fromisoformat(machine(moment)) == moment


def test_a_period_says_the_year_of_both_its_days(translations: None) -> None:
    with translation.override("nl"):
        assert period(date(2025, 1, 1), date(2026, 12, 31)) == "1 jan 2025 – 31 dec 2026"
    with translation.override("en"):
        assert period(date(2026, 1, 1), date(2026, 3, 31)) == "1 Jan 2026 – 31 Mar 2026"
