# SPDX-License-Identifier: EUPL-1.2
"""Age groups that follow from a date of birth, of which a part may be missing. Pure.

An age group is what the register needs and a date of birth is what it may not keep in the open
(AVG art. 5 lid 1 c), so the group is worked out where the date is told, and only when it is sure.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from meerinbeeld.registry.linkage.dates import Birth

#: Nobody is older; a greater age is a slip in a year.
OLDEST: Final = 120


@dataclass(frozen=True, slots=True)
class Band:
    """A code of `age_band` with its ages in years, both ends included."""

    code: str
    first: int
    last: int


def band_of(age: int, bands: Iterable[Band]) -> str:
    """The group of a number of years, or "" for what is no age."""
    return next((band.code for band in bands if band.first <= age <= band.last), "")


def band_then(born: Birth, on: Birth, bands: Iterable[Band]) -> str:
    """The group that somebody was in then; "" unless every day that can be meant gives the same."""
    if not born.year or not on.year:
        return ""
    known = tuple(bands)
    (earliest, latest), (first, last) = _days(born), _days(on)
    youngest = band_of(_age(latest, first), known)
    return youngest if youngest == band_of(_age(earliest, last), known) else ""


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _days(told: Birth) -> tuple[date, date]:
    """The first and the last day that can be meant. A day that cannot be says only its month."""
    if not 1 <= told.month <= 12:
        return date(told.year, 1, 1), date(told.year, 12, 31)
    days = calendar.monthrange(told.year, told.month)[1]
    if 1 <= told.day <= days:
        one = date(told.year, told.month, told.day)
        return one, one
    return date(told.year, told.month, 1), date(told.year, told.month, days)
