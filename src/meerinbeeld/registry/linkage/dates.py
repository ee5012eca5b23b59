# SPDX-License-Identifier: EUPL-1.2
"""Birth dates as they are found in files: any order, months as words, parts missing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from meerinbeeld.registry.linkage.names import plain

_FIRST_YEAR, _LAST_YEAR = 1000, 2199
#: Days since the beginning of 1900 as spreadsheets count them; these are 1927 to 2036.
_SERIAL: Final = range(10_000, 50_000)
_SERIAL_ZERO: Final = date(1899, 12, 30)
_THREE: Final = re.compile(r"(\d{1,4})[-./, ]+(\d{1,2})[-./, ]+(\d{1,4})(?:[T ].*)?\Z")
_TWO: Final = re.compile(r"(\d{1,4})[-./ ]+(\d{1,4})\Z")
_MARKS: Final = re.compile(r"(?:\b[xX?*_]{1,4}\b|[?*_]{1,4})(?=[-./ ]|\Z)")
_A_YEAR: Final = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")
_MONTHS: Final = {
    start: number
    for number, starts in enumerate(
        (
            ("jan", "gen", "ene"),
            ("feb", "fev"),
            ("maa", "mar", "mrt", "mae"),
            ("apr", "avr", "abr"),
            ("mei", "may", "mai", "mag"),
            ("jun", "juin", "giu"),
            ("jul", "juil", "lug"),
            ("aug", "aou", "ago"),
            ("sep", "set"),
            ("okt", "oct", "ott"),
            ("nov",),
            ("dec", "dez", "dic"),
        ),
        1,
    )
    for start in starts
}


class Order(StrEnum):
    """What comes first in a date whose year stands last."""

    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of a birth date; 0 for a part that is not. Never a day without a month.

    A day that cannot be stays as it was written: a slip of one digit is still told by the others.
    """

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def whole(self) -> str:
        """Eight digits, or "" when a part is missing."""
        return f"{self.year:04d}{self.month:02d}{self.day:02d}" if self.day else ""


NOTHING: Final = Birth()


def read(text: str, order: Order = Order.DAY, this_year: int = 2026) -> Birth:
    """The birth date that a text tells, as far as it tells one."""
    value = _MARKS.sub("00", text.strip())
    if value.isdecimal() and value.isascii():
        return _from_digits(value, order)
    if match := _THREE.match(value):
        return _from_three(*match.groups(), order=order, this_year=this_year)
    if match := _TWO.match(value):
        one, two = match.groups()
        year, month = (one, two) if len(one) == 4 else (two, one)
        return _parts(int(year), int(month), 0)
    return _from_words(value, this_year)


def order_of(texts: Iterable[str]) -> Order:
    """Which order a column of dates has: a number above 12 is a day. In doubt: the day first."""
    day_first = month_first = 0
    for text in texts:
        if match := _THREE.match(text.strip()):
            one, two, year = (int(part) for part in match.groups())
            if len(match[1]) < 3 and year > 0:
                day_first += one > 12 >= two
                month_first += two > 12 >= one
    return Order.MONTH if month_first > day_first else Order.DAY


def _from_digits(value: str, order: Order) -> Birth:
    if len(value) == 8:
        year_first = _parts(int(value[:4]), int(value[4:6]), int(value[6:]))
        one, two, year = int(value[:2]), int(value[2:4]), int(value[4:])
        year_last = _parts(year, *((two, one) if order is Order.DAY else (one, two)))
        return year_last if _can_be(year_last) and not _can_be(year_first) else year_first
    if len(value) == 4:
        return _parts(int(value), 0, 0)
    if int(value) in _SERIAL and len(value) == 5:
        day = _SERIAL_ZERO + timedelta(days=int(value))
        return Birth(day.year, day.month, day.day)
    return NOTHING


def _from_three(one: str, two: str, three: str, *, order: Order, this_year: int) -> Birth:
    if len(one) >= 3:
        return _parts(int(one), int(two), int(three))
    day, month = (one, two) if order is Order.DAY else (two, one)
    if int(month) > 12 >= int(day):
        day, month = month, day
    return _parts(_whole_year(three, this_year), int(month), int(day))


def _whole_year(text: str, this_year: int) -> int:
    """Two digits are of the last hundred years."""
    year = int(text)
    if len(text) > 2:
        return year
    century = this_year - this_year % 100
    return century + year if century + year <= this_year else century - 100 + year


def _from_words(value: str, this_year: int) -> Birth:
    """ "12 mei 1990", "May 12, 1990", "ca. 1990"."""
    words = plain(value).split()
    months = [_MONTHS[word[:3]] for word in words if word[:3] in _MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    if len(months) == 1 and len(numbers) == 2 and len(numbers[0]) <= 2:
        return _parts(_whole_year(numbers[1], this_year), months[0], int(numbers[0]))
    year = _A_YEAR.search(value)
    if not year:
        return NOTHING
    return _parts(int(year[1]), months[0] if len(months) == 1 else 0, 0)


def _parts(year: int, month: int, day: int) -> Birth:
    """Without what says nothing: an impossible year, a day or a month of nought."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return NOTHING
    if month == 0 or (day == 0 and month > 12):
        return Birth(year)
    return Birth(year, month, day)


def _can_be(birth: Birth) -> bool:
    try:
        date(birth.year, birth.month, birth.day)
    except ValueError:
        return False
    return True
