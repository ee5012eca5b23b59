# SPDX-License-Identifier: EUPL-1.2
"""Fitting many models to one table, and finding the best of them without fitting all.

BIC = p log n - 2 log L, with n the number of observed cases and p counting parameters that run to
minus infinity too (Silverman, Chan and Vincent 2024, section 4). The search is exact: a model is
passed over only when a proved upper bound of its log-likelihood (its own, or that of a larger
model) leaves it behind the best model found.
"""

from __future__ import annotations

import math

import numpy as np

from darkfigure.compiled import Bits, Flag, Floats, Ints, Small, entry, inner
from darkfigure.kernel_fit import (
    CONVERGED,
    HOPELESS,
    ROWS,
    SMALL_CHANGE,
    newton,
    refactor,
    superset_sums,
)
from darkfigure.kernel_status import FINE, exact_status, split_model

SURE_CHANGE = 0.5
SURE_PIVOT = 1e-6
SURE_CELL = 1e-9
MARGIN = 1e-7
WARM: Flag = np.bool_(False)


@inner
def unpack(bits: np.uint64, out: Ints) -> int:
    """The parameters of a 64-bit model mask, ascending; returns how many."""
    p = 0
    term = 0
    while bits:
        if bits & np.uint64(1):
            out[p] = term
            p += 1
        bits >>= np.uint64(1)
        term += 1
    return p


@inner
def proved(ws: Floats, cells: Ints, nc: int, code: int, pivot: float, change: float) -> bool:
    """Does the fit itself prove that the estimate exists and is unique?

    mu (1 + e) with every |e| < 1/2 is a strictly positive solution of A x = t. Where the smallest
    fitted cell or pivot comes near rounding error, the linear programme has to decide.
    """
    if code != CONVERGED or change > SURE_CHANGE or pivot < SURE_PIVOT:
        return False
    small = math.inf
    for c in range(nc):
        if ws[1, cells[c]] < small:
            small = ws[1, cells[c]]
    return small > SURE_CELL


@inner
def intercept_error(factor: Floats, inverse: Floats, work: Floats, p: int) -> float:
    """Standard error of the first parameter from the Cholesky factor of the information."""
    square = 0.0
    for i in range(p):
        work[i] = 1.0 if i == 0 else 0.0
    for i in range(p):
        s = work[i] * inverse[i]
        square += s * s
        for k in range(i + 1, p):
            work[k] -= factor[i, k] * s
    return math.sqrt(square)


@inner
def constants(counts: Floats, size: int) -> tuple[float, float]:
    """(sum of log factorials, saturated log-likelihood without it)."""
    factorials = 0.0
    saturated = 0.0
    for w in range(1, size):
        x = counts[w]
        if x > 0.0:
            factorials += math.lgamma(x + 1.0)
            saturated += x * math.log(x) - x
    return factorials, saturated


@entry
def fit_range(
    t: int,
    counts: Floats,
    models: Bits,
    first: int,
    last: int,
    dark: Floats,
    loglik: Floats,
    status: Small,
    error: Floats,
    starts: Floats,
    ws: Floats,
    whole: Ints,
    squares: Floats,
) -> None:
    """Fit models first..last-1: dark figure, log-likelihood (with factorials) and status of each.

    Each model starts from the parameters it shares with the model before it. The parameters of
    model ``m`` go to the row ``starts[m]``, in ascending order of the mask, unless it has no rows.
    ``error`` receives the standard error of the intercept, the logarithm of the dark figure.
    """
    size = 1 << t
    alpha, memory, nst, factor = ws[ROWS], ws[ROWS + 1], ws[ROWS + 2], squares[0]
    everything, theta, cells = whole[0], whole[1], whole[2]
    for w in range(size):
        memory[w] = 0.0
        nst[w] = counts[w]
    superset_sums(nst, t)
    factorials, _ = constants(counts, size)
    warm = False
    for m in range(first, last):
        count = unpack(models[m], everything)
        p, nc = split_model(t, nst, everything, count, theta, cells)
        for i in range(p):
            alpha[i] = memory[theta[i]]
        for attempt in range(2):
            cold = attempt > 0 or not warm
            value, _, code, pivot, change = newton(
                t, counts, nst, theta, p, cells, nc, alpha, ws, factor, cold, -math.inf
            )
            if cold or code == CONVERGED:
                break
        sure = proved(ws, cells, nc, code, pivot, change)
        status[m] = FINE if sure else exact_status(counts, theta, p, cells, nc, whole, squares)
        loglik[m] = value - factorials
        dark[m] = math.exp(alpha[0])
        if change > SMALL_CHANGE:
            refactor(t, theta, p, cells, nc, ws, factor)
        error[m] = intercept_error(factor, ws[4], ws[6], p)
        if starts.shape[0] > 0:
            j = 0
            for i in range(count):
                starts[m, i] = 0.0
                if j < p and everything[i] == theta[j]:
                    starts[m, i] = alpha[j]
                    j += 1
        warm = status[m] == FINE
        if warm:
            for w in range(size):
                memory[w] = 0.0
            for i in range(p):
                memory[theta[i]] = alpha[i]


@inner
def count_bits(bits: np.uint64) -> int:
    """Number of set bits of a 64-bit mask."""
    total = 0
    while bits:
        bits &= bits - np.uint64(1)
        total += 1
    return total


@entry
def search(
    t: int,
    tables: Floats,
    first: int,
    last: int,
    models: Bits,
    order: Ints,
    parent_from: Ints,
    parent: Small,
    starts: Floats,
    which: Ints,
    dark: Floats,
    bic: Floats,
    work: Ints,
    upper: Floats,
    seen: Small,
    ws: Floats,
    whole: Ints,
    squares: Floats,
) -> None:
    """For each table first..last-1 the admissible model of smallest BIC, without fitting all.

    ``order``: the models to consider, likely winners first and then larger before smaller;
    ``parent_from``, ``parent``: models with one term more, in compressed rows; ``starts``: rows of
    parameters to start from. A model inherits the proved bound of every larger model seen.
    Writes per table: model (-1 when none is admissible), dark figure, BIC, and in ``work`` the
    number of fits and of linear programmes.
    """
    size = 1 << t
    alpha, nst, factor = ws[ROWS], ws[ROWS + 1], squares[0]
    everything, theta, cells = whole[0], whole[1], whole[2]
    for b in range(first, last):
        counts = tables[b]
        for w in range(size):
            nst[w] = counts[w]
        superset_sums(nst, t)
        factorials, saturated = constants(counts, size)
        log_n = math.log(nst[0])
        for m in range(models.shape[0]):
            upper[m] = saturated
            seen[m] = 0
        best = -1
        best_bic = math.inf
        best_dark = math.nan
        work[b, 0] = 0
        work[b, 1] = 0
        for at in range(order.shape[0]):
            m = order[at]
            if seen[m]:
                continue
            seen[m] = 1
            bound = upper[m]
            for k in range(parent_from[m], parent_from[m + 1]):
                if upper[parent[k]] < bound:
                    bound = upper[parent[k]]
            upper[m] = bound
            penalty = count_bits(models[m]) * log_n
            target = 0.5 * (penalty - best_bic) - MARGIN
            if bound < target:
                continue
            count = unpack(models[m], everything)
            p, nc = split_model(t, nst, everything, count, theta, cells)
            j = 0
            for i in range(count):
                if j < p and everything[i] == theta[j]:
                    alpha[j] = starts[m, i]
                    j += 1
            work[b, 0] += 1
            value, own, code, pivot, change = newton(
                t, counts, nst, theta, p, cells, nc, alpha, ws, factor, WARM, target
            )
            upper[m] = own if own < bound else bound
            if code == HOPELESS:
                continue
            own_bic = penalty - 2.0 * value
            own_dark = math.exp(alpha[0])
            tie = abs(own_bic - best_bic) < MARGIN
            if own_bic > best_bic + MARGIN or (tie and own_dark >= best_dark):
                continue
            sure = proved(ws, cells, nc, code, pivot, change)
            if not sure:
                work[b, 1] += 1
                sure = exact_status(counts, theta, p, cells, nc, whole, squares) == FINE
            if sure:
                best, best_bic, best_dark = m, own_bic, own_dark
        which[b] = best
        dark[b] = best_dark
        bic[b] = best_bic + 2.0 * factorials
