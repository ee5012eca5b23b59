# SPDX-License-Identifier: EUPL-1.2
"""Gibbs sampler for latent classes under a truncated Dirichlet process.

Manrique-Vallier (2016), doi 10.1111/biom.12502. Persons fall in one of K classes with
stick-breaking weights nu; in class k a person is on list j with probability lambda[j, k], the
lists independent within the class. Priors: lambda uniform, concentration gamma(1/4, 1/4), total
proportional to 1/N. The number missing is drawn anew while it exceeds the ceiling, which here is
an argument and not hidden.
"""

from __future__ import annotations

import math

import numpy as np

from darkfigure.compiled import Bits, Floats, Ints, entry, inner
from darkfigure.kernel_random import beta, binomial, gamma, poisson, uniform

PRIOR = 0.25
TRIES = 10000


@inner
def _share_out(state: Bits, count: float, weight: Floats, k: int, into: Floats) -> None:
    """Multinomial draw of ``count`` over ``weight[:k]``; results go to ``into``."""
    total = 0.0
    for i in range(k):
        into[i] = 0.0
        total += weight[i]
    if count == 1.0:
        left = uniform(state) * total
        chosen = 0
        while chosen < k - 1 and left > weight[chosen]:
            left -= weight[chosen]
            chosen += 1
        into[chosen] = 1.0
        return
    rest = count
    for i in range(k - 1):
        if rest <= 0.0:
            return
        share = weight[i] / total if total > 0.0 else 0.0
        into[i] = binomial(state, rest, min(share, 1.0))
        rest -= into[i]
        total -= weight[i]
    into[k - 1] = rest


@entry
def latent_chain(
    t: int, masks: Ints, counts: Floats, k: int, ceiling: float, begin: int, warm: int,
    sweeps: int, thin: int, state: Bits, dark: Floats, classes: Floats, means: Floats,
) -> None:  # fmt: skip
    """One chain: ``warm`` sweeps left out, then every ``thin``-th dark figure is kept.

    ``masks``, ``counts``: observed histories; ``ceiling``: most missing; ``begin``: number
    of equal classes to start from. ``dark`` and ``classes`` receive per kept draw the dark figure
    and the number of classes in use; ``means``, with fewer rows, the expected count per history of
    draws at equal distances.
    """
    stride = dark.shape[0] // means.shape[0]
    lam = np.empty((t, k))
    nu = np.empty(k)
    weight = np.empty(k)
    absent = np.empty(k)
    into = np.empty(k)
    members = np.empty(k)
    on = np.empty((t, k))
    n = 0.0
    for c in range(masks.shape[0]):
        n += counts[c]
    for i in range(k):
        nu[i] = 0.99 / begin if i < begin else 0.01 / k
        for j in range(t):
            lam[j, i] = beta(state, 1.0, 1.0)
    alpha = 1.0
    for sweep in range(warm + sweeps):
        for i in range(k):
            absent[i] = nu[i]
            members[i] = 0.0
            for j in range(t):
                absent[i] *= 1.0 - lam[j, i]
                on[j, i] = 0.0
        unseen = 0.0
        for i in range(k):
            unseen += absent[i]
        missing = ceiling
        for _ in range(TRIES):
            mean = gamma(state, n) * unseen / (1.0 - unseen) if unseen < 1.0 else ceiling
            drawn = poisson(state, mean)
            if drawn <= ceiling:
                missing = drawn
                break
        _share_out(state, missing, absent, k, into)
        for i in range(k):
            members[i] += into[i]
        for c in range(masks.shape[0]):
            for i in range(k):
                w = nu[i]
                for j in range(t):
                    w *= lam[j, i] if masks[c] >> j & 1 else 1.0 - lam[j, i]
                weight[i] = w
            _share_out(state, counts[c], weight, k, into)
            for i in range(k):
                if into[i] > 0.0:
                    members[i] += into[i]
                    for j in range(t):
                        if masks[c] >> j & 1:
                            on[j, i] += into[i]
        _swap_labels(state, k, t, nu, members, on)
        rest = 0.0
        for i in range(k):
            rest += members[i]
        stick = 1.0
        log_left = 0.0
        used = 0.0
        for i in range(k):
            rest -= members[i]
            used += 1.0 if members[i] > 0.0 else 0.0
            if i < k - 1:
                v = beta(state, 1.0 + members[i], alpha + rest)
                nu[i] = stick * v
                stick *= 1.0 - v
                log_left += math.log(1.0 - v)
            else:
                nu[i] = stick
            for j in range(t):
                lam[j, i] = beta(state, 1.0 + on[j, i], 1.0 + members[i] - on[j, i])
        alpha = gamma(state, PRIOR + k - 1.0) / (PRIOR - log_left)
        kept = sweep - warm
        if kept >= 0 and kept % thin == thin - 1:
            at = kept // thin
            dark[at] = missing
            classes[at] = used
            row = at // stride
            if at % stride < stride - 1 or row >= means.shape[0]:
                continue
            for w in range(1 << t):
                total = 0.0
                for i in range(k):
                    share = nu[i]
                    for j in range(t):
                        share *= lam[j, i] if w >> j & 1 else 1.0 - lam[j, i]
                    total += share
                means[row, w] = total * (n + missing)


@inner
def _swap_labels(state: Bits, k: int, t: int, nu: Floats, members: Floats, on: Floats) -> None:
    """Exchange classes between positions of the stick (Papaspiliopoulos and Roberts 2008).

    First pairs at random with the weights as they are, then neighbours together with their breaks.
    Without these moves a chain can stay for very long where the small classes come first.
    """
    for _ in range(k):
        i = int(uniform(state) * k)
        h = int(uniform(state) * k)
        odds = (members[h] - members[i]) * (math.log(nu[i]) - math.log(nu[h]))
        if i != h and math.log(uniform(state)) < odds:
            _exchange(i, h, t, members, on)
    left = 1.0
    for i in range(k - 2):
        after = left - nu[i]
        one = nu[i] / left
        two = nu[i + 1] / after if after > 0.0 else 1.0
        odds = members[i] * math.log(max(1.0 - two, 1e-300))
        odds -= members[i + 1] * math.log(max(1.0 - one, 1e-300))
        if math.log(uniform(state)) < odds:
            _exchange(i, i + 1, t, members, on)
            swap = left * two
            nu[i + 1] = (left - swap) * one
            nu[i] = swap
        left -= nu[i]


@inner
def _exchange(i: int, h: int, t: int, members: Floats, on: Floats) -> None:
    swap = members[i]
    members[i] = members[h]
    members[h] = swap
    for j in range(t):
        swap = on[j, i]
        on[j, i] = on[j, h]
        on[j, h] = swap
