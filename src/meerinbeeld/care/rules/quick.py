# SPDX-License-Identifier: EUPL-1.2
"""One line, as people write it on a busy day, read as a contact or a task. Pure.

The first words may say how, how long and when; the first word that is none of these begins the
note. "bel 15 gisteren slaapt beter" is a phone call of a quarter of an hour, yesterday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from meerinbeeld.care.rules.clocks import evening
from meerinbeeld.norms.calendar import next_business_day
from meerinbeeld.ui.forms.fields import parse_date

TASK_WORDS: Final = frozenset({"taak", "task", "todo"})
#: "over: …" is contact about the person, with somebody else.
ABOUT_WORDS: Final = frozenset({"over:", "about:"})
NAMED: Final = {
    "vandaag": 0, "today": 0, "gisteren": -1, "yesterday": -1, "eergisteren": -2,
    "morgen": 1, "tomorrow": 1, "overmorgen": 2,
}  # fmt: skip
WEEKDAYS: Final = {
    "ma": 0, "maandag": 0, "monday": 0, "mon": 0, "di": 1, "dinsdag": 1, "tuesday": 1, "tue": 1,
    "wo": 2, "woensdag": 2, "wednesday": 2, "wed": 2, "do": 3, "donderdag": 3, "thursday": 3,
    "thu": 3, "vr": 4, "vrijdag": 4, "friday": 4, "fri": 4, "za": 5, "zaterdag": 5,
    "saturday": 5, "zo": 6, "zondag": 6, "sunday": 6,
}  # fmt: skip
_MINUTES: Final = re.compile(r"^(\d{1,3})(m|min|minuten|minutes)?$")
_HOURS: Final = re.compile(r"^(\d{1,2})(?:[.,](5))?(u|uur|h)$")
_CLOCK: Final = re.compile(r"^(\d{1,2})[:.](\d{2})$")
_DAY: Final = re.compile(r"^\d{1,2}[-/]\d{1,2}(?:[-/]\d{2,4})?$")
NOTE: Final = "note"
OTHER: Final = "other"


@dataclass(frozen=True)
class Words:
    """What people write for a kind, and which kinds are about the person and not with them."""

    contact: Mapping[str, str]
    task: Mapping[str, str]
    about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """What a line says."""

    is_task: bool
    kind: str
    at: datetime
    text: str = field(repr=False)
    minutes: int = 0
    with_person: bool = True
    at_time: bool = False


@dataclass
class _Found:
    kind: str = ""
    minutes: int = 0
    about: bool = False
    day: date | None = None
    clock: time | None = None


def read(line: str, words: Words, now: datetime) -> Line | None:
    """The line as a contact or a task; None when it says nothing. `now` is local."""
    tokens = line.split()
    if not tokens:
        return None
    if tokens[0].lower().rstrip(":") in TASK_WORDS:
        return _task(tokens[1:], words, now)
    return _contact(tokens, words, now)


def _contact(tokens: list[str], words: Words, now: datetime) -> Line:
    found, rest = _Found(), list(tokens)
    while rest and _takes(found, rest[0].lower(), words.contact, now, past=True):
        rest.pop(0)
    kind = found.kind or NOTE
    day, clock = found.day or now.date(), found.clock
    at = now if found.day is None and clock is None else _at(day, clock or now.time(), now)
    return Line(
        is_task=False,
        kind=kind,
        at=at,
        text=" ".join(rest),
        minutes=found.minutes,
        with_person=not (found.about or kind in (NOTE, *words.about)),
    )


def _task(tokens: list[str], words: Words, now: datetime) -> Line | None:
    if not tokens:
        return None
    found, rest = _Found(), list(tokens)
    while rest and _takes_day(found, rest[0].lower(), now, past=False):
        rest.pop(0)
    kind = words.task.get(rest[0].lower().strip(".,:"), OTHER) if rest else OTHER
    day = found.day or next_business_day(now.date() + timedelta(days=1))
    due = _at(day, found.clock, now) if found.clock else evening(day)
    return Line(True, kind, due, " ".join(rest), at_time=found.clock is not None)


def _takes(
    found: _Found, token: str, kinds: Mapping[str, str], now: datetime, *, past: bool
) -> bool:
    """Whether this word is about how, how long or when; each is taken once."""
    if token in ABOUT_WORDS:
        found.about = True
    elif not found.kind and (kind := kinds.get(token.strip(".,:"))):
        found.kind = kind
    elif not found.minutes and (minutes := _minutes(token)):
        found.minutes = minutes
    else:
        return _takes_day(found, token, now, past=past)
    return True


def _takes_day(found: _Found, token: str, now: datetime, *, past: bool) -> bool:
    if found.day is None and (day := _day(token, now.date(), past=past)):
        found.day = day
    elif found.clock is None and (clock := _clock(token)):
        found.clock = clock
    else:
        return False
    return True


def _minutes(token: str) -> int:
    if found := _MINUTES.match(token):
        return int(found[1])
    if found := _HOURS.match(token):
        return int(found[1]) * 60 + (30 if found[2] else 0)
    return 0


def _clock(token: str) -> time | None:
    if (found := _CLOCK.match(token)) and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    return None


def _day(token: str, today: date, *, past: bool) -> date | None:
    if token in NAMED:
        return today + timedelta(days=NAMED[token])
    if token in WEEKDAYS:
        ahead = (WEEKDAYS[token] - today.weekday()) % 7
        return today + timedelta(days=ahead - 7 if past and ahead else ahead)
    if _DAY.match(token):
        return next(_as_dates(token, today, past=past), None)
    return None


def _as_dates(token: str, today: date, *, past: bool) -> Iterator[date]:
    """A day without a year is the nearest one on the right side of today."""
    if token.count("-") + token.count("/") == 2:
        found = parse_date(token, today)
        return iter([found] if found else [])
    years = (today.year, today.year - 1) if past else (today.year, today.year + 1)
    days = (parse_date(f"{token}-{year}".replace("/", "-"), today) for year in years)
    return (day for day in days if day and (day <= today if past else day >= today))


def _at(day: date, clock: time, now: datetime) -> datetime:
    return datetime.combine(day, clock.replace(tzinfo=None), tzinfo=now.tzinfo)
