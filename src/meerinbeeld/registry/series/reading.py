# SPDX-License-Identifier: EUPL-1.2
"""The published national figures, read from the files beside this module.

A fact is a number of one series, in one year, with its source. The series of the Nationaal
Rapporteur and of CoMensha count differently, and notifications are not victims: nothing here adds
or compares numbers of two series.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

RAPPORTEUR, COMENSHA, NOTIFIED = "rapporteur", "comensha", "comensha_aanmeldingen"
SERIES: Final = (COMENSHA, RAPPORTEUR, NOTIFIED)
VICTIMS: Final = "victims"


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    address: str


@dataclass(frozen=True)
class Fact:
    """One published number."""

    series: str
    year: int
    measure: str
    value: int
    source: Source


@dataclass(frozen=True)
class Series:
    """All that one source published, by measure and year."""

    name: str
    facts: tuple[Fact, ...]

    @property
    def years(self) -> list[int]:
        """Every year from the first to the last; a year without a fact is a gap."""
        known = {fact.year for fact in self.facts}
        return list(range(min(known), max(known) + 1))

    @property
    def measures(self) -> list[str]:
        """In the order of the file."""
        return list(dict.fromkeys(fact.measure for fact in self.facts))

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(fact.source for fact in self.facts))

    def value(self, measure: str, year: int) -> int | None:
        found = (fact.value for fact in self.facts if (fact.measure, fact.year) == (measure, year))
        return next(found, None)


@cache
def series(name: str) -> Series:
    """One series. Raises `KeyError` for a name that there is not."""
    facts = tuple(fact for fact in _facts() if fact.series == name)
    if not facts:
        raise KeyError(name)
    return Series(name, facts)


@cache
def _facts() -> tuple[Fact, ...]:
    sources = _sources()
    return tuple(
        Fact(row["series"], int(row["year"]), row["measure"], int(row["value"]),
             sources[row["source"]])
        for row in _rows("national_figures")
    )  # fmt: skip


def _sources() -> Mapping[str, Source]:
    rows = _rows("national_sources")
    return {row["source"]: Source(row["source"], row["title"], row["address"]) for row in rows}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(f"data/{name}.csv").read_text("utf-8")
    yield from csv.DictReader(io.StringIO(text))
