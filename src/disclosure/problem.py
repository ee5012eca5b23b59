# SPDX-License-Identifier: EUPL-1.2
"""What has to be hidden, how wide, and what hiding a cell costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from disclosure.errors import OptionError, RefusalError
from disclosure.table import Release

Floats = NDArray[np.float64]
Cells = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rules:
    """Which cells are primary, and what is promised about them.

    ``threshold``: a count of 1 to threshold - 1 is primary; ``zeros``: 0 as well. ``share``: also a
    cell of which one contributor makes up more than this percentage, or of which the second largest
    could estimate the largest that closely. ``width``: the least length of the interval that the
    attacker is left with. ``informed``: he also knows the threshold and reads the status.
    """

    threshold: int = 5
    width: int | None = None
    zeros: bool = False
    share: float | None = None
    informed: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be promised."""
        if self.threshold < 1:
            raise OptionError("The threshold is 1 or more.")
        if self.width is not None and self.width < 1:
            raise OptionError("The width is 1 or more.")
        if self.share is not None and not 0 < self.share <= 100:
            raise OptionError("A share is a percentage above 0, at most 100.")
        if self.informed and self.share is not None:
            raise OptionError("The informed attacker is not defined with the dominance rule.")
        if self.informed and self.width is not None and self.width > self.most:
            raise OptionError(
                f"Who knows the threshold knows 1 to {self.threshold - 1} from the status alone: "
                f"against him the width is at most {self.most}."
            )

    @property
    def most(self) -> int:
        """The widest interval that the threshold and the status leave."""
        return max(0, self.threshold - (1 if self.zeros else 2))

    @property
    def asked(self) -> int:
        """The width that is promised; default the threshold, or what the status leaves of it."""
        if self.width is not None:
            return self.width
        return max(1, self.most) if self.informed else self.threshold


@dataclass(frozen=True, eq=False)
class Problem:
    """Cells with the room that each has around its count, and the cost of hiding it.

    ``low`` and ``high`` are the furthest deviations that an attacker holds possible when the cell
    is hidden, 0 where it must be published.
    """

    matrix: scipy.sparse.csr_matrix
    counts: Cells
    low: Floats
    high: Floats
    primary: Mask
    cost: Floats
    width: int

    @property
    def size(self) -> int:
        """Number of cells."""
        return self.counts.size

    @cached_property
    def targets(self) -> Cells:
        """The primary cells."""
        return np.flatnonzero(self.primary)

    @cached_property
    def candidates(self) -> Cells:
        """The cells that can be hidden besides."""
        return np.flatnonzero(~self.primary & (self.high > self.low))

    def loss(self, hidden: Mask) -> float:
        """Cost of the cells that are hidden and not primary."""
        return float(self.cost[hidden & ~self.primary].sum())


def primary_cells(release: Release, rules: Rules) -> Mask:
    """Which cells of the release the rules call primary."""
    counts = release.counts
    primary = (counts < rules.threshold) & (counts >= (0 if rules.zeros else 1))
    if rules.share is None:
        return np.asarray(primary)
    for table, where in zip(release.tables, release.where, strict=True):
        if table.largest is None or table.second is None:
            raise OptionError(
                "The dominance rule needs to know the contributors: name their column."
            )
        primary[where] |= dominated(table.largest, table.second, table.counts, rules.share).ravel()
    return np.asarray(primary)


def dominated(largest: Cells, second: Cells, counts: Cells, share: float) -> Mask:
    """Cells of which one contributor has more than the share, or where the rest is too small.

    The second is the p % rule with p = 100 - share: the second largest contributor subtracts his
    own part and knows the largest to within what the others have.
    """
    rest = counts - largest - second
    most = largest * 100 > share * counts
    close = (second > 0) & (rest * 100 < (100 - share) * largest)
    return np.asarray((counts > 0) & (most | close))


def problem(release: Release, rules: Rules, fixed: Mask | None = None) -> Problem:
    """The problem of a release; ``fixed`` cells were published before and cannot be hidden.

    A zero is published unless the zero rule calls it primary: it is often known from outside that
    somewhere nobody can be. Raises RefusalError when so few are counted that no interval can be
    wide enough.
    """
    counts = release.counts.astype(float)
    primary = primary_cells(release, rules)
    if primary.any() and release.total < rules.asked and not rules.informed:
        raise RefusalError(
            f"The whole table counts {release.total}: nobody can be hidden in an interval "
            f"{rules.asked} wide among so few."
        )
    low, high = -counts, release.total - counts
    if rules.informed:
        low = np.where(primary, (0 if rules.zeros else 1) - counts, rules.threshold - counts)
        high = np.where(primary, rules.threshold - 1 - counts, high)
    published = (counts == 0) & ~primary
    if fixed is not None:
        published |= fixed & ~primary
    low, high = np.where(published, 0.0, low), np.where(published, 0.0, high)
    # One cell less decides between patterns of the same sum.
    cost = np.where(primary, 0.0, counts + 0.5 / counts.size)
    return Problem(
        release.matrix, release.counts, low.clip(max=0), high.clip(min=0), primary, cost,
        rules.asked,
    )  # fmt: skip
