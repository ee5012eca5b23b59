# SPDX-License-Identifier: EUPL-1.2
"""Searches that walk through models step by step, for any number of lists.

A model is an array of flags over all masks. Stepwise: Chan, Silverman and Vincent (2021), section
3. Downhill: Silverman, Chan and Vincent (2024), section 5.2.
"""

from __future__ import annotations

import math

import numpy as np

from darkfigure.compiled import Flag, Floats, Ints, entry, inner
from darkfigure.kernel_fit import ROWS, newton, superset_sums
from darkfigure.kernel_search import proved
from darkfigure.kernel_status import FINE, exact_status, split_model

TIE = 1e-7
INSIDE = 5


@inner
def bit_count(mask: int) -> int:
    """Number of lists in a mask."""
    total = 0
    while mask:
        mask &= mask - 1
        total += 1
    return total


@inner
def evaluate(
    t: int, counts: Floats, nst: Floats, inside: Ints, memory: Floats, ws: Floats, whole: Ints,
    squares: Floats, target: float,
) -> tuple[float, float, bool]:  # fmt: skip
    """Fit the model of the flags ``inside``, starting from ``memory``.

    Returns (loglik without factorials, or minus infinity when the bound ends below ``target``;
    intercept; admissible). ``ws[ROWS]`` receives the parameters by mask; ``ws[2]`` holds the fitted
    margins.
    """
    size = 1 << t
    everything, theta, cells = whole[0], whole[1], whole[2]
    alpha, kept = ws[ROWS + 1], ws[ROWS]
    count = 0
    for m in range(size):
        if inside[m]:
            everything[count] = m
            count += 1
    p, nc = split_model(t, nst, everything, count, theta, cells)
    cold: Flag = np.bool_(math.isnan(memory[0]))
    for i in range(p):
        alpha[i] = memory[theta[i]]
    value, upper, code, pivot, change = newton(
        t, counts, nst, theta, p, cells, nc, alpha, ws, squares[0], cold, target
    )
    if upper < target:
        return -math.inf, math.nan, False
    sure = proved(ws, cells, nc, code, pivot, change)
    if not sure and exact_status(counts, theta, p, cells, nc, whole, squares) != FINE:
        return value, math.nan, False
    for m in range(size):
        kept[m] = 0.0
        ws[2, m] = 0.0
    for i in range(p):
        kept[theta[i]] = alpha[i]
    for c in range(nc):
        ws[2, cells[c]] = math.exp(ws[0, cells[c]])
    superset_sums(ws[2], t)
    return value, alpha[0], True


@inner
def log_tail(k: float, mean: float) -> float:
    """Logarithm of min(P(X <= k), P(X >= k)) for X Poisson."""
    if mean <= 0.0:
        return 0.0 if k == 0.0 else -math.inf
    log_mass = k * math.log(mean) - mean - math.lgamma(k + 1.0)
    term = 1.0
    total = 1.0
    j = k
    if k <= mean:
        while j > 0.0 and term > 1e-17 * total:
            term *= j / mean
            j -= 1.0
            total += term
    else:
        while term > 1e-17 * total:
            j += 1.0
            term *= mean / j
            total += term
    tail = log_mass + math.log(total)
    other = 1.0 - math.exp(tail) + math.exp(log_mass)
    return min(tail, math.log(other)) if other > 0.0 else tail


@entry
def stepwise(
    t: int, tables: Floats, first: int, last: int, log_limit: float, dark: Floats, chosen: Ints,
    ws: Floats, whole: Ints, squares: Floats,
) -> None:  # fmt: skip
    """Add pairs by Poisson tail until none is below the limit; nan when main effects fail."""
    size = 1 << t
    nst, memory, tails, inside = ws[ROWS + 2], ws[ROWS + 3], ws[ROWS + 4], whole[INSIDE]
    for b in range(first, last):
        counts = tables[b]
        for m in range(size):
            nst[m] = counts[m]
            inside[m] = 1 if bit_count(m) < 2 else 0
            tails[m] = 0.0
        superset_sums(nst, t)
        memory[0] = math.nan
        dark[b] = math.nan
        target = -math.inf
        pair = 0
        while True:
            _, intercept, fine = evaluate(
                t, counts, nst, inside, memory, ws, whole, squares, target
            )
            if fine:
                dark[b] = math.exp(intercept)
                for m in range(size):
                    memory[m] = ws[ROWS, m]
                    free = bit_count(m) == 2 and not inside[m]
                    tails[m] = log_tail(nst[m], ws[2, m]) if free else 0.0
            else:
                tails[pair] = 0.0
                if pair == 0:
                    break
                inside[pair] = 0
            pair = 0
            for m in range(size):
                if tails[m] < log_limit and (pair == 0 or tails[m] < tails[pair]):
                    pair = m
            if pair == 0:
                break
            inside[pair] = 1
        for m in range(size):
            chosen[b, m] = inside[m]


@entry
def downhill(
    t: int, tables: Floats, first: int, last: int, max_order: int, start: Ints, dark: Floats,
    bic: Floats, chosen: Ints, ws: Floats, whole: Ints, squares: Floats,
) -> None:  # fmt: skip
    """Move to the best neighbour by BIC until none is better, from the flags ``start``.

    A neighbour has one term more (all its facets present) or one generator less.
    """
    size = 1 << t
    most = squares.shape[1] - 1
    nst, memory, best_memory, inside = ws[ROWS + 2], ws[ROWS + 3], ws[ROWS + 4], whole[INSIDE]
    for b in range(first, last):
        counts = tables[b]
        for m in range(size):
            nst[m] = counts[m]
            inside[m] = start[m]
        superset_sums(nst, t)
        log_n = math.log(nst[0])
        memory[0] = math.nan
        target = -math.inf
        value, intercept, fine = evaluate(
            t, counts, nst, inside, memory, ws, whole, squares, target
        )
        size_now = 0
        for m in range(size):
            size_now += inside[m]
            memory[m] = ws[ROWS, m] if fine else math.nan
        bic[b] = size_now * log_n - 2.0 * value if fine else math.inf
        dark[b] = math.exp(intercept) if fine else math.nan
        while True:
            best = 0
            best_bic = bic[b]
            best_dark = dark[b]
            for m in range(size):
                order = bit_count(m)
                if order < 2 or order > max_order or not _may_turn(inside, m, t):
                    continue
                change = -1 if inside[m] else 1
                if size_now + change >= most or size_now + change >= size:
                    continue
                inside[m] = 1 - inside[m]
                target = 0.5 * ((size_now + change) * log_n - best_bic) - TIE
                value, intercept, fine = evaluate(
                    t, counts, nst, inside, memory, ws, whole, squares, target
                )
                inside[m] = 1 - inside[m]
                own = (size_now + change) * log_n - 2.0 * value
                if fine and own < best_bic - TIE:
                    best, best_bic, best_dark = m, own, math.exp(intercept)
                    for k in range(size):
                        best_memory[k] = ws[ROWS, k]
            if best == 0:
                break
            size_now += -1 if inside[best] else 1
            inside[best] = 1 - inside[best]
            bic[b] = best_bic
            dark[b] = best_dark
            for k in range(size):
                memory[k] = best_memory[k]
        for m in range(size):
            chosen[b, m] = inside[m]


@inner
def _may_turn(inside: Ints, m: int, t: int) -> bool:
    """May the term be added (all facets there) or taken away (nothing above it)?"""
    for i in range(t):
        bit = 1 << i
        if inside[m]:
            if not m & bit and inside[m | bit]:
                return False
        elif m & bit and not inside[m ^ bit]:
            return False
    return True
