# SPDX-License-Identifier: EUPL-1.2
"""What a new table gives away beside what was published before.

Two cases. Where all shared cells agree, the tables are about the same people, and the attacker
takes them as one release. Where they differ, they are versions: what is published twice can be
subtracted, and a small difference is a small group. When counts were only added to, he knows
besides that no difference is negative, and that differences add up as counts do.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse

from disclosure.attacking import Evidence, Interval, Knowledge, Report, attack
from disclosure.bounding import Bounds, bounds
from disclosure.errors import DataError, OptionError
from disclosure.hierarchy import Trees
from disclosure.published import PRIMARY, SECONDARY, Published

SAME, VERSIONS = "same", "versions"


@dataclass(frozen=True)
class Difference:
    """The outcome. ``about`` is ``same`` people or ``versions``.

    ``exact`` and ``narrow`` count primary and suppressed cells when all is put together, and
    ``exact_before`` and ``narrow_before`` in the earlier tables alone; ``changes`` are the groups
    between two versions that are known too closely and may be small.
    """

    about: str
    exact: int
    narrow: int
    exact_before: int
    narrow_before: int
    changes: tuple[Interval, ...]
    width: int
    threshold: int
    seconds: float

    @property
    def holds(self) -> bool:
        """Whether the new table may be published beside the earlier ones."""
        return not self.exact and not self.narrow and not self.changes

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "about": self.about,
            "exact": self.exact,
            "narrow": self.narrow,
            "exact_before": self.exact_before,
            "narrow_before": self.narrow_before,
            "changes": [
                {
                    "cell": dict(zip(i.columns, i.codes, strict=True)),
                    "low": i.low,
                    "high": i.high,
                }
                for i in self.changes
            ],
            "width": self.width,
            "threshold": self.threshold,
            "holds": self.holds,
            "seconds": round(self.seconds, 3),
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """The outcome in a few lines for people."""
        about = "the same people" if self.about == SAME else "versions: counts differ"
        lines = [
            f"Tables       {about}",
            f"Together     {self.exact} exact, {self.narrow} narrower than {self.width}",
            f"Before       {self.exact_before} exact, {self.narrow_before} narrower",
            f"Differences  {len(self.changes)} small groups between versions",
        ]
        for found in self.changes[:10]:
            where = ", ".join(f"{n}={c}" for n, c in zip(found.columns, found.codes, strict=True))
            lines.append(f"  {where}: {found.low} to {found.high}")
        return "\n".join(lines)


def difference(
    new: Published,
    earlier: Sequence[Published],
    *,
    trees: Trees | None = None,
    threshold: int = 5,
    width: int = 5,
    grows: bool = False,
) -> Difference:
    """What ``new`` gives away beside ``earlier`` tables.

    ``grows``: since each of the earlier tables counts were only added to, never taken away.
    """
    if not earlier:
        raise OptionError("Name at least one table that was published before.")
    if width < 1 or threshold < 1:
        raise OptionError("The width and the threshold are 1 or more.")
    begun = time.process_time()
    before = [attack([one], trees=trees, width=width) for one in earlier]
    if not grows and _agree([new, *earlier], trees):
        about, reports = SAME, [_together([new, *earlier], trees, width)]
        changes: list[Interval] = []
    else:
        about = VERSIONS
        pairs = [_Pair(new, old, trees, threshold, width, grows) for old in earlier]
        reports = [pair.report for pair in pairs]
        changes = [change for pair in pairs for change in pair.changes]
    return Difference(
        about=about,
        exact=max(report.exact for report in reports),
        narrow=max(report.narrow for report in reports),
        exact_before=sum(report.exact for report in before),
        narrow_before=sum(report.narrow for report in before),
        changes=tuple(changes),
        width=width,
        threshold=threshold,
        seconds=time.process_time() - begun,
    )


def _agree(files: Sequence[Published], trees: Trees | None) -> bool:
    """Whether all numbers that stand in two files are the same in both."""
    known: dict[Any, int] = {}
    for one in files:
        evidence = Evidence([one], trees)
        for cell, place in evidence.place.items():
            value = evidence.value[place]
            if value is not None and known.setdefault(cell, value) != value:
                return False
    return True


def _together(files: Sequence[Published], trees: Trees | None, width: int) -> Report:
    """The attack on all files as one release; says so when no table fits them all."""
    try:
        return attack(files, trees=trees, width=width)
    except DataError as problem:
        raise DataError(
            "The tables agree where both have a number, and do not add up together. Give the "
            "hierarchy when one of them lacks codes; when they are versions, say that they grow."
        ) from problem


class _Pair:
    """A new and an old version as one system: new counts, old counts, and their differences."""

    def __init__(
        self,
        new: Published,
        old: Published,
        trees: Trees | None,
        threshold: int,
        width: int,
        grows: bool,
    ) -> None:
        self.new, self.old = Evidence([new], trees), Evidence([old], trees)
        self.threshold, self.width, self.grows = threshold, width, grows
        self.shared = [cell for cell in self.new.place if cell in self.old.place]
        if not self.shared:
            raise DataError(f"{new.name} and {old.name} have no cell in common.")
        found = self._solved()
        self.report = self._report(found)
        self.changes = [c for c in self._differences(found) if self._tells(c)]

    def _solved(self) -> Bounds:
        """All intervals; the differences stand behind the cells of both versions."""
        a, b, d = len(self.new.value), len(self.old.value), len(self.shared)
        links = scipy.sparse.lil_matrix((d, a + b + d))
        for row, cell in enumerate(self.shared):
            links[row, self.new.place[cell]] = 1
            links[row, a + self.old.place[cell]] = -1
            links[row, a + b + row] = -1
        empty = scipy.sparse.csr_matrix((self.new.matrix.shape[0] + self.old.matrix.shape[0], d))
        both = scipy.sparse.block_diag([self.new.matrix, self.old.matrix])
        matrix = scipy.sparse.csr_matrix(
            scipy.sparse.vstack([scipy.sparse.hstack([both, empty]), links])
        )
        (low_a, high_a), (low_b, high_b) = (
            e.limits(Knowledge(at_most=self._most())) for e in (self.new, self.old)
        )
        most = float(self._most())
        low = np.concatenate([low_a, low_b, np.full(d, 0.0 if self.grows else -most)])
        high = np.concatenate([high_a, high_b, np.full(d, most)])
        try:
            return bounds(matrix, low, high, targets=[*self._hidden(), *range(a + b, a + b + d)])
        except DataError as problem:
            if self.grows:
                raise DataError(
                    f"Counts were also taken away between {self.old.files[0].name} and "
                    f"{self.new.files[0].name}, or they contradict each other: leave out --grows."
                ) from problem
            raise

    def _most(self) -> int:
        """No count is larger than all that is published together."""
        known = [v for e in (self.new, self.old) for v in e.value if v is not None]
        return max(known, default=0) * 2 + 1_000

    def _hidden(self) -> list[int]:
        statuses = [*self.new.status, *self.old.status]
        return [c for c, status in enumerate(statuses) if status in (PRIMARY, SECONDARY)]

    def _report(self, found: Bounds) -> Report:
        statuses = [*self.new.status, *self.old.status]
        widths = found.widths()
        hidden = self._hidden()
        primary = [c for c in hidden if statuses[c] == PRIMARY]
        least = min((widths[c] for c in primary), default=np.inf)
        return Report(
            cells=sum(s != "" for s in statuses),
            primary=len(primary),
            secondary=len(hidden) - len(primary),
            min_interval_width=None if np.isinf(least) else int(least),
            exact=sum(bool(widths[c] < 1) for c in hidden),
            narrow=sum(bool(widths[c] < self.width) for c in primary),
            width=self.width,
            seconds=0.0,
            intervals=(),
        )

    def _differences(self, found: Bounds) -> list[Interval]:
        at = len(self.new.value) + len(self.old.value)
        intervals = []
        for row, cell in enumerate(self.shared):
            number, line = self.new.first[self.new.place[cell]]
            if number < 0:
                continue
            file = self.new.files[number]
            low, high = int(found.low[at + row]), int(found.high[at + row])
            status = self.new.status[self.new.place[cell]]
            intervals.append(Interval(file.columns, file.codes[line], status, low, high, True))
        return intervals

    def _tells(self, change: Interval) -> bool:
        """Whether a change is known too closely, and may be of fewer people than the threshold."""
        assert change.high is not None  # noqa: S101 - a difference has limits
        nobody = change.low == change.high == 0
        nearest = max(0, change.low, -change.high)
        return not nobody and change.width < self.width and nearest < self.threshold
