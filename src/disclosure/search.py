# SPDX-License-Identifier: EUPL-1.2
"""Finds which further cells to hide: cuts, a pattern from every round, a clean-up at the end.

A round solves the cuts in halves, which bounds the loss of any pattern from below, and then walks
through the primary cells. A cell that is too narrow gives a cut, and the cheapest cell of that cut
is hidden on the spot; so that the next cell is judged by what is already done, cuts do not repeat
each other, and the end of a round is a pattern that protects everything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from disclosure.cleaning import Cleaning
from disclosure.errors import RefusalError
from disclosure.master import Master
from disclosure.parts import part_of
from disclosure.problem import Cells, Floats, Mask, Problem
from disclosure.separation import Cut, Separation, wide_by_primaries

Progress = Callable[[str], None]
SETTLED = 1e-6


@dataclass(frozen=True)
class Pattern:
    """Which cells are hidden, what that costs, and what any pattern costs at least."""

    hidden: Mask
    loss: float
    at_least: float
    rounds: int

    @property
    def gap(self) -> float:
        """The part of the loss that is not proven necessary: 0 is optimal."""
        if self.loss - self.at_least <= SETTLED * max(1.0, self.loss):
            return 0.0
        return (self.loss - self.at_least) / self.loss


class Search:
    """One search, from the primary cells to a pattern."""

    def __init__(
        self, task: Problem, *, seconds: float, seed: int = 1, progress: Progress | None = None
    ) -> None:
        self.task = task
        self.begun = time.process_time()
        self.seconds = seconds
        self.random = np.random.default_rng(seed)
        self.separation = Separation(task)
        self.master = Master(task)
        self.tell = progress or (lambda message: None)
        self.best = (task.high > task.low) | task.primary
        self.best_loss = np.inf
        self.at_least = 0.0
        self.rounds = 0

    @property
    def left(self) -> float:
        """Seconds of processor time that remain."""
        return self.seconds - (time.process_time() - self.begun)

    @property
    def settled(self) -> bool:
        """Whether the best pattern is proven to be as cheap as any."""
        loss = self.best_loss
        return bool(np.isfinite(loss)) and loss - self.at_least <= SETTLED * max(1.0, loss)

    def run(self, *, prove: bool, parts: Sequence[Cells] = ()) -> Pattern:
        """Search until proven, until the rounds give nothing more, or until time is up.

        ``prove``: go on with whole-cell programs when the cuts in halves are exhausted.
        """
        open_cells = wide_by_primaries(self.task, self.separation)
        if not open_cells.size:
            return Pattern(self.task.primary.copy(), 0.0, 0.0, 0)
        for cells in parts:
            self.cuts_of(cells, self.seconds * 0.3 / len(parts))
            self.tell(f"part of {cells.size} cells: {len(self.master.cuts)} cuts")
        self._halves(open_cells)
        if not self.settled:
            self._whole(open_cells, self.seconds * 0.1, 1)
            self._clean(open_cells, self.seconds * 0.3)
        if prove:
            self._whole(open_cells, self.seconds, 1_000)
        return Pattern(self.best, self.best_loss, self.at_least, self.rounds)

    def _halves(self, cells: Cells) -> None:
        """Rounds in halves; most of the time, so that some is left to clean up."""
        while not self.settled:
            halves, loss = self.master.halves()
            self.at_least = max(self.at_least, loss)
            cuts = self._round(cells, halves)
            self.tell(
                f"round {self.rounds}: loss {self.best_loss:.0f}, at least {self.at_least:.0f}"
            )
            if not cuts or self.left < self.seconds * 0.4:
                return

    def _whole(self, cells: Cells, seconds: float, rounds: int) -> None:
        """The same with patterns of whole cells, until one that is cheapest protects."""
        for _ in range(rounds):
            if self.settled or self.left <= 0:
                return
            pattern, limit = self.master.whole(min(seconds, self.left))
            if np.isfinite(limit):
                self.at_least = max(self.at_least, min(limit, self.best_loss))
            if pattern is None:
                return
            cuts = self._round(cells, pattern)
            self.tell(f"whole: loss {self.best_loss:.0f}, at least {self.at_least:.0f}")
            if not cuts:
                return

    def _round(self, cells: Cells, start: Floats) -> int:
        """Walk through the cells from a pattern in halves to one that protects; number of cuts."""
        self.rounds += 1
        self.separation.hide(start)
        order = self.random.permutation(cells)
        added = sum(self._widen(int(cell), whole=False) for cell in order)
        hidden = self.separation.hidden > SETTLED
        if self.task.loss(hidden) < self.best_loss:
            self.separation.hide(hidden.astype(float))
            added += sum(self._widen(int(cell), whole=True) for cell in order)
            self._keep(self.separation.hidden > SETTLED)
        return added

    def _keep(self, hidden: Mask) -> None:
        loss = self.task.loss(hidden)
        if loss < self.best_loss:
            self.best, self.best_loss = hidden.copy(), loss

    def _widen(self, cell: int, *, whole: bool) -> int:
        """Hide more until the cell is wide enough; the number of new cuts."""
        added = 0
        while not self.separation.known_wide(cell, whole=whole):
            cut = self.separation.too_narrow(cell, whole=whole)
            if cut is None:
                break
            if not cut.met(self.separation.hidden):
                added += self.master.add(cut)
            self._open(cut, cell)
        return added

    def _open(self, cut: Cut, cell: int) -> None:
        """Hide the cell of the cut that costs least for what it adds."""
        hidden = self.separation.hidden
        closed = hidden[cut.cells] < 1
        if not closed.any():
            if not self.separation.widen():
                raise RefusalError(
                    f"A count of {self.task.counts[cell]} cannot be hidden in an interval "
                    f"{self.task.width} wide: too much is known around it."
                )
            return
        cells, shares = cut.cells[closed], cut.shares[closed]
        price = self.task.cost[cells] * (1 - hidden[cells]) / np.maximum(shares, 0.05)
        changed = hidden.copy()
        changed[cells[int(np.argmin(price))]] = 1.0
        self.separation.hide(changed)

    def _clean(self, cells: Cells, seconds: float) -> None:
        """Publish again what is not needed."""
        cleaning = Cleaning(self.task, self.separation, cells, self.best)
        self._keep(cleaning.run(min(seconds, self.left)))
        self.tell(f"cleaned: loss {self.best_loss:.0f}, at least {self.at_least:.0f}")

    def cuts_of(self, cells: Cells, seconds: float) -> None:
        """Take the cuts that a part needs; they hold for the whole."""
        inner = Search(part_of(self.task, cells), seconds=seconds)
        inner.learn()
        for cut in inner.master.cuts.values():
            self.master.add(Cut(cells[cut.cells].astype(np.int32), cut.shares))

    def learn(self) -> None:
        """Rounds in halves only, for the cuts."""
        open_cells = wide_by_primaries(self.task, self.separation)
        if open_cells.size:
            self._halves(open_cells)
