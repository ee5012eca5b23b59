# SPDX-License-Identifier: EUPL-1.2
"""What an attacker learns from exactly the bytes that are published.

Independent of the protection: it reads the files as anybody would, writes down its own relations
from the codes and the hierarchy as they stand, all tables of a release together, and computes the
interval of each suppressed cell.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import scipy.sparse

from disclosure.bounding import Bounds, bounds
from disclosure.errors import DataError, OptionError
from disclosure.hierarchy import TOTAL, Trees, fitted, leaf_sets
from disclosure.published import PRIMARY, SAFE, SECONDARY, Published

Key = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Knowledge:
    """What the attacker knows besides the files.

    ``at_most``: a number no count exceeds, when the grand total is not published. ``threshold``: he
    knows the rule and reads the status: a primary cell is 1 to threshold - 1 (from 0 when
    ``zeros``), a secondary one is not.
    """

    at_most: int | None = None
    threshold: int | None = None
    zeros: bool = False


@dataclass(frozen=True)
class Interval:
    """What is learned about one suppressed cell; ``certain`` when it is the last word."""

    columns: tuple[str, ...]
    codes: tuple[str, ...]
    status: str
    low: int
    high: int | None
    certain: bool

    @property
    def width(self) -> float:
        """Largest minus least; infinite without an upper limit."""
        return np.inf if self.high is None else self.high - self.low


@dataclass(frozen=True)
class Report:
    """The outcome of an attack. ``exact`` counts suppressed cells, ``narrow`` primary ones."""

    cells: int
    primary: int
    secondary: int
    min_interval_width: int | None
    exact: int
    narrow: int
    width: int
    seconds: float
    intervals: tuple[Interval, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was learned that should not be."""
        return not self.exact and not self.narrow

    def exposed(self) -> list[Interval]:
        """The cells that are exact or narrow, the narrowest first."""
        bad = [
            i
            for i in self.intervals
            if i.width < 1 or (i.status != SECONDARY and i.width < self.width)
        ]
        return sorted(bad, key=lambda i: i.width)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, with the same keys as those of a protection."""
        return {
            "cells": self.cells,
            "primary": self.primary,
            "secondary": self.secondary,
            "suppressed_sum": None,
            "min_interval_width": self.min_interval_width,
            "exact": self.exact,
            "narrow": self.narrow,
            "method": "attack",
            "gap": None,
            "seconds": round(self.seconds, 3),
            "width": self.width,
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2)

    def summary(self) -> str:
        """The outcome in a few lines for people."""
        least = "no limit" if self.min_interval_width is None else str(self.min_interval_width)
        lines = [
            f"Cells          {self.cells}, suppressed {self.primary} primary and "
            f"{self.secondary} secondary",
            f"Exactly known  {self.exact}",
            f"Narrower than {self.width:<3} {self.narrow}",
            f"Narrowest      {least}",
        ]
        for found in self.exposed()[:10]:
            where = ", ".join(f"{n}={c}" for n, c in zip(found.columns, found.codes, strict=True))
            lines.append(f"  {where}: {found.low} to {found.high}")
        return "\n".join(lines)


class Evidence:
    """The cells and relations that the published files amount to."""

    def __init__(self, files: Sequence[Published], trees: Trees | None = None) -> None:
        if not files:
            raise DataError("There is no published table.")
        self.files = files
        self.place: dict[Key, int] = {}
        self.value: list[int | None] = []
        self.status: list[str] = []
        self.first: list[tuple[int, int]] = []
        self._trees: dict[tuple[str, str], frozenset[str]] = {}
        for number, file in enumerate(files):
            self._take(number, file)
        rows: list[tuple[int, list[int]]] = []
        for file in files:
            rows += self._relations(file, trees or {})
        self.matrix = self._matrix(rows)

    def _take(self, number: int, file: Published) -> None:
        for row, (codes, count, status) in enumerate(
            zip(file.codes, file.counts, file.statuses, strict=True)
        ):
            cell = self._cell(key(file.columns, codes))
            if self.first[cell] == (-1, -1):
                self.first[cell] = (number, row)
                self.status[cell] = status
            if count is not None:
                if self.value[cell] not in (None, count):
                    raise DataError(
                        f"{', '.join(codes)} is {self.value[cell]} in one file and {count} in "
                        f"{file.name}. For versions of a table, use differencing."
                    )
                self.value[cell] = count
            # Suppressed anywhere means that it was to be kept from view.
            if status == PRIMARY or (status == SECONDARY and self.status[cell] == SAFE):
                self.status[cell] = status
                self.first[cell] = (number, row)

    def _cell(self, name: Key) -> int:
        cell = self.place.setdefault(name, len(self.value))
        if cell == len(self.value):
            self.value.append(None)
            self.status.append("")
            self.first.append((-1, -1))
        return cell

    def _relations(self, file: Published, trees: Trees) -> list[tuple[int, list[int]]]:
        here = [dict.fromkeys(codes) for codes in zip(*file.codes, strict=True)]
        seen = {
            n: [c for c in codes if c != TOTAL] for n, codes in zip(file.columns, here, strict=True)
        }
        fit = fitted(trees, seen)
        sums = [self._sums(n, seen[n], fit.get(n)) for n in file.columns]
        rows = []
        for axis, of in enumerate(sums):
            others = [list(codes) for i, codes in enumerate(here) if i != axis]
            for rest in product(*others):
                before, after = rest[:axis], rest[axis:]

                def cell(code: str, before: Any = before, after: Any = after) -> int:
                    return self._cell(key(file.columns, (*before, code, *after)))

                rows += [(cell(node), [cell(part) for part in parts]) for node, parts in of.items()]
        return rows

    def _sums(self, name: str, codes: Sequence[str], tree: Any) -> Mapping[str, list[str]]:
        """Which codes the file or its hierarchy says add up to which."""
        sets = leaf_sets(name, tree or {})
        leaves = {leaf for found in sets.values() for leaf in found}
        if tree:
            for code in codes:
                if code not in leaves and code not in sets:
                    raise DataError(f"The code {code!r} of {name!r} is not in its hierarchy.")
        else:
            leaves = set(codes)
        for node, found in sets.items():
            if node != TOTAL and self._trees.setdefault((name, node), found) != found:
                raise DataError(f"The node {node!r} of {name!r} has two meanings.")
        sums = {node: sorted(found) for node, found in sets.items() if node in codes}
        return {**sums, TOTAL: sorted(leaves)} if leaves else sums

    def _matrix(self, rows: list[tuple[int, list[int]]]) -> scipy.sparse.csr_matrix:
        lines, columns, signs = [], [], []
        for line, (whole, parts) in enumerate(rows):
            lines += [line] * (len(parts) + 1)
            columns += [whole, *parts]
            signs += [1.0] + [-1.0] * len(parts)
        shape = (len(rows), len(self.value))
        matrix = scipy.sparse.csr_matrix((signs, (lines, columns)), shape=shape)
        matrix.sum_duplicates()
        return matrix

    def limits(self, knowledge: Knowledge) -> tuple[Any, Any]:
        """Least and largest value of each cell before any sum is looked at."""
        total = self.value[self.place[frozenset()]] if frozenset() in self.place else None
        if total is None:
            total = knowledge.at_most
        most = np.inf if total is None else float(total)
        low = np.zeros(len(self.value))
        high = np.full(len(self.value), most)
        for cell, (value, status) in enumerate(zip(self.value, self.status, strict=True)):
            if value is not None:
                low[cell] = high[cell] = value
            elif knowledge.threshold is not None and status == PRIMARY:
                low[cell] = 0 if knowledge.zeros else 1
                high[cell] = min(most, knowledge.threshold - 1)
            elif knowledge.threshold is not None and status == SECONDARY:
                low[cell] = knowledge.threshold
        return low, high


def key(columns: Sequence[str], codes: Sequence[str]) -> Key:
    """What a cell counts, whatever file it stands in."""
    return frozenset((n, c) for n, c in zip(columns, codes, strict=True) if c != TOTAL)


def attack(
    files: Sequence[Published],
    *,
    trees: Trees | None = None,
    width: int = 5,
    knowledge: Knowledge | None = None,
    every: bool = False,
) -> Report:
    """Compute what the files give away.

    ``width``: an interval of a primary cell may not be shorter. ``every``: the last word for every
    suppressed cell; otherwise only for those that could be the narrowest, which is much quicker and
    gives the same counts.
    """
    if width < 1:
        raise OptionError("The width is 1 or more.")
    begun = time.process_time()
    evidence = Evidence(files, trees)
    primary = [c for c, status in enumerate(evidence.status) if status == PRIMARY]
    secondary = [c for c, status in enumerate(evidence.status) if status == SECONDARY]
    low, high = evidence.limits(knowledge or Knowledge())
    found = bounds(
        evidence.matrix,
        low,
        high,
        targets=[*primary, *secondary] if every else primary,
        exact_only=secondary,
        width=np.inf if every else float(width),
    )
    return _report(evidence, found, primary, secondary, width, begun)


def _report(
    evidence: Evidence,
    found: Bounds,
    primary: Sequence[int],
    secondary: Sequence[int],
    width: int,
    begun: float,
) -> Report:
    intervals = tuple(_interval(evidence, found, cell) for cell in (*primary, *secondary))
    widths = [i.width for i in intervals[: len(primary)]]
    least = min(widths, default=np.inf)
    return Report(
        cells=sum(status != "" for status in evidence.status),
        primary=len(primary),
        secondary=len(secondary),
        min_interval_width=None if np.isinf(least) else int(least),
        exact=sum(i.width < 1 for i in intervals),
        narrow=sum(w < width for w in widths),
        width=width,
        seconds=time.process_time() - begun,
        intervals=intervals,
    )


def intervals_report(evidence: Evidence, found: Bounds, cells: Sequence[int], width: int) -> Report:
    """The report on cells that are all published, with changed counts."""
    report = _report(evidence, found, cells, [], width, time.process_time())
    return replace(report, primary=0)


def _interval(evidence: Evidence, found: Bounds, cell: int) -> Interval:
    number, row = evidence.first[cell]
    file = evidence.files[number]
    high = found.high[cell]
    return Interval(
        file.columns,
        file.codes[row],
        evidence.status[cell],
        int(found.low[cell]),
        None if np.isinf(high) else int(high),
        bool(found.solved[cell]),
    )
