# SPDX-License-Identifier: EUPL-1.2
"""Does a model's estimate exist, and is it the only one? One model, by HiGHS.

Fienberg and Rinaldo (2012), Ann. Stat. 40:996; Chan, Silverman and Vincent (2021), section 2.6.
The search over many models uses its own compiled programme (``kernel_status``); this is the
independent road to the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darkfigure.data import CaptureData

_POSITIVE = 1e-7


@dataclass(frozen=True)
class Status:
    """Whether the extended maximum likelihood estimate exists and is identifiable.

    ``code``: 0 fine, 1 no estimate, 2 not identifiable, 3 both.
    """

    exists: bool
    identifiable: bool

    @property
    def code(self) -> int:
        """The status as in the literature: 0, 1, 2 or 3."""
        return (not self.exists) + 2 * (not self.identifiable)

    @property
    def fine(self) -> bool:
        """May the estimate be used?"""
        return self.exists and self.identifiable


def design(data: CaptureData, terms: Sequence[int]) -> tuple[list[int], NDArray[np.int64]]:
    """Finite parameters and kept histories of a model.

    A parameter with no case on its lists runs to minus infinity and takes every history that
    contains it away.
    """
    finite = [m for m in terms if data.margins[m] > 0]
    histories = np.arange(1, data.counts.size)
    for zero in (m for m in terms if data.margins[m] == 0):
        histories = histories[(histories & zero) != zero]
    return finite, histories


def check(data: CaptureData, terms: Sequence[int]) -> Status:
    """Existence and identifiability of a hierarchical model (its parameters as masks)."""
    finite, histories = design(data, terms)
    masks = np.array(finite)
    a = ((histories[None, :] & masks[:, None]) == masks[:, None]).astype(float)
    identifiable = bool(np.linalg.matrix_rank(a) == len(finite))
    return Status(_has_positive_solution(a, data.counts[histories] > 0), identifiable)


def _has_positive_solution(a: NDArray[np.float64], seen: NDArray[np.bool_]) -> bool:
    """Maximise s subject to A x = A 1(seen), x >= s, s <= 1: does s > 0?"""
    from scipy.optimize import linprog

    rows, columns = a.shape
    equal = np.hstack([a, a.sum(axis=1, keepdims=True)])
    target = a @ seen.astype(float)
    cost = np.zeros(columns + 1)
    cost[-1] = -1.0
    bounds = [(0, None)] * columns + [(0, 1)]
    found = linprog(cost, A_eq=equal, b_eq=target, bounds=bounds, method="highs")
    return bool(found.status == 0 and -found.fun > _POSITIVE)
