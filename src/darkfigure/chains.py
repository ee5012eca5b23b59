# SPDX-License-Identifier: EUPL-1.2
"""Several chains: do they agree, and how much do they know?

Rank-normalised split R-hat and effective sample size: Vehtari, Gelman, Simpson, Carpenter and
Buerkner (2021), doi 10.1214/20-BA1221. One chain is no evidence: two chains of the same latent
class model can sit at totals a factor three apart for 100,000 sweeps.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkfigure import streams
from darkfigure.errors import RefusalError

Floats = NDArray[np.float64]
LEAST_CHAINS = 8
MOST_R_HAT = 1.05


def chain_state(seed: int, number: int) -> NDArray[np.uint64]:
    """The starting state of a chain's generator."""
    return streams.stream(seed, streams.CHAINS, number).integers(
        0, 2**64 - 1, 4, dtype=np.uint64, endpoint=True
    )


def r_hat(draws: Floats) -> float:
    """Rank-normalised split R-hat of draws of shape (chains, draws): bulk or tail, the larger."""
    halves = _split(draws)
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_normal_ranks(halves)), _plain_r_hat(_normal_ranks(folded)))


def effective_size(draws: Floats) -> float:
    """Bulk effective sample size of draws of shape (chains, draws)."""
    ranks = _normal_ranks(_split(draws))
    chains, length = ranks.shape
    within = ranks.var(axis=1, ddof=1).mean()
    if within <= 0:
        return float("nan")
    total = within * (length - 1) / length + ranks.mean(axis=1).var(ddof=1)
    covariance = np.mean([_autocovariance(chain) for chain in ranks], axis=0)
    rho = 1.0 - (within - covariance * length / (length - 1)) / total
    rho[0] = 1.0
    pairs = rho[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    stop = int(np.argmax(pairs < 0)) if (pairs < 0).any() else pairs.size
    monotone = np.minimum.accumulate(pairs[:stop])
    time = max(2.0 * float(monotone.sum()) - 1.0, 1.0 / np.log10(chains * length))
    return float(chains * length / time)


def require_agreement(draws: Floats, what: str) -> tuple[float, float]:
    """(R-hat, effective size) of the totals; raise RefusalError above 1.05 or with few chains."""
    rhat = r_hat(draws)
    if draws.shape[0] < LEAST_CHAINS:
        raise RefusalError(f"{what} needs at least {LEAST_CHAINS} chains to show that they agree.")
    if not rhat <= MOST_R_HAT:
        medians = np.sort(np.median(draws, axis=1))
        raise RefusalError(
            f"The chains of {what} do not agree: R-hat is {rhat:.2f} and may be at most "
            f"{MOST_R_HAT}. Their medians run from {medians[0]:.0f} to {medians[-1]:.0f}. "
            "Ask for more sweeps, or take another method."
        )
    return rhat, effective_size(draws)


def require_parameters(draws: Floats, what: str) -> float:
    """The largest R-hat over parameters, draws of shape (chains, draws, parameters).

    Raises RefusalError above 1.05.
    """
    worst = max(r_hat(draws[:, :, i]) for i in range(draws.shape[2]))
    if not worst <= MOST_R_HAT:
        raise RefusalError(
            f"The chains of {what} do not agree on every interaction: R-hat is {worst:.2f} and may "
            f"be at most {MOST_R_HAT}. Ask for more draws, or take another method."
        )
    return worst


def checked_draws(histories: int) -> int:
    """How many draws are held against the data: some hundreds, fewer when histories are many."""
    return max(50, min(500, 2**20 // histories))


def predictive_p(means: Floats, counts: Floats, seed: int) -> float:
    """Posterior predictive p-value of the Freeman-Tukey discrepancy.

    ``means``: expected counts per draw and observable history, shape (draws, histories);
    ``counts``: observed. Near 0 the model does not reproduce the data (Gelman, Meng, Stern 1996).
    """
    generator = streams.stream(seed, streams.SIMULATION, 2**32)
    copies = generator.poisson(means)
    root = np.sqrt(means)
    drawn = ((np.sqrt(copies) - root) ** 2).sum(axis=1)
    seen = ((np.sqrt(counts)[None, :] - root) ** 2).sum(axis=1)
    return float((drawn >= seen).mean())


def to_arviz(draws: Floats, name: str = "total") -> Any:
    """The draws, shape (chains, draws), in arviz's own form. Needs arviz installed."""
    arviz = importlib.import_module("arviz")
    # from version 1 on the groups stand one level higher
    if arviz.__version__.startswith("0."):
        return arviz.from_dict(posterior={name: draws})
    return arviz.from_dict({"posterior": {name: draws}})


def _split(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def _normal_ranks(values: Floats) -> Floats:
    """Normal scores of the ranks, equal values sharing their mean rank."""
    from scipy.special import ndtri

    flat = values.reshape(-1)
    _, where, count = np.unique(flat, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    rank = (last - 0.5 * (count - 1))[where.reshape(-1)]
    scores: Floats = ndtri((rank - 0.375) / (flat.size + 0.25))
    return scores.reshape(values.shape)


def _plain_r_hat(values: Floats) -> float:
    length = values.shape[1]
    within = float(values.var(axis=1, ddof=1).mean())
    between = float(values.mean(axis=1).var(ddof=1))
    if within <= 0.0:
        return 1.0 if between <= 0.0 else float("inf")
    return float(np.sqrt((length - 1) / length + between / within))


def _autocovariance(chain: Floats) -> Floats:
    centred = chain - chain.mean()
    size = 2 ** int(np.ceil(np.log2(2 * chain.size)))
    spectrum = np.abs(np.fft.rfft(centred, size)) ** 2
    return np.asarray(np.fft.irfft(spectrum, size)[: chain.size] / chain.size)
