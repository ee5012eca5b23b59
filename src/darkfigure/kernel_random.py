# SPDX-License-Identifier: EUPL-1.2
"""Random draws for compiled chains: one small state per chain, the same on every machine.

Generator: xoshiro256++ (Blackman and Vigna 2021, doi 10.1145/3460772), its state filled from a
counter-based stream. Gamma: Marsaglia and Tsang (2000). Binomial and Poisson: inversion when
small, else transformed rejection (Hoermann 1993, doi 10.1016/0167-6687(93)90997-4 and
doi 10.1080/00949659308811496).
"""

from __future__ import annotations

import math

import numpy as np

from darkfigure.compiled import Bits, inner

_17, _23, _41, _45, _19, _11 = (np.uint64(k) for k in (17, 23, 41, 45, 19, 11))
_UNIT = 1.0 / 9007199254740992.0
_SMALL = 10.0


@inner
def uniform(state: Bits) -> float:
    """A number strictly between 0 and 1."""
    total = state[0] + state[3]
    drawn = ((total << _23) | (total >> _41)) + state[0]
    shifted = state[1] << _17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = (state[3] << _45) | (state[3] >> _19)
    return (float(drawn >> _11) + 0.5) * _UNIT


@inner
def normal(state: Bits) -> float:
    """Standard normal (polar method)."""
    while True:
        x = 2.0 * uniform(state) - 1.0
        y = 2.0 * uniform(state) - 1.0
        s = x * x + y * y
        if 0.0 < s < 1.0:
            return x * math.sqrt(-2.0 * math.log(s) / s)


@inner
def gamma(state: Bits, shape: float) -> float:
    """Gamma with scale 1."""
    boost = 1.0
    if shape < 1.0:
        boost = uniform(state) ** (1.0 / shape)
        shape += 1.0
    elif shape == 1.0:
        return -math.log(uniform(state))
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    while True:
        x = normal(state)
        v = 1.0 + c * x
        if v <= 0.0:
            continue
        v = v * v * v
        u = uniform(state)
        if u < 1.0 - 0.0331 * x * x * x * x:
            return boost * d * v
        if math.log(u) < 0.5 * x * x + d * (1.0 - v + math.log(v)):
            return boost * d * v


@inner
def beta(state: Bits, a: float, b: float) -> float:
    """Beta, kept away from 0 and 1 by the smallest step that logarithms can bear."""
    x = gamma(state, a)
    y = gamma(state, b)
    share = x / (x + y) if x + y > 0.0 else 0.5
    return min(max(share, 1e-300), 1.0 - 1e-16)


@inner
def _stirling(k: float) -> float:
    """log k! minus its main Stirling term (k + 1/2) log(k + 1) - (k + 1) + log(2 pi) / 2."""
    x = k + 1.0
    if k < 10.0:
        return math.lgamma(x) - (k + 0.5) * math.log(x) + x - 0.9189385332046727
    s = 1.0 / (x * x)
    return (1.0 / 12.0 - (1.0 / 360.0 - s / 1260.0) * s) / x


@inner
def binomial(state: Bits, n: float, p: float) -> float:
    """Number of successes in n trials (as a float)."""
    if n <= 0.0 or p <= 0.0:
        return 0.0
    if p >= 1.0:
        return n
    if p > 0.5:
        return n - _binomial_half(state, n, 1.0 - p)
    return _binomial_half(state, n, p)


@inner
def _binomial_half(state: Bits, n: float, p: float) -> float:
    q = 1.0 - p
    if n * p < _SMALL:
        mass = math.exp(n * math.log(q))
        odds = p / q
        u = uniform(state)
        k = 0.0
        while u > mass and k < n:
            u -= mass
            k += 1.0
            mass *= odds * (n - k + 1.0) / k
        return k
    spread = math.sqrt(n * p * q)
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = n * p + 0.5
    quick = 0.92 - 4.2 / b
    scale = (2.83 + 5.1 / b) * spread
    m = math.floor((n + 1.0) * p)
    odds = p / q
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + c)
        if k < 0.0 or k > n:
            continue
        if us >= 0.07 and v <= quick:
            return k
        v = math.log(v * scale / (a / (us * us) + b))
        bound = (
            (m + 0.5) * math.log((m + 1.0) / (odds * (n - m + 1.0)))
            + (n + 1.0) * math.log((n - m + 1.0) / (n - k + 1.0))
            + (k + 0.5) * math.log(odds * (n - k + 1.0) / (k + 1.0))
            + _stirling(m) + _stirling(n - m) - _stirling(k) - _stirling(n - k)
        )  # fmt: skip
        if v <= bound:
            return k


@inner
def poisson(state: Bits, mean: float) -> float:
    """Poisson (as a float)."""
    if mean < _SMALL:
        mass = math.exp(-mean)
        u = uniform(state)
        k = 0.0
        while u > mass and k < 1000.0:
            u -= mass
            k += 1.0
            mass *= mean / k
        return k
    root = math.sqrt(mean)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    log_scale = math.log(1.1239 + 1.1328 / (b - 3.4))
    quick = 0.9277 - 3.6224 / (b - 2.0)
    while True:
        u = uniform(state) - 0.5
        v = uniform(state)
        us = 0.5 - abs(u)
        k = math.floor((2.0 * a / us + b) * u + mean + 0.43)
        if us >= 0.07 and v <= quick:
            return k
        if k < 0.0 or (us < 0.013 and v > us):
            continue
        left = math.log(v) + log_scale - math.log(a / (us * us) + b)
        if left <= k * math.log(mean) - mean - math.lgamma(k + 1.0):
            return k
