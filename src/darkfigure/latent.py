# SPDX-License-Identifier: EUPL-1.2
"""Latent classes with a Dirichlet process: several chains, and a refusal when they disagree.

Manrique-Vallier (2016), doi 10.1111/biom.12502; label moves after Papaspiliopoulos and Roberts
(2008). The compiled sampler is in ``kernel_latent``.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from darkfigure import judgement, kernel_latent, streams
from darkfigure.chains import chain_state, checked_draws, predictive_p, require_agreement
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError
from darkfigure.parallel import Progress, in_blocks
from darkfigure.result import Estimate

Floats = NDArray[np.float64]
CEILING = 20.0
TOUCHED = 0.01


def estimate_latent(
    data: CaptureData,
    *,
    classes: int = 10,
    chains: int = 8,
    sweeps: int = 100_000,
    warm: int = 20_000,
    thin: int = 50,
    ceiling: float = CEILING,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Posterior median and quantiles of the total.

    ``classes``: most latent classes (K); ``sweeps``: per chain after ``warm``; ``ceiling``: most
    missing, as a multiple of the observed cases (the reference has a hidden 20). Chain c
    starts from c equal classes, so that the chains begin far apart. Raises RefusalError when
    R-hat exceeds 1.05.
    """
    if classes < 2 or ceiling <= 0 or sweeps < 40 * thin:
        raise ModelError("Ask for 2 classes or more, a ceiling above 0 and at least 40 kept draws.")
    begun = time.perf_counter()
    seed = streams.fresh_seed() if seed is None else seed
    masks = np.flatnonzero(data.counts)
    counts = data.counts[masks]
    dark = np.empty((chains, sweeps // thin))
    used = np.empty((chains, sweeps // thin))
    checked = min(sweeps // thin, -(-checked_draws(data.counts.size) // chains))
    means = np.empty((chains, checked, data.counts.size))
    most = np.floor(ceiling * data.observed)

    def run(first: int, last: int) -> None:
        for chain in range(first, last):
            kernel_latent.latent_chain(
                data.t, masks, counts, classes, most, 1 + chain % classes, warm, sweeps, thin,
                chain_state(seed, chain), dark[chain], used[chain], means[chain],
            )  # fmt: skip

    in_blocks(run, chains, 1, threads, progress)
    totals = dark + data.observed
    rhat, size_now = require_agreement(totals, "latent classes")
    limits = np.quantile(totals, (0.025, 0.1, 0.5, 0.9, 0.975))
    p = predictive_p(means.reshape(-1, data.counts.size)[:, 1:], data.counts[1:], seed)
    wide = float(limits[0]), float(limits[4])
    warnings = judgement.data_warnings(data) + judgement.interval_warnings(wide, 0, 0)
    warnings += judgement.predictive_warnings(p)
    if float((dark > 0.98 * most).mean()) > TOUCHED:
        warnings.append(
            f"The chains touch the ceiling of {ceiling:g} times the observed cases; the answer "
            "depends on that ceiling."
        )
    return Estimate(
        method="latent",
        lists=data.lists,
        observed=data.observed,
        estimate=float(limits[2]),
        interval_80=(float(limits[1]), float(limits[3])),
        interval_95=wide,
        model=f"up to {classes} latent classes, {float(used.mean()):.1f} in use",
        n_models=1,
        n_replicates=totals.size,
        usable_replicates=totals.size,
        seed=seed,
        seconds=time.perf_counter() - begun,
        warnings=tuple(warnings),
        data_version=data.version,
        replicates=totals,
        details={
            "r_hat": rhat,
            "effective_size": size_now,
            "predictive_p": p,
            "chain_medians": np.median(totals, axis=1).tolist(),
            "ceiling": float(most),
        },
    )
