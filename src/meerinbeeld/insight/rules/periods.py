# SPDX-License-Identifier: EUPL-1.2
"""Periods of figures: whole years and quarters. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meerinbeeld.norms.calendar import add_months


@dataclass(frozen=True)
class Span:
    """From a first day until, and not with, a last one."""

    first: date
    until: date

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def quarter(self) -> int | None:
        """1 to 4, or None for a whole year."""
        is_year = add_months(self.first, 12) == self.until
        return None if is_year else (self.first.month + 2) // 3

    @property
    def name(self) -> str:
        """As people write it: 2025, or 2025-Q3."""
        return f"{self.year}-Q{self.quarter}" if self.quarter else f"{self.year}"


def year_of(year: int) -> Span:
    return Span(date(year, 1, 1), date(year + 1, 1, 1))


def quarter_of(year: int, quarter: int) -> Span:
    first = date(year, 3 * quarter - 2, 1)
    return Span(first, add_months(first, 3))


def quarters(span: Span) -> list[Span]:
    """The quarters of a year; of a quarter, itself."""
    if span.quarter:
        return [span]
    return [quarter_of(span.year, number) for number in (1, 2, 3, 4)]


def has_ended(span: Span, today: date) -> bool:
    return span.until <= today
