# SPDX-License-Identifier: EUPL-1.2
"""Publishes again what a pattern hides without need.

Each way in which counts can move is kept as a row. To publish a cell again kills the rows that move
it; the primary cells that had no other row are asked anew, and the cell stays hidden when one of
them would be too narrow.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from disclosure.problem import Cells, Mask, Problem
from disclosure.separation import Separation
from disclosure.solver import NEAR

MOST_ROWS = 4_000


class Cleaning:
    """A pattern that protects, with the moves that show it."""

    def __init__(self, task: Problem, separation: Separation, cells: Cells, hidden: Mask) -> None:
        self.task = task
        self.separation = separation
        self.cells = cells
        self.hidden = hidden.copy()
        self.moves: NDArray[np.float32] = np.zeros((0, task.size), np.float32)
        self.hard: list[int] = []

    def run(self, seconds: float) -> Mask:
        """Go through the hidden cells, the dearest first, as long as the time lasts."""
        begun = time.process_time()
        if not self._all_wide(begun + seconds):
            return self.hidden
        further = np.flatnonzero(self.hidden & ~self.task.primary)
        for cell in further[np.argsort(-self.task.cost[further])]:
            if time.process_time() - begun > seconds:
                break
            self._publish(int(cell), begun + seconds)
        return self.hidden

    def _publish(self, cell: int, until: float) -> None:
        moves = self.moves
        self.hidden[cell] = False
        self.moves = moves[np.abs(moves[:, cell]) < NEAR]
        if not self._all_wide(until):
            self.hidden[cell] = True
            kept = self.moves
            self.moves = np.concatenate([moves, kept[-1:]]) if len(kept) else moves

    def _all_wide(self, until: float) -> bool:
        """Whether each cell is wide enough, by the moves that remain or by new ones."""
        narrow = self._without_move()
        if not narrow.size:
            return True
        self.separation.hide(self.hidden.astype(float))
        first = [cell for cell in self.hard if cell in set(narrow.tolist())]
        for cell in [*first, *(c for c in narrow.tolist() if c not in set(first))]:
            if self.separation.known_wide(cell, whole=True):
                continue
            cut = self.separation.too_narrow(cell, whole=True, moves=self._take)
            if cut is not None or time.process_time() > until:
                self.hard = [cell, *(c for c in self.hard if c != cell)][:20]
                return False
        return True

    def _take(self, move: NDArray[np.float64]) -> None:
        self.moves = np.concatenate([self.moves[-MOST_ROWS:], move[None].astype(np.float32)])

    def _without_move(self) -> Cells:
        if not len(self.moves):
            return self.cells
        here = self.moves[:, self.cells]
        up = np.floor(here.max(axis=0).clip(min=0) + NEAR)
        down = np.floor((-here).max(axis=0).clip(min=0) + NEAR)
        return np.asarray(self.cells[up + down < self.task.width])
