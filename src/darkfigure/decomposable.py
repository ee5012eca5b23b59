# SPDX-License-Identifier: EUPL-1.2
"""Averaging over all decomposable graphs, exactly.

Madigan and York (1997), Biometrika 84:19. For every decomposable graph and every candidate number
of missing persons the marginal likelihood is a sum of log-gamma functions of clique margins, with
a hyper-Dirichlet prior of 2**-t per history and a prior on the total proportional to 1/N.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from darkfigure import judgement
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError
from darkfigure.masks import format_model
from darkfigure.result import Estimate

Floats = NDArray[np.float64]
CEILING = 30.0
EVEN_POINTS = 1000
LOW_POINTS = 200
MOST_SHARE = 1e-3
MOST_ROUNDS = 100
BLOCK = 500
MOST_LISTS = 6
LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)
CEILING_MATTERS = 1.05


@lru_cache(maxsize=4)
def decomposable_graphs(t: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Every decomposable graph on ``t`` lists: 2, 8, 61, 822 and 18154 for two to six lists.

    Each is given as (clique, separator) pairs of masks from an elimination order; the separator of
    the first vertex of a component is 0.
    """
    if not 2 <= t <= MOST_LISTS:
        raise ModelError(f"Decomposable graphs are listed for 2 to {MOST_LISTS} lists.")
    pairs = list(combinations(range(t), 2))
    found = []
    for chosen in range(1 << len(pairs)):
        near = [0] * t
        for number, (i, j) in enumerate(pairs):
            if chosen >> number & 1:
                near[i] |= 1 << j
                near[j] |= 1 << i
        factors = _eliminate(near, t)
        if factors is not None:
            found.append(tuple(factors))
    return tuple(found)


def estimate_decomposable(data: CaptureData, *, ceiling: float = CEILING) -> Estimate:
    """Posterior median and quantiles of the total, averaged over decomposable graphs.

    ``ceiling``: most missing as a multiple of the observed cases. The answer can depend on it, so
    it is repeated with a third of the ceiling and a warning tells when that matters. Raises
    ModelError beyond six lists.
    """
    begun = time.perf_counter()
    graphs = decomposable_graphs(data.t)
    signs = _signs(graphs, data.t)
    found = posterior(data, signs, ceiling)
    limits = data.observed + found.quantiles(LEVELS)
    lower = data.observed + posterior(data, signs, ceiling / 3.0).quantiles(LEVELS)
    wide = float(limits[0]), float(limits[4])
    warnings = judgement.data_warnings(data) + judgement.interval_warnings(wide, 0, 0)
    most = ceiling * data.observed
    if max(abs(np.log(limits / lower))) > np.log(CEILING_MATTERS):
        warnings.append(
            f"The ceiling matters: with at most {most / 3:,.0f} missing the median is "
            f"{lower[2]:,.0f} ({lower[0]:,.0f} to {lower[4]:,.0f}) instead."
        )
    best = int(np.argmax(found.graphs))
    return Estimate(
        method="dga",
        lists=data.lists,
        observed=data.observed,
        estimate=float(limits[2]),
        interval_80=(float(limits[1]), float(limits[3])),
        interval_95=wide,
        model=graph_name(graphs[best]),
        n_models=len(graphs),
        seconds=time.perf_counter() - begun,
        warnings=tuple(warnings),
        data_version=data.version,
        details={
            "graph_probability": float(found.graphs[best]),
            "ceiling": most,
            "with_a_third_of_the_ceiling": lower.tolist(),
        },
    )


def graph_name(factors: tuple[tuple[int, int], ...]) -> str:
    """The cliques of a graph in hierarchical notation."""
    return format_model([clique for clique, _ in factors])


def _eliminate(near: list[int], t: int) -> list[tuple[int, int]] | None:
    """(vertex and neighbours, neighbours) per elimination step, or None when not decomposable."""
    left = (1 << t) - 1
    factors = []
    while left:
        for v in range(t):
            around = near[v] & left
            if left >> v & 1 and all(
                around & ~near[u] == 1 << u for u in range(t) if around >> u & 1
            ):
                factors.append((around | 1 << v, around))
                left &= ~(1 << v)
                break
        else:
            return None
    return factors


@dataclass(frozen=True, eq=False)
class Posterior:
    """Numbers missing, the whole numbers each stands for, and their probabilities."""

    missing: Floats
    width: Floats
    probability: Floats
    graphs: Floats

    def quantiles(self, levels: tuple[float, ...]) -> Floats:
        """Numbers missing at the given levels, even within the numbers a point stands for."""
        above = np.cumsum(self.probability)
        at = np.minimum(np.searchsorted(above, levels), self.missing.size - 1)
        inside = (np.array(levels) - (above[at] - self.probability[at])) / self.probability[at]
        right = np.cumsum(self.width)[at]
        return np.floor(right - self.width[at] * (1.0 - np.clip(inside, 0.0, 1.0)))


def posterior(data: CaptureData, signs: Floats, ceiling: float) -> Posterior:
    """The posterior of the number missing, at most ``ceiling`` times the observed cases.

    The grid is made finer wherever a step holds more than a share of the probability, so that it
    serves a dark figure of ten as well as one of a million.
    """
    most = max(1, int(ceiling * data.observed))
    even, low = np.linspace(0, most, EVEN_POINTS), np.geomspace(1, most, LOW_POINTS)
    missing = np.unique(np.round(np.concatenate([[0.0], low, even])))
    density, _ = _scan(data, signs, missing, np.ones(missing.size))
    for _ in range(MOST_ROUNDS):
        step = np.diff(missing)
        mass = step * np.exp(np.maximum(density[:-1], density[1:]) - density.max())
        coarse = (step > 1) & (mass > MOST_SHARE * mass.sum())
        if not coarse.any():
            break
        fresh = np.floor(missing[:-1][coarse] + step[coarse] / 2)
        added, _ = _scan(data, signs, fresh, np.ones(fresh.size))
        order = np.argsort(missing := np.concatenate([missing, fresh]))
        missing, density = missing[order], np.concatenate([density, added])[order]
    edges = np.floor((missing[:-1] + missing[1:]) / 2)
    width = np.diff(np.concatenate([[-1.0], edges, missing[-1:]]))
    density, evidence = _scan(data, signs, missing, width)
    return Posterior(
        missing,
        width,
        np.exp(density - logsumexp(density)),
        np.exp(evidence - logsumexp(evidence)),
    )


def _scan(
    data: CaptureData, signs: Floats, missing: Floats, width: Floats
) -> tuple[Floats, Floats]:
    """Log of the evidence per number missing (all graphs) and per graph (all numbers)."""
    total = missing + data.observed
    part = np.stack([_clique(data, lists, missing) for lists in range(1, 1 << data.t)])
    common = gammaln(total + 1.0) - gammaln(missing + 1.0) - np.log(total) + np.log(width)
    density = np.full(missing.size, -np.inf)
    evidence = np.empty(signs.shape[0])
    for first in range(0, signs.shape[0], BLOCK):
        log = signs[first : first + BLOCK] @ part + common
        top = log.max()
        weight = np.exp(log - top)
        with np.errstate(divide="ignore"):
            evidence[first : first + BLOCK] = np.log(weight.sum(axis=1)) + top
            density = np.logaddexp(density, np.log(weight.sum(axis=0)) + top)
    return density, evidence


def _signs(graphs: tuple[tuple[tuple[int, int], ...], ...], t: int) -> Floats:
    """How often each set of lists is a clique, less how often a separator; one row per graph."""
    signs = np.zeros((len(graphs), 1 << t))
    for number, factors in enumerate(graphs):
        for clique, separator in factors:
            signs[number, clique] += 1.0
            signs[number, separator] -= 1.0
    return signs[:, 1:]


def _clique(data: CaptureData, lists: int, missing: Floats) -> Floats:
    """Log marginal likelihood of the table of some lists, for each number missing."""
    size = lists.bit_count()
    prior = 2.0**-size
    cells = np.bincount(
        np.arange(data.counts.size) & lists, weights=data.counts, minlength=data.counts.size
    )
    inside = np.array([m for m in range(1, data.counts.size) if m & lists == m])
    fixed = float(gammaln(cells[inside] + prior).sum()) - 2**size * float(gammaln(prior))
    return np.asarray(
        fixed + gammaln(cells[0] + missing + prior) - gammaln(data.observed + missing + 1.0)
    )
