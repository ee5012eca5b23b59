# SPDX-License-Identifier: EUPL-1.2
"""How it went in each domain of life: what was measured first, what last, and which way. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

LOWEST: Final = 1
HIGHEST: Final = 5


@dataclass(frozen=True)
class Measured:
    """One number that somebody gave."""

    domain: str
    at: datetime
    score: int


@dataclass(frozen=True)
class Course:
    """One domain of life over time: its numbers, the oldest first."""

    domain: str
    scores: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.scores[0]

    @property
    def last(self) -> int:
        return self.scores[-1]

    @property
    def change(self) -> int:
        """Above zero: it goes better than at first."""
        return self.last - self.first


@dataclass(frozen=True)
class Progress:
    """In which domains it goes better, worse or the same as when they were first measured."""

    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


def courses(rows: Iterable[Measured], order: Iterable[str]) -> list[Course]:
    """A course for each domain that was measured, in the given order; unknown ones last."""
    places = {domain: place for place, domain in enumerate(order)}
    by_domain: dict[str, list[Measured]] = {}
    for row in rows:
        by_domain.setdefault(row.domain, []).append(row)
    ordered = sorted(by_domain, key=lambda domain: (places.get(domain, len(places)), domain))
    return [
        Course(
            domain, tuple(one.score for one in sorted(by_domain[domain], key=lambda one: one.at))
        )
        for domain in ordered
    ]


def progress(found: Iterable[Course]) -> Progress:
    """Every domain stands in exactly one of the four."""
    sorted_out: dict[str, list[str]] = {"better": [], "worse": [], "same": [], "once": []}
    for course in found:
        sorted_out[_direction(course)].append(course.domain)
    return Progress(**{name: tuple(domains) for name, domains in sorted_out.items()})


def _direction(course: Course) -> str:
    if len(course.scores) == 1:
        return "once"
    if course.change == 0:
        return "same"
    return "better" if course.change > 0 else "worse"
