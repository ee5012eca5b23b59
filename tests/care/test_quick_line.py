# SPDX-License-Identifier: EUPL-1.2
"""One line of a busy day, read as a contact or a task: pure, and never losing a word."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.care.actions.contact import words
from meerinbeeld.care.rules import hours, quick
from meerinbeeld.norms.terms import AMSTERDAM

#: A Wednesday.
NOW = datetime(2026, 11, 25, 14, 5, tzinfo=AMSTERDAM)


def read(line: str) -> quick.Line:
    found = quick.read(line, words(), NOW)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "kind", "minutes", "with_person", "days_ago", "text"),
    [
        ("bel 15 slaapt beter", "phone", 15, True, 0, "slaapt beter"),
        ("bezoek 1u gisteren wil naar school", "visit", 60, True, 1, "wil naar school"),
        ("bezoek 1,5u ma was moe", "visit", 90, True, 2, "was moe"),
        ("overleg 45 mdo met school", "conference", 45, False, 0, "mdo met school"),
        ("bel over: politie vraagt kleding", "phone", 0, False, 0, "politie vraagt kleding"),
        ("Slaapt beter", "note", 0, False, 0, "Slaapt beter"),
        ("call 20 yesterday sleeps better", "phone", 20, True, 1, "sleeps better"),
    ],
)
def test_a_contact(
    line: str, kind: str, minutes: int, with_person: bool, days_ago: int, text: str
) -> None:
    found = read(line)
    assert not found.is_task
    assert (found.kind, found.minutes, found.with_person) == (kind, minutes, with_person)
    assert found.at.date() == NOW.date() - timedelta(days=days_ago)
    assert found.text == text


@pytest.mark.parametrize(
    ("line", "kind", "due", "at_time"),
    [
        ("taak morgen advocaat bellen", "other", datetime(2026, 11, 26, 23, 59), False),
        ("taak vr 10:30 afspraak huisarts", "appointment", datetime(2026, 11, 27, 10, 30), True),
        ("taak 3-12 bel school", "call", datetime(2026, 12, 3, 23, 59), False),
        # without a day: the next working day
        ("taak bel school", "call", datetime(2026, 11, 26, 23, 59), False),
        # a day of this year that is past is that of the next year
        ("taak 3-1 bel school", "call", datetime(2027, 1, 3, 23, 59), False),
    ],
)
def test_a_task(line: str, kind: str, due: datetime, at_time: bool) -> None:
    found = read(line)
    assert found.is_task
    assert (found.kind, found.at, found.at_time) == (kind, due.replace(tzinfo=AMSTERDAM), at_time)


@pytest.mark.parametrize("line", ["", "   ", "taak", "taak:"])
def test_a_line_that_says_nothing(line: str) -> None:
    assert quick.read(line, words(), NOW) is None


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), min_size=1), min_size=1))
def test_no_word_of_the_note_is_lost(tokens: list[str]) -> None:
    """What was not read as how, how long or when stands in the note, in its order."""
    found = quick.read(" ".join(tokens), words(), NOW)
    if found is not None and found.text:
        assert " ".join(tokens).split()[-len(found.text.split()) :] == found.text.split()


@given(st.text(max_size=60), st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_whatever_is_typed_a_contact_is_never_far_ahead(line: str, now: datetime) -> None:
    here = now.replace(tzinfo=AMSTERDAM)
    found = quick.read(line, words(), here)
    if found is not None and not found.is_task:
        assert found.at.date() <= here.date()


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1:30", 90), ("1,5", 90), ("1.5 uur", 90), ("2", 120), ("90", 90), ("45 min", 45),
        ("1u15", 75), ("12", 720), ("13", 13), ("", None), ("1:75", None), ("ooit", None),
    ],
)  # fmt: skip
def test_how_long_as_people_write_it(typed: str, minutes: int | None) -> None:
    assert hours.minutes_of(typed) == minutes


@given(st.integers(0, 59), st.integers(0, 99))
def test_hours_read_back_as_they_are_shown(minutes: int, whole: int) -> None:
    assert hours.minutes_of(hours.in_hours(whole * 60 + minutes)) == whole * 60 + minutes
