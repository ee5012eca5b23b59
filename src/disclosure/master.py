# SPDX-License-Identifier: EUPL-1.2
"""The cheapest pattern that satisfies all cuts so far: no pattern loses less."""

from __future__ import annotations

import highspy
import numpy as np

from disclosure.problem import Floats, Problem
from disclosure.separation import Cut
from disclosure.solver import lp


class Master:
    """Cuts over the cells that can be hidden, solved in halves or in whole cells."""

    def __init__(self, task: Problem) -> None:
        self.task = task
        self.place = np.full(task.size, -1, np.int32)
        self.place[task.candidates] = np.arange(task.candidates.size, dtype=np.int32)
        self.cuts: dict[tuple[bytes, bytes], Cut] = {}
        self.model = self._model()
        self.model.setOptionValue("presolve", "off")

    def _model(self) -> highspy.Highs:
        import scipy.sparse

        width = self.task.candidates.size
        empty = scipy.sparse.csr_matrix((0, width))
        model = lp(empty, np.zeros(width), np.ones(width), np.zeros(0))
        every = np.arange(width, dtype=np.int32)
        model.changeColsCost(width, every, self.task.cost[self.task.candidates])
        return model

    def add(self, cut: Cut) -> bool:
        """Take a cut; False when it was there."""
        if cut.name in self.cuts:
            return False
        self.cuts[cut.name] = cut
        self._row(self.model, cut)
        return True

    def _row(self, model: highspy.Highs, cut: Cut) -> None:
        model.addRow(1.0, highspy.kHighsInf, cut.cells.size, self.place[cut.cells], cut.shares)

    def halves(self) -> tuple[Floats, float]:
        """The cheapest pattern in halves, and its loss: no pattern costs less."""
        self.model.run()
        return self._pattern(self.model), float(self.model.getInfo().objective_function_value)

    def whole(self, seconds: float) -> tuple[Floats | None, float]:
        """The cheapest pattern of whole cells that time allows, if any; and the limit shown."""
        model = self._model()
        for cut in self.cuts.values():
            self._row(model, cut)
        width = self.task.candidates.size
        every = np.arange(width, dtype=np.int32)
        kinds = np.full(width, highspy.HighsVarType.kInteger)
        model.changeColsIntegrality(width, every, kinds)
        model.setOptionValue("mip_rel_gap", 0.0)
        model.setOptionValue("mip_abs_gap", 1e-6)
        model.setOptionValue("time_limit", max(0.1, seconds))
        model.run()
        limit = float(model.getInfo().mip_dual_bound)
        if not np.isfinite(model.getInfo().objective_function_value):
            return None, limit
        return np.rint(self._pattern(model)), limit

    def _pattern(self, model: highspy.Highs) -> Floats:
        hidden = self.task.primary.astype(float)
        hidden[self.task.candidates] = np.array(model.getSolution().col_value)
        hidden[hidden < 1e-7] = 0
        return np.asarray(np.minimum(hidden, 1.0))
