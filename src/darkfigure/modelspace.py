# SPDX-License-Identifier: EUPL-1.2
"""All hierarchical models fitted to one data set."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from darkfigure import hierarchies, kernel_search
from darkfigure.compiled import scratch
from darkfigure.data import CaptureData
from darkfigure.errors import RefusalError
from darkfigure.masks import format_model, from_bits
from darkfigure.parallel import Progress, in_blocks

BLOCK = 256
KEEP_STARTS = 200_000
STATUS = {
    0: "fine",
    1: "no estimate exists",
    2: "not identifiable",
    3: "no estimate exists and not identifiable",
}


def default_order(t: int) -> int:
    """The highest order searched unless asked otherwise: every order, for six lists pairs only."""
    return 2 if t == 6 else max(1, t - 1)


@dataclass(frozen=True, eq=False)
class ModelTable:
    """Every hierarchical model up to an order, fitted.

    Arrays have one entry per model: ``bits`` (the model as mask), ``p`` (parameters, those at
    minus infinity included), ``dark`` (estimated dark figure), ``loglik`` (with the factorials),
    ``status`` (0 fine, 1 no estimate, 2 not identifiable, 3 both), ``error`` (standard error of
    the logarithm of the dark figure). ``starts``: parameters per model, empty for large tables.
    BIC = p log n - 2 loglik with n the observed cases.
    """

    data: CaptureData
    max_order: int
    bits: NDArray[np.uint64]
    p: NDArray[np.int64]
    dark: NDArray[np.float64]
    loglik: NDArray[np.float64]
    status: NDArray[np.int8]
    error: NDArray[np.float64]
    starts: NDArray[np.float64]

    @property
    def admissible(self) -> NDArray[np.bool_]:
        """Models whose estimate exists and is identifiable."""
        fine: NDArray[np.bool_] = self.status == 0
        return fine

    @cached_property
    def bic(self) -> NDArray[np.float64]:
        """BIC per model."""
        value: NDArray[np.float64] = self.p * np.log(self.data.observed) - 2.0 * self.loglik
        return value

    def criterion(self, name: str) -> NDArray[np.float64]:
        """``bic``, ``aic`` or ``aicc`` per model.

        AICc counts the observable histories (2**t - 1) as observations; where p comes within one
        of that number it is infinite.
        """
        if name == "bic":
            return self.bic
        value = 2.0 * self.p - 2.0 * self.loglik
        if name == "aicc":
            room = (self.data.counts.size - 1) - self.p - 1
            with np.errstate(divide="ignore"):
                value += np.where(room > 0, 2.0 * self.p * (self.p + 1) / room, np.inf)
        return value

    @cached_property
    def ranking(self) -> NDArray[np.int64]:
        """Admissible models, smallest BIC first."""
        fine = np.flatnonzero(self.admissible)
        return fine[np.argsort(self.bic[fine], kind="stable")]

    @property
    def best(self) -> int:
        """Index of the admissible model with the smallest BIC. Raises RefusalError if none."""
        if not self.ranking.size:
            raise RefusalError(
                "No model has an estimate that exists and is identifiable for these data. "
                "Merge lists that hardly overlap, or find data with more overlap."
            )
        return int(self.ranking[0])

    def name(self, index: int) -> str:
        """Hierarchical notation of a model."""
        return format_model(self.terms(index))

    def terms(self, index: int) -> tuple[int, ...]:
        """The parameters of a model, as masks."""
        return tuple(from_bits(int(self.bits[index])))

    def first(self, count: int) -> ModelTable:
        """A table of the best models only, with their parameters to start from."""
        bits = self.bits[self.ranking[:count]].copy()
        return _fitted(self.data, self.max_order, bits, None, None)

    def rows(self, count: int | None = None) -> list[dict[str, object]]:
        """The best models as dictionaries: model, estimate, dark figure, BIC, p, order."""
        chosen = self.ranking[:count]
        order = hierarchies.orders(self.bits[chosen], self.data.t)
        return [
            {
                "model": self.name(i),
                "estimate": self.data.observed + float(self.dark[i]),
                "dark_figure": float(self.dark[i]),
                "bic": float(self.bic[i]),
                "parameters": int(self.p[i]),
                "order": int(order[k]),
            }
            for k, i in enumerate(chosen.tolist())
        ]


def fit_all(
    data: CaptureData,
    max_order: int | None = None,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> ModelTable:
    """Fit every hierarchical model up to ``max_order`` (default: see ``default_order``).

    Source: Silverman, Chan, Vincent (2024), sections 2 and 4; existence and identifiability as in
    Chan, Silverman, Vincent (2021), section 2.6. Raises ModelError beyond six lists.
    """
    order = default_order(data.t) if max_order is None else max(1, min(max_order, data.t - 1))
    bits = hierarchies.all_models(data.t, order)
    return _fitted(data, order, bits, threads, progress)


def _fitted(
    data: CaptureData,
    order: int,
    bits: NDArray[np.uint64],
    threads: int | None,
    progress: Progress | None,
) -> ModelTable:
    p = hierarchies.sizes(bits)
    total = bits.size
    dark, loglik, error = np.empty(total), np.empty(total), np.empty(total)
    status = np.empty(total, np.int8)
    rows = total if total <= KEEP_STARTS else 0
    starts = np.zeros((rows, int(p.max()) if rows else 0))

    def work(first: int, last: int) -> None:
        kernel_search.fit_range(
            data.t,
            data.counts.copy(),
            bits,
            first,
            last,
            dark,
            loglik,
            status,
            error,
            starts,
            *scratch(data.t),
        )

    in_blocks(work, total, BLOCK, threads, progress)
    return ModelTable(data, order, bits, p, dark, loglik, status, error, starts)
