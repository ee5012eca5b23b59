# SPDX-License-Identifier: EUPL-1.2
"""The only door for figures that leave the case team.

A release holds all tables about one closed year of one source. They are protected together, so that
none can be set against another; the attack then runs on exactly the bytes that are kept; and they
are set against what was published before. Pages, prints and exports show nothing but pieces of
those bytes: a filter chooses among published cells and never counts anew. What cannot be protected
is left out, and when nothing can, nothing goes out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import transaction

import disclosure
from disclosure.published import Published, read
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.models import Estimate, Refusal, Release
from meerinbeeld.insight.queries import counts, network
from meerinbeeld.insight.rules.capture import rounded_out
from meerinbeeld.insight.rules.numbers import (
    Exact,
    NotThroughTheGateError,
    Number,
    Protected,
    let_out,
    only_protected,
)
from meerinbeeld.insight.rules.periods import year_of

KIND: Final = "published_figures"
PURPOSE: Final = Purpose.PROGRAMME
#: A count of 1 to 4 is hidden. Whoever knows that rule, and which cells fell under it, still learns
#: no more than "1 to 4"; whoever does not is left with an interval of at least five.
THRESHOLD: Final = 5
WIDTH: Final = 5
INFORMED_WIDTH: Final = THRESHOLD - 2
SECONDS: Final = 20.0
#: How many releases a process keeps read; one holds a few hundred cells.
REMEMBERED: Final = 64
COUNT: Final = "count"
TOTAL: Final = "*"
NETWORK: Final = "network"

Columns = tuple[str, ...]
Counts = Mapping[tuple[str, ...], int]


class TamperedError(Exception):
    """A kept release is not what the gate let out."""


@dataclass(frozen=True)
class Letting:
    """Tables that hold against every attack, and what was learned on the way."""

    protection: disclosure.Protection
    attack: dict[str, Any]
    left_out: list[str]


# --- Letting out ----------------------------------------------------------------------------------


def let_out_year(source: str, year: int) -> Release | None:
    """Protect, attack and keep the tables of a year. None when nothing may go out; that is kept.

    What is published already is only replaced when old and new together give nothing away.
    """
    with transaction.atomic():
        earlier = list(Release.objects.filter(source=source, year=year).order_by("version"))
        tables = counts.tables_of_year(source, year_of(year))
        letting, reason = _protected(tables)
        if letting and earlier and earlier[-1].digest == digest_of(_texts(letting)):
            return earlier[-1]
        if letting and _tells_beside(letting, earlier):
            letting, reason = None, "difference"
        if letting is None:
            Refusal.objects.update_or_create(source=source, year=year, defaults={"reason": reason})
            return None
        Refusal.objects.filter(source=source, year=year).delete()
        return _kept(source, year, len(earlier) + 1, letting)


def _protected(tables: counts.Tables) -> tuple[Letting | None, str]:
    """The richest set of tables that holds: first with all crosses, then with fewer."""
    if not tables.whole:
        return None, "nothing"
    if tables.whole < THRESHOLD:
        return None, "too_few"
    for level, wanted in enumerate(tables.levels):
        try:
            found = disclosure.protect(
                [_table(columns, tables.counts[columns]) for columns in wanted],
                rules(),
                seconds=SECONDS,
            )
        except disclosure.RefusalError:
            continue
        report = attacked(_files(found.files))
        if report["holds"]:
            rest = [one for one in tables.levels[0] if one not in tables.levels[level]]
            return Letting(found, report, [" × ".join(one) for one in rest]), ""
    return None, "too_few"


def rules() -> disclosure.Rules:
    """What is hidden, and how wide what stays unknown has to be."""
    return disclosure.Rules(threshold=THRESHOLD, width=INFORMED_WIDTH, informed=True)


def _table(columns: Columns, given: Counts) -> disclosure.Table:
    rows = [[*codes, number] for codes, number in sorted(given.items())]
    return disclosure.from_rows([*columns, COUNT], rows, name=_name(columns))


def _name(columns: Columns) -> str:
    return f"{'-'.join(columns)}.csv"


def attacked(files: Sequence[Published]) -> dict[str, Any]:
    """What two attackers find in these files together: one knows the rule, the other does not."""
    knows = disclosure.Knowledge(threshold=THRESHOLD)
    informed = disclosure.attack(files, width=INFORMED_WIDTH, knowledge=knows)
    plain = disclosure.attack(files, width=WIDTH)
    return {
        "holds": informed.holds and plain.holds,
        "informed": informed.to_dict(),
        "plain": plain.to_dict(),
    }


def _tells_beside(letting: Letting, earlier: Iterable[Release]) -> bool:
    """Whether a new version gives something away beside those that went before."""
    before = [one for release in earlier for one in _files(bytes_of(release.tables))]
    return any(
        not disclosure.difference(new, same, threshold=THRESHOLD, width=WIDTH).holds
        for new in _files(letting.protection.files)
        if (same := [one for one in before if one.columns == new.columns])
    )


def _kept(source: str, year: int, version: int, letting: Letting) -> Release:
    texts = _texts(letting)
    return Release.objects.create(
        source=source,
        year=year,
        version=version,
        tables=texts,
        digest=digest_of(texts),
        protection=letting.protection.to_dict(),
        attack=letting.attack,
        left_out=letting.left_out,
    )


def _texts(letting: Letting) -> dict[str, str]:
    return {name: data.decode() for name, data in sorted(letting.protection.files.items())}


def digest_of(tables: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def bytes_of(tables: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in tables.items()}


def _files(files: Mapping[str, bytes]) -> list[Published]:
    return [read(data, name, count=COUNT) for name, data in files.items()]


# --- Showing --------------------------------------------------------------------------------------


class Shown:
    """The published cells of one year of one source, as protected numbers."""

    def __init__(self, release: Release) -> None:
        if digest_of(release.tables) != release.digest:
            raise TamperedError(f"Release {release.id} is not what was let out.")
        self.release = release
        self._tables = {
            file.columns: dict(zip(file.codes, file.counts, strict=True))
            for file in _files(bytes_of(release.tables))
        }

    def number(self, indicator: Indicator, code: str, **beside: str) -> Protected | None:
        """A cell; None when no such table was published. A code that nobody has counts nothing."""
        columns = counts.columns_of(indicator, *beside)
        table = self._tables.get(columns)
        if table is None:
            return None
        chosen = {indicator.key: code} | {
            counts.column(indicator.source, name): value for name, value in beside.items()
        }
        place = tuple(chosen.get(name, TOTAL) for name in columns)
        return let_out(table.get(place, 0))

    def cell(self, indicator: Indicator, code: str) -> Protected:
        """The same of a table that is there."""
        return self.number(indicator, code) or let_out(None)

    def quarters(self) -> dict[str, Protected]:
        """The whole of each quarter, in order; empty when that was not published."""
        table = self._tables.get((counts.QUARTER,), {})
        return {
            place[0]: let_out(number) for place, number in sorted(table.items())
            if place[0] != TOTAL
        }  # fmt: skip

    def has(self, indicator: Indicator, *beside: str) -> bool:
        return counts.columns_of(indicator, *beside) in self._tables


def shown(actor: Actor, source: str) -> dict[int, Shown]:
    """What is published of a source, by year. Raises `Refused`."""
    require(actor, Verb.OPEN, KIND, PURPOSE)
    versions = Release.objects.filter(source=source).order_by("version")
    newest = dict(versions.values_list("year", "pk"))
    return {year: _opened(release) for year, release in sorted(newest.items())}


@lru_cache(maxsize=REMEMBERED)
def _opened(release: UUID) -> Shown:
    """A release never changes: each process reads and checks it once."""
    return Shown(Release.objects.get(pk=release))


def sources() -> list[str]:
    """The sources of which years are let out."""
    found = dict.fromkeys(one.source for one in catalogue().indicators if one.outside)
    return [source for source in found if source != NETWORK]


def about_organisations(actor: Actor, indicator: Indicator) -> dict[str, Protected]:
    """Counts of the directory: of organisations and what everybody may look up, never of people.

    They need no protection, and come through the gate all the same. Raises `Refused`.
    """
    require(actor, Verb.OPEN, KIND, PURPOSE)
    if indicator.source != NETWORK:
        raise NotThroughTheGateError(f"{indicator.key} is about people.")
    return {code: let_out(number) for code, number in network.counted(indicator.key).items()}


def attacked_again(release: Release) -> dict[str, Any]:
    """Attack the kept bytes once more, now."""
    Shown(release)
    return attacked(_files(bytes_of(release.tables)))


# --- Reckoning with what is shown -----------------------------------------------------------------


def less(whole: Number, part: Number) -> Number:
    """One number less another. What is reckoned from a hidden number is hidden."""
    if isinstance(whole, Exact) and isinstance(part, Exact):
        return Exact((whole.value or 0) - (part.value or 0))
    if whole.value is None or part.value is None:
        return let_out(None)
    only_protected((whole, part))
    return let_out(whole.value - part.value)


def together(numbers: Sequence[Number]) -> Number:
    """The sum; hidden when one of them is."""
    if all(isinstance(one, Exact) for one in numbers):
        return Exact(sum(one.value or 0 for one in numbers))
    only_protected(numbers)
    shown_ones = [one.value for one in numbers if one.value is not None]
    return let_out(sum(shown_ones) if len(shown_ones) == len(numbers) else None)


# --- Estimates ------------------------------------------------------------------------------------

#: A number of an estimate goes out in tens: wider than what a small count is hidden by.
TENS: Final = 10


@dataclass(frozen=True)
class SharedEstimate:
    """An estimate as others see it: totals in tens. No lists, no overlaps, no counts of any."""

    name: str
    organisation: str
    first: date | None
    last: date | None
    shared_at: datetime
    #: Lowest and highest middle of all ways, and of all 95 % limits. None: no number was given.
    middles: tuple[Protected, Protected] | None
    limits: tuple[Protected, Protected] | None
    agree: bool


def let_out_estimate(estimate: Estimate) -> SharedEstimate:
    """What goes out of an estimate that its makers shared. Raises ValueError for another."""
    if estimate.shared_at is None:
        raise ValueError("Only an estimate that was shared goes out.")
    numbers = [row for row in estimate.result.get("methods", []) if row.get("estimate") is not None]
    middles = [row["estimate"] for row in numbers]
    limits = [limit for row in numbers for limit in row["interval_95"] if limit is not None]
    quotable = numbers and not estimate.result.get("refuted")
    return SharedEstimate(
        name=estimate.name,
        organisation=estimate.organisation.name,
        first=estimate.first,
        last=estimate.last,
        shared_at=estimate.shared_at,
        middles=_in_tens(middles) if quotable else None,
        limits=_in_tens(limits) if quotable and limits else None,
        agree=bool(estimate.result.get("agree")),
    )


def _in_tens(numbers: Sequence[float]) -> tuple[Protected, Protected]:
    low, high = rounded_out(min(numbers), TENS), rounded_out(max(numbers), TENS)
    return let_out(low), let_out(high)
