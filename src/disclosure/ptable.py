# SPDX-License-Identifier: EUPL-1.2
"""Perturbation tables for cell-key noise: for each true count, how likely each change is.

Each row is the distribution of greatest entropy with mean 0 and variance at most the one asked,
over the changes that are allowed (Giessing 2016; Marley and Leaver 2011). By Lagrange it has the
form exp(-a v - b v^2), with b = 0 where the variance is no burden; a and b minimise a convex dual.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from disclosure.errors import OptionError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PTable:
    """Noise of at most ``most`` in either direction and at most ``variance``.

    Results from 1 to ``never`` do not occur, so that no published count is that small. 0 stays 0.
    """

    most: int
    variance: float
    never: int = 0

    def __post_init__(self) -> None:
        """Refuse what has no distribution."""
        if self.most < 1 or self.variance <= 0 or self.never < 0:
            raise OptionError("Noise needs a largest change of 1 or more and a variance above 0.")
        if self.never >= self.most:
            raise OptionError("Counts up to a limit can be avoided only by larger changes.")

    @cached_property
    def rows(self) -> tuple[tuple[NDArray[np.int64], Floats], ...]:
        """(changes, probabilities) for each true count; the last row serves all larger ones."""
        return tuple(self._row(count) for count in range(self.most + self.never + 1))

    def _row(self, count: int) -> tuple[NDArray[np.int64], Floats]:
        changes = np.arange(-self.most, self.most + 1)
        results = count + changes
        allowed = (results >= 0) & ((results == 0) | (results > self.never))
        changes = changes[allowed] if count else np.array([0])
        return changes, greatest_entropy(changes, self.variance, count)

    def change(self, counts: NDArray[np.int64], keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The noise of each cell, by its count and its key."""
        place = np.minimum(counts, len(self.rows) - 1)
        share = keys / 2.0**64
        noise = np.zeros(counts.shape, np.int64)
        for row, (changes, chances) in enumerate(self.rows):
            here = place == row
            steps = np.searchsorted(np.cumsum(chances)[:-1], share[here], side="right")
            noise[here] = changes[steps]
        return noise

    def origins(self, published: int) -> tuple[int, int]:
        """The least and the largest true count that can become this published one."""
        last = len(self.rows) - 1
        fits = [
            count
            for count in range(max(0, published - self.most), published + self.most + 1)
            if published - count in self.rows[min(count, last)][0]
        ]
        if not fits:
            raise OptionError(f"No count becomes {published} by this noise.")
        return fits[0], fits[-1]


def greatest_entropy(changes: NDArray[np.int64], variance: float, count: int) -> Floats:
    """Probabilities of greatest entropy with mean 0 and a variance within the limit."""
    if changes.size == 1 and not changes[0]:
        return np.ones(1)
    v = changes.astype(float)
    if v.min() > 0 or v.max() < 0:
        raise OptionError(f"A count of {count} can only be changed in one direction.")
    scale = np.abs(v).max()
    u, limit = v / scale, variance / scale**2
    least = -u[u <= 0].max() * u[u >= 0].min()
    if least > limit + 1e-12:
        raise OptionError(
            f"A count of {count} needs a variance of at least {least * scale**2:.2f}."
        )

    def dual(x: Floats) -> tuple[float, Floats]:
        height = -x[0] * u - x[1] * (u**2 - limit)
        top = height.max()
        weights = np.exp(height - top)
        total = weights.sum()
        chances = weights / total
        return float(top + np.log(total)), np.array([-chances @ u, -(chances @ (u**2) - limit)])

    # loads slowly, and is needed where a table of perturbations is made only
    from scipy.optimize import minimize

    found = minimize(
        dual, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B", bounds=[(None, None), (0, None)],
        options={"ftol": 1e-15, "gtol": 1e-12, "maxiter": 1000},
    )  # fmt: skip
    height = -found.x[0] * u - found.x[1] * u**2
    chances = np.exp(height - height.max())
    return np.asarray(chances / chances.sum())
