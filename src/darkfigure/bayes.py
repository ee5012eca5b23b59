# SPDX-License-Identifier: EUPL-1.2
"""Bayesian thresholding of pairwise interactions.

Silverman (2020), doi 10.1111/rssa.12505: fit all pairs with a nearly flat prior on intercept and
main effects (precision 1e-4) and a standard normal prior on interactions; drop the interactions
whose posterior mean is less than two standard deviations from zero; fit again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darkfigure import judgement, kernel_metropolis, streams
from darkfigure.chains import (
    chain_state,
    checked_draws,
    effective_size,
    predictive_p,
    require_agreement,
    require_parameters,
)
from darkfigure.data import CaptureData
from darkfigure.fitting import subset_sums, superset_sums
from darkfigure.masks import closure, format_model, lists_in
from darkfigure.parallel import Progress, in_blocks
from darkfigure.result import Estimate

Floats = NDArray[np.float64]
FLAT = 1e-4
THRESHOLD = 2.0


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of all parameters: ``terms`` (masks) and ``draws`` of shape (chains, kept, terms)."""

    terms: tuple[int, ...]
    draws: Floats
    accepted: float


def estimate_bayes(
    data: CaptureData,
    *,
    prior_variance: float = 1.0,
    threshold: float = THRESHOLD,
    chains: int = 8,
    draws: int = 40_000,
    warm: int = 5_000,
    thin: int = 20,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Posterior median and quantiles of the total after thresholding.

    ``draws``: per chain, after ``warm``; every ``thin``-th is kept. Raises RefusalError when R-hat
    exceeds 1.05: that of the total, or of any parameter before interactions are dropped.
    """
    begun = time.perf_counter()
    seed = streams.fresh_seed() if seed is None else seed
    judgement.refuse_inestimable(data)
    size = data.counts.size
    pairs = [m for m in range(size) if m.bit_count() == 2]
    run = (prior_variance, chains, draws, warm, thin, threads)
    full = sample(data, closure(pairs, data.t), seed, *run)
    # which interactions stay is read from this first round, so it has to have settled as well
    first_hat = require_parameters(full.draws, "the first round of Bayesian thresholding")
    kept, ratios = _kept(full, threshold)
    if progress is not None:
        progress(1, 2)
    posterior = sample(data, closure(kept, data.t), seed + 1, *run)
    if progress is not None:
        progress(2, 2)
    totals = data.observed + np.exp(posterior.draws[:, :, 0])
    rhat, size_now = require_agreement(totals, "Bayesian thresholding")
    limits = np.quantile(totals, (0.025, 0.1, 0.5, 0.9, 0.975))
    wide = float(limits[0]), float(limits[4])
    judgement.refuse_unusable(wide, 0, 0)
    p = predictive_p(_means(data, posterior)[:, 1:], data.counts[1:], seed)
    warnings = judgement.data_warnings(data) + judgement.interval_warnings(wide, 0, 0)
    return Estimate(
        method="bayes",
        lists=data.lists,
        observed=data.observed,
        estimate=float(limits[2]),
        interval_80=(float(limits[1]), float(limits[3])),
        interval_95=wide,
        model=format_model(posterior.terms),
        n_models=1,
        n_replicates=totals.size,
        usable_replicates=totals.size,
        seed=seed,
        seconds=time.perf_counter() - begun,
        warnings=tuple(warnings + judgement.predictive_warnings(p)),
        data_version=data.version,
        replicates=totals,
        details={
            "r_hat": rhat,
            "effective_size": size_now,
            "predictive_p": p,
            "accepted": posterior.accepted,
            "ratios": {_pair_name(data, pair): ratio for pair, ratio in ratios.items()},
            "first_r_hat": first_hat,
            "first_effective_size": effective_size(full.draws[:, :, 0]),
        },
    )


def sample(
    data: CaptureData,
    terms: tuple[int, ...],
    seed: int,
    prior_variance: float = 1.0,
    chains: int = 8,
    draws: int = 40_000,
    warm: int = 5_000,
    thin: int = 20,
    threads: int | None = None,
) -> Posterior:
    """Draw from the posterior of one model, starting near the mode, each chain apart from it."""
    theta = np.array(terms)
    precision = np.array([FLAT if m.bit_count() < 2 else 1.0 / prior_variance for m in terms])
    mode, covariance = _mode(data, theta, precision)
    root = np.linalg.cholesky(covariance)
    scaled = root * (2.38 / np.sqrt(theta.size))
    out = np.empty((chains, draws // thin, theta.size))
    accepted = np.empty(chains)

    def run(first: int, last: int) -> None:
        for chain in range(first, last):
            apart = streams.stream(seed, streams.CHAINS, 2**20 + chain)
            begin = mode + 2.0 * root @ apart.standard_normal(theta.size)
            accepted[chain] = kernel_metropolis.metropolis_chain(
                data.t, data.margins, theta, precision, begin, scaled, warm, draws, thin,
                chain_state(seed, chain), out[chain],
            )  # fmt: skip

    in_blocks(run, chains, 1, threads)
    return Posterior(tuple(terms), out, float(accepted.mean()))


def _mode(data: CaptureData, theta: NDArray[np.int64], precision: Floats) -> tuple[Floats, Floats]:
    """Posterior mode by Newton with step halving, and the inverse curvature there."""
    pairs = theta[:, None] | theta[None, :]
    alpha = np.zeros(theta.size)
    alpha[0] = np.log(max(data.observed, 1))
    alpha[1:] = np.where(np.bitwise_count(theta[1:]) == 1, -2.0, 0.0)

    def look(point: Floats) -> tuple[float, Floats]:
        eta = np.zeros(data.counts.size)
        eta[theta] = point
        with np.errstate(over="ignore"):
            mean = np.exp(subset_sums(eta))
        mean[0] = 0.0
        value = data.margins[theta] @ point - mean.sum() - 0.5 * precision @ point**2
        return float(value), superset_sums(mean)

    value, margins = look(alpha)
    for _ in range(200):
        score = data.margins[theta] - margins[theta] - precision * alpha
        curvature = margins[pairs] + np.diag(precision)
        step = np.linalg.solve(curvature, score)
        scale = 1.0
        while scale > 1e-10:
            tried, after = look(alpha + scale * step)
            if tried >= value - 1e-9 * (1.0 + abs(value)):
                break
            scale *= 0.5
        alpha, value, margins = alpha + scale * step, tried, after
        if np.abs(step).max() < 1e-9:
            break
    return alpha, np.linalg.inv(margins[pairs] + np.diag(precision))


def _kept(full: Posterior, threshold: float) -> tuple[list[int], dict[int, float]]:
    """Interactions whose posterior mean is at least ``threshold`` deviations from zero."""
    flat = full.draws.reshape(-1, len(full.terms))
    ratio = np.abs(flat.mean(axis=0)) / flat.std(axis=0, ddof=1)
    ratios = {m: float(r) for m, r in zip(full.terms, ratio, strict=True) if m.bit_count() == 2}
    return [m for m, r in ratios.items() if r >= threshold], ratios


def _means(data: CaptureData, posterior: Posterior) -> Floats:
    """Expected counts for some of the draws, shape (draws, 2**t)."""
    flat = posterior.draws.reshape(-1, len(posterior.terms))
    chosen = flat[:: max(1, flat.shape[0] // checked_draws(data.counts.size))]
    means = np.empty((chosen.shape[0], data.counts.size))
    for row, alpha in enumerate(chosen):
        eta = np.zeros(data.counts.size)
        eta[list(posterior.terms)] = alpha
        means[row] = np.exp(subset_sums(eta))
    return means


def _pair_name(data: CaptureData, pair: int) -> str:
    return ":".join(data.lists[i] for i in lists_in(pair))
