# SPDX-License-Identifier: EUPL-1.2
"""Asks of a pattern, also of one that hides cells by halves, which primary cell is too narrow.

For one primary cell the two programs of the attacker are solved: how far up and how far down its
count can go when each hidden cell may move within its room. Where the two together stay under the
width, the dual values say which cells would have to be hidden as well: a cut (Fischetti and
Salazar 2000), sum of coefficient times cell >= 1, each coefficient at most 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from disclosure.errors import RefusalError
from disclosure.problem import Cells, Floats, Problem
from disclosure.solver import NEAR, lp

SMALL = 1e-9


@dataclass(frozen=True)
class Cut:
    """At least so much of these cells has to be hidden: sum of share times cell >= 1."""

    cells: NDArray[np.int32]
    shares: Floats

    @property
    def name(self) -> tuple[bytes, bytes]:
        """The same for the same cut."""
        return self.cells.tobytes(), np.round(self.shares, 6).tobytes()

    def met(self, hidden: Floats) -> bool:
        """Whether a pattern, perhaps in halves, satisfies it."""
        return bool(self.shares @ hidden[self.cells] >= 1 - 1e-4)


class Separation:
    """The attacker's programs on one model whose limits follow the pattern.

    Every solution is a table that fits, and shows for all primary cells at once how far they can
    move; ``up`` and ``down`` keep the furthest, so that most cells need no program of their own.
    """

    def __init__(self, task: Problem) -> None:
        self.task = task
        # Room beyond the width is not needed to be as wide as that, and makes halves too strong.
        self.reach = float(task.width)
        self.hidden = task.primary.astype(float)
        self.model = lp(
            task.matrix, np.zeros(task.size), np.zeros(task.size), np.zeros(task.matrix.shape[0])
        )
        self.model.setOptionValue("presolve", "off")
        self.model.setOptionValue("simplex_strategy", 4)
        self.up, self.down = np.zeros(task.size), np.zeros(task.size)
        self._limit(np.arange(task.size, dtype=np.int32))

    def hide(self, hidden: Floats) -> None:
        """Take another pattern: 1 for hidden, 0 for published, between for halves."""
        changed = np.flatnonzero(np.abs(hidden - self.hidden) > SMALL).astype(np.int32)
        if (hidden < self.hidden - SMALL).any():
            self.up, self.down = np.zeros(self.task.size), np.zeros(self.task.size)
        self.hidden = hidden.copy()
        self._limit(changed)

    def widen(self) -> bool:
        """Let cells move further, for tables in which one cell can only move with many."""
        if self.reach > 1e5:
            return False
        self.reach *= 16
        self._limit(np.arange(self.task.size, dtype=np.int32))
        return True

    def _limit(self, cells: NDArray[np.int32]) -> None:
        if cells.size:
            low = np.maximum(self.task.low[cells], -self.reach) * self.hidden[cells]
            high = np.minimum(self.task.high[cells], self.reach) * self.hidden[cells]
            self.model.changeColsBounds(cells.size, cells, low, high)

    def known_wide(self, cell: int, *, whole: bool) -> bool:
        """Whether solutions so far show that the cell is wide enough."""
        if not whole:
            return bool(self.up[cell] + self.down[cell] >= self.task.width - 1e-6)
        up, down = np.floor(self.up[cell] + NEAR), np.floor(self.down[cell] + NEAR)
        return bool(up + down >= self.task.width)

    def too_narrow(
        self, cell: int, *, whole: bool, moves: Callable[[Floats], None] | None = None
    ) -> Cut | None:
        """The cut of a cell that is too narrow; None when it is wide enough.

        ``whole``: counts are whole numbers, so an interval from 2.5 to 7.5 is 4 wide and not 5.
        ``moves`` is given each way in which counts can move that is found.
        """
        sums = np.zeros(self.task.size)
        for sign in (1.0, -1.0):
            point, prices = self._furthest(cell, sign)
            sums += prices
            if moves and abs(point[cell]) > NEAR:
                moves(point)
            if self.known_wide(cell, whole=whole):
                return None
        fixed = float(sums[self.task.primary].sum())
        need = self.task.width - fixed
        sums[self.task.primary] = 0
        if need <= 1e-6:
            # Wide enough on the real line: only another cell can make it so in whole numbers.
            cells = np.flatnonzero((sums > SMALL) & (self.hidden < 1)).astype(np.int32)
            return Cut(cells, np.ones(cells.size))
        shares = np.minimum(sums, need) / need
        cells = np.flatnonzero(shares > SMALL).astype(np.int32)
        return Cut(cells, shares[cells])

    def _furthest(self, cell: int, sign: float) -> tuple[Floats, Floats]:
        """Solve one program: where it ends, and how much each cell's room adds to that limit."""
        model = self.model
        model.changeColCost(int(cell), -sign)
        model.run()
        solution = model.getSolution()
        model.changeColCost(int(cell), 0.0)
        point = np.array(solution.col_value)
        if not point.size or not np.isfinite(point).all():
            raise RefusalError("The solver found no answer for one of the cells.")
        np.maximum(self.up, point, out=self.up)
        np.maximum(self.down, -point, out=self.down)
        price = -np.array(solution.col_dual)
        price[np.abs(price) < SMALL] = 0
        return point, np.where(price > 0, price * self.task.high, price * self.task.low)


def wide_by_primaries(task: Problem, separation: Separation) -> Cells:
    """The primary cells that are not yet wide enough when only primary cells are hidden."""
    separation.hide(task.primary.astype(float))
    return np.array(
        [
            cell
            for cell in task.targets
            if not separation.known_wide(cell, whole=True)
            and separation.too_narrow(cell, whole=True) is not None
        ],
        np.int64,
    )
