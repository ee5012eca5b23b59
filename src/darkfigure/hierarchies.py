# SPDX-License-Identifier: EUPL-1.2
"""Every hierarchical model on three to six lists, as 64-bit masks.

Level by level: a set of pairs, then triples all of whose pairs are present, and so on (a
hierarchy is a simplicial complex that holds every vertex). The saturated model is left out.
Counts: 1, 8, 113, 6893 and 7 785 061 for two to six lists.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from darkfigure.compiled import Bits
from darkfigure.errors import ModelError
from darkfigure.masks import MOST_LISTS_EXHAUSTIVE


def _level(models: Bits, t: int, order: int) -> Bits:
    """Every way to add terms of one order to models that hold all their facets.

    Each term doubles the list, the second half reversed (a reflected Gray code), so that
    neighbours differ by little and a fit can start from the one before.
    """
    for term in (m for m in range(1 << t) if m.bit_count() == order):
        facets = np.uint64(sum(1 << (term & ~(1 << i)) for i in range(t) if term >> i & 1))
        grown = models[(models & facets) == facets] | np.uint64(1 << term)
        models = np.concatenate([models, grown[::-1]])
    return models


@lru_cache(maxsize=16)
def all_models(t: int, max_order: int | None = None) -> Bits:
    """Every hierarchical model with all main effects up to an order, saturated excluded.

    Parameters: ``t`` lists (2 to 6) and the highest order of interaction (default ``t - 1``).
    Returns a read-only uint64 array; bit ``theta`` tells whether parameter ``theta`` is present.
    Raises ModelError beyond six lists.
    """
    if not 2 <= t <= MOST_LISTS_EXHAUSTIVE:
        raise ModelError(
            f"All models can be listed for 2 to {MOST_LISTS_EXHAUSTIVE} lists, not for {t}. "
            "Use the stepwise or downhill method, or merge lists."
        )
    top = t - 1 if max_order is None else min(max_order, t - 1)
    if top < 1:
        raise ModelError("The highest order of interaction is at least 1 (main effects only).")
    models = np.array([1 | sum(1 << (1 << i) for i in range(t))], np.uint64)
    for order in range(2, top + 1):
        models = _level(models, t, order)
    models.flags.writeable = False
    return models


def sizes(models: Bits) -> NDArray[np.int64]:
    """Number of parameters of each model."""
    return np.bitwise_count(models).astype(np.int64)


def orders(models: Bits, t: int) -> NDArray[np.int64]:
    """Highest order of interaction of each model."""
    out = np.ones(models.shape[0], np.int64)
    for order in range(2, t + 1):
        level = np.uint64(sum(1 << m for m in range(1 << t) if m.bit_count() == order))
        out[(models & level) != 0] = order
    return out


@lru_cache(maxsize=8)
def parents(t: int, max_order: int | None = None) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """For each model the models with exactly one term more, in compressed rows.

    Returns (start, index): the parents of model ``m`` are ``index[start[m]:start[m + 1]]``.
    """
    models = all_models(t, max_order)
    order = np.argsort(models, kind="stable")
    ranked = models[order]
    child, parent = [], []
    for term in range(1 << t):
        if term.bit_count() < 2:
            continue
        facets = np.uint64(sum(1 << (term & ~(1 << i)) for i in range(t) if term >> i & 1))
        bit = np.uint64(1) << np.uint64(term)
        who = np.flatnonzero(((models & facets) == facets) & ((models & bit) == 0))
        wanted = models[who] | bit
        at = np.minimum(np.searchsorted(ranked, wanted), ranked.size - 1)
        known = ranked[at] == wanted
        child.append(who[known])
        parent.append(order[at[known]])
    children = np.concatenate(child) if child else np.empty(0, np.int64)
    index = np.concatenate(parent) if parent else np.empty(0, np.int64)
    by_child = np.argsort(children, kind="stable")
    start = np.zeros(models.size + 1, np.int64)
    np.cumsum(np.bincount(children, minlength=models.size), out=start[1:])
    return start, index[by_child].astype(np.int32)
