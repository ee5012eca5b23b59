# SPDX-License-Identifier: EUPL-1.2
"""Controlled rounding: every count to a multiple of the base, and all sums stay right.

Zero-restricted (Cox 1987): a multiple stays, any other count goes to one of its two neighbours.
Two-way tables always have such a rounding; tables of more dimensions may have none, and then counts
may go one multiple further, which is said.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from disclosure.errors import RefusalError
from disclosure.problem import Cells
from disclosure.solver import lp
from disclosure.table import Release


@dataclass(frozen=True)
class Rounded:
    """Rounded counts, the furthest that any moved, and whether the least total change is proven."""

    counts: Cells
    furthest: int
    proven: bool


def controlled(joined: Release, base: int, seconds: float) -> Rounded:
    """The additive rounding with the least change in all; one step wider when there is none."""
    for further in (0, 1, 2):
        found = _solved(joined, base, further, seconds)
        if found is not None:
            return found
    raise RefusalError(f"No rounding to multiples of {base} with right sums was found in time.")


def _solved(joined: Release, base: int, further: int, seconds: float) -> Rounded | None:
    counts = joined.counts
    lower, rest = counts // base, counts % base
    low = (lower - further).clip(min=0)
    high = lower + (rest > 0) + further
    # A zero is kept: nobody is added where nobody is.
    high[counts == 0] = 0
    columns = np.arange(counts.size, dtype=np.int32)
    size = counts.size
    model = lp(joined.matrix, np.zeros(size), (high - low).astype(float), -(joined.matrix @ low))
    if further == 0:
        costs = (base - 2 * rest).astype(float)
    else:
        costs = np.where(rest * 2 > base, -1.0, 1.0)
    model.changeColsCost(size, columns, costs)
    model.changeColsIntegrality(size, columns, np.full(size, highspy.HighsVarType.kInteger))
    model.setOptionValue("time_limit", max(1.0, seconds))
    model.setOptionValue("mip_rel_gap", 0.001)
    model.run()
    if not np.isfinite(model.getInfo().objective_function_value):
        return None
    steps = np.rint(np.array(model.getSolution().col_value)).astype(np.int64)
    rounded = (low + steps) * base
    if not steps.size or np.abs(joined.matrix @ rounded).max(initial=0):
        return None
    proven = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Rounded(rounded, int(np.abs(rounded - counts).max(initial=0)), proven)
