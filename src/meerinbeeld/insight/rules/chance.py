# SPDX-License-Identifier: EUPL-1.2
"""What chance alone gives with small counts: limits in time and between places. Pure.

Counts of rare things vary by themselves: with eight a month on average, a month of three or of
fifteen needs no cause. Everything here is exact for counts that follow a Poisson law; a normal
approximation goes wrong at exactly the small numbers of a region.

Sources. Limits for places of unequal size: Spiegelhalter (2005), Funnel plots for comparing
institutional performance, Statistics in Medicine 24:1185, with the interpolation of its appendix.
Charts in time: Provost and Murray (2011), The Health Care Data Guide, chapters 4 and 7. A new count
set against earlier ones: the conditional binomial law of Przyborowski and Wilenski (1940),
Biometrika 31:313, as used for prediction by Nelson (1982), Applied Life Data Analysis, chapter 6.
Runs: Nelson (1984), Journal of Quality Technology 16:237.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: How often a count that nothing caused may fall outside the limits of a chart: once in 370, as
#: with the usual three standard deviations.
RARE: Final = 0.0027
#: The two pairs of limits of a funnel: 95 % and 99.8 %.
INNER: Final = 0.05
OUTER: Final = 0.002
#: This many in a row on one side of the middle is no chance (Nelson's second rule).
RUN: Final = 9
#: Fewer moments than this say too little about what is usual.
FEWEST: Final = 8
#: When nothing at all is likelier than this, silence says nothing.
SILENT: Final = 0.05


def at_most(count: int, mean: float) -> float:
    """The probability of `count` or fewer when `mean` is expected."""
    from scipy.special import pdtr  # here, so that a start does not wait for it

    return 0.0 if count < 0 else float(pdtr(count, mean)) if mean > 0 else 1.0


def at_least(count: int, mean: float) -> float:
    """The probability of `count` or more when `mean` is expected."""
    return 1.0 - at_most(count - 1, mean)


def two_sided(count: int, mean: float) -> float:
    """How rare a count as far from the mean is: twice the smaller tail, at most 1."""
    return min(1.0, 2 * min(at_most(count, mean), at_least(count, mean)))


# --- In time -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """Counts from `lower` to `upper` are what chance gives. `lower` None: nothing is too little."""

    lower: int | None
    upper: int


@dataclass(frozen=True)
class Judged:
    """One moment set against all the others."""

    count: int
    usual: float
    limits: Limits
    in_run: bool = False

    @property
    def is_high(self) -> bool:
        return self.count > self.limits.upper

    @property
    def is_low(self) -> bool:
        return self.limits.lower is not None and self.count < self.limits.lower

    @property
    def stands_out(self) -> bool:
        return self.is_high or self.is_low


def predicted(total: int, moments: int, rare: float = RARE) -> Limits:
    """Between which counts the next moment falls, when `moments` like it had `total` together.

    Exact whatever the true mean is: given the sum of old and new, the new count is binomial with
    probability 1 / (moments + 1). Each side is left at most in `rare` / 2 of the cases.
    """
    from scipy.special import bdtr

    share = 1.0 / (moments + 1)

    def tail_above(count: int) -> float:
        return 1.0 - float(bdtr(count - 1, total + count, share)) if count > 0 else 1.0

    def tail_below(count: int) -> float:
        return float(bdtr(count, total + count, share))

    guess = total / moments
    upper = math.floor(guess)
    while tail_above(upper + 1) > rare / 2:
        upper += 1
    lower = math.ceil(guess)
    while lower > 0 and tail_below(lower - 1) > rare / 2:
        lower -= 1
    return Limits(lower or None, upper)


def judged(counts: Sequence[int], rare: float = RARE) -> list[Judged]:
    """Each moment against all the others. Empty when there are fewer than `FEWEST`."""
    if len(counts) < FEWEST:
        return []
    whole, others = sum(counts), len(counts) - 1
    runs = in_runs(counts)
    return [
        Judged(count, (whole - count) / others, predicted(whole - count, others, rare), run)
        for count, run in zip(counts, runs, strict=True)
    ]


def in_runs(counts: Sequence[int], length: int = RUN) -> list[bool]:
    """Which moments belong to a run of `length` on one side of the median.

    A moment on the median itself neither breaks a run nor makes it longer.
    """
    if not counts:
        return []
    middle = _median(counts)
    sides = [(index, count > middle) for index, count in enumerate(counts) if count != middle]
    marked = [False] * len(counts)
    start = 0
    for place in range(1, len(sides) + 1):
        if place < len(sides) and sides[place][1] == sides[start][1]:
            continue
        if place - start >= length:
            first, last = sides[start][0], sides[place - 1][0]
            marked[first : last + 1] = [True] * (last + 1 - first)
        start = place
    return marked


def _median(counts: Sequence[int]) -> float:
    ordered, half = sorted(counts), len(counts) // 2
    return float(ordered[half]) if len(counts) % 2 else (ordered[half - 1] + ordered[half]) / 2


# --- Between places ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spot:
    """A place: its count, what its share of inhabitants gives, and how rare such a count is."""

    key: str
    size: int
    count: int
    expected: float
    rarity: float

    @property
    def stands_out(self) -> bool:
        return self.rarity < OUTER


def spots(counts: dict[str, int], sizes: dict[str, int]) -> list[Spot]:
    """Each place against the whole of all places, by inhabitants."""
    whole = sum(counts.get(key, 0) for key in sizes)
    people = sum(sizes.values())
    if not people:
        return []
    return [
        Spot(
            key, size, counts.get(key, 0), whole * size / people,
            two_sided(counts.get(key, 0), whole * size / people),
        )
        for key, size in sizes.items()
    ]  # fmt: skip


def funnel_limit(mean: float, probability: float) -> float:
    """The count below which a share `probability` falls, made smooth between whole numbers.

    Spiegelhalter (2005), appendix A.1: it interpolates, so that a curve shows no steps.
    """
    if mean <= 0:
        return 0.0
    low, high = -1, max(4, math.ceil(mean + 12 * math.sqrt(mean) + 12))
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at_most(middle, mean) >= probability else (middle, high)
    above, below = at_most(high, mean), at_most(high - 1, mean)
    return max(0.0, high - (above - probability) / (above - below))


# --- Less than expected --------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """What was seen of something; where the count is hidden, `most` is the most it is taken for."""

    most: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Blind:
    """Something of which less was seen than was expected, or that is too small to tell."""

    key: str
    seen: Seen
    expected: float

    @property
    def likelihood(self) -> float:
        """How likely so few, or fewer, are; for a hidden count the most that it can be."""
        return at_most(self.seen.most, self.expected)

    @property
    def can_tell(self) -> bool:
        """Whether seeing nothing at all would have been remarkable."""
        return math.exp(-self.expected) < SILENT

    @property
    def is_blind(self) -> bool:
        return self.can_tell and self.likelihood < SILENT
