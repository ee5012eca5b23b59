# SPDX-License-Identifier: EUPL-1.2
"""What the weight of a pair is the sum of, in codes and bits; it holds nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from meerinbeeld.registry.linkage.comparisons import Comparison

#: Parts of a sum that are no comparison; and fewer bits than this are not told.
_PRIOR: Final = "prior"
_HOUSEHOLD: Final = "household"
_TOLD: Final = 0.05


class Reason(NamedTuple):
    """What one comparison of a pair adds, in bits."""

    comparison: str
    level: str
    bits: float


class Added(NamedTuple):
    """What one comparison adds to the pairs in which it is known: their places, levels and bits."""

    comparison: Comparison
    pairs: npt.NDArray[np.int64]
    levels: npt.NDArray[np.int8]
    bits: npt.NDArray[np.float64]


def prior(bits: float) -> Reason:
    """How rare matches are."""
    return Reason(_PRIOR, "", round(bits, 2))


def household(bits: float) -> list[Reason]:
    """What is taken off because one household explains it too, when that is worth telling."""
    return [Reason(_HOUSEHOLD, "", round(bits, 2))] if bits <= -_TOLD else []


def strongest_first(number: int, added: Iterable[Added]) -> list[list[Reason]]:
    """For each of so many pairs its reasons; of equal ones the first comparison's first."""
    parts: list[tuple[str, str]] = []
    pair, part, bits = [_NONE], [_NONE], [np.zeros(0)]
    for one in added:
        pair.append(one.pairs)
        part.append(len(parts) + one.levels.astype(np.int64))
        bits.append(one.bits)
        parts += [(one.comparison.name, level) for level in one.comparison.level_names[::-1]]
    whose, which, adds = np.concatenate(pair), np.concatenate(part), np.concatenate(bits).round(2)
    order = np.lexsort((which, -np.abs(adds), whose))
    named = [parts[at] for at in which[order].tolist()]
    told = [
        Reason(name, level, more)
        for (name, level), more in zip(named, adds[order].tolist(), strict=True)
    ]
    ends = np.searchsorted(whose[order], np.arange(number + 1)).tolist()
    return [told[start:end] for start, end in pairwise(ends)]


_NONE: Final = np.zeros(0, dtype=np.int64)
