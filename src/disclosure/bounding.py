# SPDX-License-Identifier: EUPL-1.2
"""How far known sums pin unknown counts: the attacker's linear programs.

Given relations that sum to zero and limits of each cell, find for each target the least and largest
value. It knows nothing of how a table was protected. One HiGHS model per group of cells that hang
together; only one cost changes between programs, so that each goes on from the basis of the last
(primal simplex: the point stays feasible). Every point that a program ends in is a table that fits,
and shows for all cells at once how far apart they can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from disclosure.errors import DataError
from disclosure.solver import NEAR, lp

Floats = NDArray[np.float64]
Place = np.intp
#: Further than this from a table that fits, a count is not followed; wider is not asked.
FAR = 1_000_000.0
LARGE = 2.0**53
CONTRADICTION = (
    "The published numbers contradict each other: no table adds up to them. Was another hierarchy "
    "used, or was the file changed?"
)


@dataclass(frozen=True)
class Bounds:
    """Whole-number limits per cell; ``solved`` where they are the last word.

    Where it is False the limits are those of tables that were found: the true interval is at least
    as wide.
    """

    low: Floats
    high: Floats
    solved: NDArray[np.bool_]

    def widths(self) -> Floats:
        """Largest minus least."""
        return self.high - self.low


@dataclass
class _Group:
    """Unknown cells that hang together, as deviations from one table that fits."""

    cells: NDArray[np.int64]
    base: Floats
    model: highspy.Highs
    least: Floats
    most: Floats


def bounds(
    matrix: scipy.sparse.csr_matrix,
    low: Floats,
    high: Floats,
    *,
    targets: Sequence[int],
    exact_only: Sequence[int] = (),
    width: float = np.inf,
) -> Bounds:
    """Limits of the targets.

    ``matrix @ x = 0`` and ``low <= x <= high``; equal limits are a known cell. A target gets its
    last word when the tables found so far leave it narrower than ``width`` or narrower than the
    narrowest; with the default all do. For ``exact_only`` cells it is enough to know whether
    they have more than one value. Raises DataError when no table fits.
    """
    low, high = _tightened(matrix, low.copy(), high.copy())
    found = Bounds(low.copy(), high.copy(), high - low <= 0)
    for group in _groups(matrix, low, high):
        wanted = np.zeros(low.size, bool)
        wanted[list(targets)] = True
        alone = np.zeros(low.size, bool)
        alone[list(exact_only)] = True
        _solve_group(group, found, wanted, alone, width)
    return found


def _solve_group(
    group: _Group,
    found: Bounds,
    wanted: NDArray[np.bool_],
    alone: NDArray[np.bool_],
    width: float,
) -> None:
    seen = np.zeros(group.cells.size, bool)
    for k in np.flatnonzero(wanted[group.cells]):
        if _spread(group, k) < width:
            seen[k] = _last_word(group, k)
    for k in np.flatnonzero(alone[group.cells] & ~seen):
        if _spread(group, k) < 1:
            seen[k] = _last_word(group, k)
    while True:
        narrowest = min((_spread(group, k) for k in np.flatnonzero(seen)), default=np.inf)
        open_ones = [
            k for k in np.flatnonzero(wanted[group.cells] & ~seen) if _spread(group, k) < narrowest
        ]
        if not open_ones:
            break
        k = min(open_ones, key=lambda k: _spread(group, k))
        seen[k] = _last_word(group, k)
    found.low[group.cells] = np.ceil(group.base + group.least - NEAR)
    found.high[group.cells] = np.floor(group.base + group.most + NEAR)
    found.solved[group.cells] = seen


def _spread(group: _Group, k: Place) -> float:
    high = np.floor(group.base[k] + group.most[k] + NEAR)
    return float(high - np.ceil(group.base[k] + group.least[k] - NEAR))


def _last_word(group: _Group, k: Place) -> bool:
    for sign in (1.0, -1.0):
        group.model.changeColCost(int(k), -sign)
        point = _run(group.model)
        group.model.changeColCost(int(k), 0.0)
        np.minimum(group.least, point, out=group.least)
        np.maximum(group.most, point, out=group.most)
    return True


def _run(model: highspy.Highs) -> Floats:
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        # A basis that went bad: once more from scratch before giving up.
        model.clearSolver()
        model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise DataError(CONTRADICTION)
    return np.array(model.getSolution().col_value)


def _tightened(matrix: scipy.sparse.csr_matrix, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Limits from one relation at a time, until little changes; counts are whole numbers."""
    plus, minus = matrix.maximum(0).tocsr(), (-matrix).maximum(0).tocsr()
    entries = matrix.tocoo()
    row, column, sign = entries.row, entries.col, entries.data
    for _ in range(20):
        lowest = plus @ low - minus @ high
        highest = plus @ high - minus @ low
        if (lowest > NEAR).any() or (highest < -NEAR).any():
            raise DataError(CONTRADICTION)
        up, down = sign > 0, sign < 0
        new_high, new_low = high.copy(), low.copy()
        with np.errstate(invalid="ignore"):
            rest_low = lowest[row] - np.where(up, low[column], -high[column])
            rest_high = highest[row] - np.where(up, high[column], -low[column])
        np.minimum.at(new_high, column[up], _plain(-rest_low[up], np.inf))
        np.maximum.at(new_low, column[up], _plain(-rest_high[up], -np.inf))
        np.minimum.at(new_high, column[down], _plain(rest_high[down], np.inf))
        np.maximum.at(new_low, column[down], _plain(rest_low[down], -np.inf))
        changed = (new_high < high - 0.5).any() or (new_low > low + 0.5).any()
        low, high = np.maximum(low, new_low), np.minimum(high, new_high)
        if (low > high + NEAR).any():
            raise DataError(CONTRADICTION)
        if not changed:
            break
    return low, np.maximum(low, high)


def _plain(values: Floats, missing: float) -> Floats:
    return np.where(np.isfinite(values), values, missing)


def _groups(matrix: scipy.sparse.csr_matrix, low: Floats, high: Floats) -> Iterable[_Group]:
    unknown = np.flatnonzero(high - low > 0)
    if not unknown.size:
        if np.abs(matrix @ low).max(initial=0) > NEAR:
            raise DataError(CONTRADICTION)
        return
    known = low.copy()
    known[unknown] = 0
    part = matrix[:, unknown].tocsr()
    right = -(matrix @ known)
    touched = np.diff(part.indptr) > 0
    if np.abs(right[~touched]).max(initial=0) > NEAR:
        raise DataError(CONTRADICTION)
    part, right = part[touched], right[touched]
    _, label = connected_components(part.T @ part, directed=False)
    row_label = label[part.indices[part.indptr[:-1]]] if part.shape[0] else np.empty(0, int)
    for group in range(int(label.max()) + 1):
        inside = np.flatnonzero(label == group)
        lines = np.flatnonzero(row_label == group)
        yield _group(unknown[inside], part[lines][:, inside], right[lines], low, high)


def _group(
    cells: NDArray[np.int64],
    matrix: scipy.sparse.csr_matrix,
    right: Floats,
    low: Floats,
    high: Floats,
) -> _Group:
    base = _fitting(matrix, right, low[cells], high[cells])
    model = lp(
        matrix,
        np.maximum(low[cells] - base, -FAR).clip(max=0),
        np.minimum(high[cells] - base, FAR).clip(min=0),
        np.zeros(matrix.shape[0]),
    )
    model.setOptionValue("presolve", "off")
    model.setOptionValue("simplex_strategy", 4)
    zero = np.zeros(cells.size)
    return _Group(cells, base, model, zero, zero.copy())


def _fitting(matrix: scipy.sparse.csr_matrix, right: Floats, low: Floats, high: Floats) -> Floats:
    """One table that fits; whole numbers where they can be had.

    Large counts are approached in steps: what a rounded answer leaves over is small and goes into
    the next program, so that doubles are exact where it matters.
    """
    largest = max(1.0, float(np.abs(right).max(initial=0)), float(low.max(initial=0)))
    scale = max(1.0, largest / 1e5)
    base = np.zeros(low.size)
    for step in range(8):
        left = right - matrix @ base
        factor = scale if step == 0 else 1.0
        model = lp(
            matrix,
            np.maximum(low - base, -LARGE) / factor,
            np.minimum(high - base, LARGE) / factor,
            left / factor,
        )
        point = _run(model) * factor
        whole = np.clip(np.rint(base + point), low, high)
        if not np.abs(matrix @ whole - right).max(initial=0):
            return whole
        if factor == 1.0:
            rest = np.abs(matrix @ (base + point) - right).max(initial=0)
            if rest < NEAR:
                return np.clip(base + point, low, high)
        base = whole
    raise DataError(CONTRADICTION)
