# SPDX-License-Identifier: EUPL-1.2
"""How good clusters are: over pairs, and over records (B-cubed)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """Over pairs of records, and B-cubed: over what each record's own cluster looks like."""

    precision: float
    recall: float
    bcubed_precision: float
    bcubed_recall: float

    @property
    def f1(self) -> float:
        return _f1(self.precision, self.recall)

    @property
    def bcubed_f1(self) -> float:
        return _f1(self.bcubed_precision, self.bcubed_recall)


def measured(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Quality:
    """Compare two ways to group the same records. With no pairs on a side, its share is 1."""
    both = Counter(zip(truth, found, strict=True))
    real, made = Counter(truth), Counter(found)
    together = _pairs(both)
    return Quality(
        together / _pairs(made) if _pairs(made) else 1.0,
        together / _pairs(real) if _pairs(real) else 1.0,
        sum(n * n / made[group] for (_, group), n in both.items()) / max(1, len(truth)),
        sum(n * n / real[person] for (person, _), n in both.items()) / max(1, len(truth)),
    )


def _pairs(groups: Counter[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in groups.values())


def _f1(one: float, two: float) -> float:
    return 2 * one * two / (one + two) if one + two else 0.0
