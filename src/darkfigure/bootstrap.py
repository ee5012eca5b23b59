# SPDX-License-Identifier: EUPL-1.2
"""Choosing the model again in every bootstrap sample, and intervals from that.

Silverman, Chan, Vincent (2024), section 4; BCa: Efron (1987), DiCiccio and Efron (1996).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from darkfigure import hierarchies, judgement, kernel_search
from darkfigure.compiled import scratch
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError
from darkfigure.modelspace import ModelTable
from darkfigure.parallel import Progress, in_blocks
from darkfigure.result import Interval

Floats = NDArray[np.float64]
LEVELS = (0.025, 0.1, 0.9, 0.975)
BLOCK = 10
HEAD = 30


@dataclass(frozen=True, eq=False)
class Selection:
    """The winner in each table: model index (-1 when none is admissible), dark figure, BIC.

    ``work`` holds the fits and the linear programmes done per table.
    """

    which: NDArray[np.int64]
    dark: Floats
    bic: Floats
    work: NDArray[np.int64]


def select(
    table: ModelTable,
    samples: Floats,
    *,
    top: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Selection:
    """The admissible model of smallest BIC for every row of ``samples`` (shape (B, 2**t)).

    ``top``: only among the models that rank first on the data themselves (the published method);
    default is every model of the table, with exact pruning. Jackknife and bootstrap tables must
    have no case outside the histories of the data.
    """
    if not table.starts.shape[0]:
        raise ModelError("This table is too large for re-selection; choose a lower order.")
    t = table.data.t
    if top is None:
        rest = np.argsort(-table.p, kind="stable")
        order = np.concatenate([table.ranking[:HEAD], rest])
        start, index = hierarchies.parents(t, table.max_order)
    else:
        order = table.ranking[:top]
        start = np.zeros(table.bits.size + 1, np.int64)
        index = np.empty(0, np.int32)
    count = samples.shape[0]
    which, dark, bic = np.empty(count, np.int64), np.empty(count), np.empty(count)
    work = np.empty((count, 2), np.int64)

    def run(first: int, last: int) -> None:
        kernel_search.search(
            t, samples, first, last, table.bits, order, start, index, table.starts,
            which, dark, bic, work,
            np.empty(table.bits.size), np.empty(table.bits.size, np.int8), *scratch(t),
        )  # fmt: skip

    in_blocks(run, count, BLOCK, threads, progress)
    return Selection(which, dark, bic, work)


@dataclass(frozen=True, eq=False)
class Bootstrapped:
    """Both intervals, the usable replicate totals and what there is to say of them."""

    interval_80: Interval
    interval_95: Interval
    usable: Floats
    acceleration: float
    warnings: list[str]


def bootstrapped(
    data: CaptureData,
    estimator: Callable[[Floats, Progress | None], Floats],
    estimate: float,
    samples: Floats,
    progress: Progress | None = None,
) -> Bootstrapped:
    """BCa intervals of an estimator (see ``bca``), nan without samples.

    Raises RefusalError where the replicates show that the data carry no number.
    """
    wanted = samples.shape[0]
    if not wanted:
        nothing = (math.nan, math.nan)
        return Bootstrapped(nothing, nothing, np.empty(0), math.nan, [])
    limits, usable, accel = bca(data, estimator, estimate, samples, progress)
    low, near, far, high = (float(limit) for limit in limits)
    judgement.refuse_unusable((low, high), usable.size, wanted)
    warnings = judgement.interval_warnings((low, high), usable.size, wanted)
    warnings += judgement.end_warnings((low, high), usable)
    return Bootstrapped((near, far), (low, high), usable, accel, warnings)


def jackknife_tables(data: CaptureData) -> tuple[Floats, Floats]:
    """One case left out of each observed history: (tables, number of cases of each history)."""
    cells = np.flatnonzero(data.counts)
    tables = np.repeat(data.counts[None, :], cells.size, axis=0)
    tables[np.arange(cells.size), cells] -= 1.0
    return tables, data.counts[cells]


def acceleration(estimates: Floats, weights: Floats) -> float:
    """BCa acceleration from weighted jackknife estimates; 0 when they do not vary.

    With m the weighted mean and r = m - estimate: sum w r^3 / (6 (sum w r^2)^1.5). Estimates that
    could not be made (nan) are left out.
    """
    usable = np.isfinite(estimates)
    values, w = estimates[usable], weights[usable]
    if not values.size:
        return 0.0
    r = (w * values).sum() / w.sum() - values
    spread = float((w * r**2).sum())
    if spread <= 1e-18 * float(np.abs(values).max()) ** 2:
        return 0.0
    return float((w * r**3).sum() / (6.0 * spread**1.5))


def bca_limits(
    replicates: Floats, estimate: float, accel: float, levels: Sequence[float] = LEVELS
) -> Floats:
    """BCa limits at the given levels: type 8 quantiles of the bootstrap values.

    The bias correction uses the share of values strictly below the estimate; a share of 0 or 1 is
    moved half a replicate inward, so that the limits stay finite.
    """
    normal = NormalDist()
    size = replicates.size
    below = float((replicates < estimate).sum())
    z0 = normal.inv_cdf(min(max(below, 0.5), size - 0.5) / size)
    at = []
    for level in levels:
        z = z0 + normal.inv_cdf(level)
        room = 1.0 - accel * z
        # at room 0 the formula has a pole; beyond it the limit is the outermost replicate
        at.append(normal.cdf(z0 + z / room) if room > 0.0 else float(accel > 0.0))
    return np.quantile(replicates, at, method="median_unbiased")


def bca(
    data: CaptureData,
    estimator: Callable[[Floats, Progress | None], Floats],
    estimate: float,
    samples: Floats,
    progress: Progress | None = None,
) -> tuple[Floats, Floats, float]:
    """(limits at LEVELS, usable replicate totals, acceleration) for any estimator of dark figures.

    ``estimator`` gives the dark figure (nan when there is none) for each row of tables. Limits
    are nan when no replicate is usable.
    """
    tables, weights = jackknife_tables(data)
    # in one go, so that no thread waits for the last sample before the jackknife begins
    dark = estimator(np.concatenate([samples, tables]), progress)
    totals, left_out = np.split(dark, [len(samples)])
    totals += data.observed
    usable = totals[np.isfinite(totals)]
    accel = acceleration(left_out + (data.observed - 1), weights)
    if not usable.size:
        return np.full(len(LEVELS), np.nan), usable, accel
    return bca_limits(usable, estimate, accel), usable, accel
