# SPDX-License-Identifier: EUPL-1.2
"""Random-walk Metropolis for a Poisson log-linear model with normal priors."""

from __future__ import annotations

import math

import numpy as np

from darkfigure.compiled import Bits, Floats, Ints, entry
from darkfigure.kernel_fit import subset_sums
from darkfigure.kernel_random import normal, uniform


@entry
def metropolis_chain(
    t: int, margins: Floats, theta: Ints, precision: Floats, begin: Floats, root: Floats, warm: int,
    draws: int, thin: int, state: Bits, out: Floats,
) -> float:  # fmt: skip
    """One chain; returns the share of proposals accepted after the warm-up.

    ``margins``: observed margins N* (2**t); ``theta``: parameters; ``precision``: of their normal
    priors with mean 0; ``root``: lower triangle that turns standard normals into a proposal step;
    ``out``: array (draws // thin, parameters) that receives every ``thin``-th state.
    """
    size = 1 << t
    p = theta.shape[0]
    now = begin.copy()
    tried = np.empty(p)
    noise = np.empty(p)
    eta = np.empty(size)
    value = -math.inf
    accepted = 0
    for step in range(-warm - 1, draws):
        first = step == -warm - 1
        for i in range(p):
            noise[i] = normal(state)
            tried[i] = now[i]
            if not first:
                for k in range(i + 1):
                    tried[i] += root[i, k] * noise[k]
        for w in range(size):
            eta[w] = 0.0
        log_density = 0.0
        for i in range(p):
            x = tried[i]
            eta[theta[i]] = x
            log_density += margins[theta[i]] * x - 0.5 * precision[i] * x * x
        subset_sums(eta, t)
        for w in range(1, size):
            log_density -= math.exp(eta[w])
        if first or math.log(uniform(state)) < log_density - value:
            value = log_density
            accepted += 1 if step >= 0 else 0
            for i in range(p):
                now[i] = tried[i]
        if step >= 0 and step % thin == thin - 1:
            for i in range(p):
                out[step // thin, i] = now[i]
    return accepted / max(draws, 1)
