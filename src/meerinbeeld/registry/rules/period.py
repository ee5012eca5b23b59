# SPDX-License-Identifier: EUPL-1.2
"""Periods of figures: a year or half of one, as they stand in an address ("2026", "2026-1")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_WRITTEN: Final = re.compile(r"^(20\d{2})(?:-([12]))?$")
_SUMMER: Final = 7


@dataclass(frozen=True)
class Period:
    """A year (`half` is 0), or its first or second half."""

    year: int
    half: int = 0

    @property
    def first(self) -> date:
        return date(self.year, _SUMMER if self.half == 2 else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def code(self) -> str:
        return f"{self.year}-{self.half}" if self.half else str(self.year)

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def parse(text: str) -> Period | None:
    """From an address; None for anything else."""
    found = _WRITTEN.match(text)
    return Period(int(found[1]), int(found[2] or 0)) if found else None


def last_half(today: date) -> Period:
    """The half year that ended last: about which one writes now."""
    return Period(today.year, 1) if today.month >= _SUMMER else Period(today.year - 1, 2)


def recent(today: date, first_year: int) -> list[Period]:
    """What can be chosen, the newest first, from the first year on."""
    years = range(today.year, min(first_year, today.year) - 1, -1)
    found = [Period(year, half) for year in years for half in (0, 2, 1)]
    return [one for one in found if one.first <= today]


def between(first: date, last: date) -> Period:
    """The period with these days as its first and last."""
    if (first.month, last.month) == (1, 12):
        return Period(first.year)
    return Period(first.year, 2 if first.month == _SUMMER else 1)
