# SPDX-License-Identifier: EUPL-1.2
"""Existence and identifiability of the extended maximum likelihood estimate, decided exactly.

Fienberg and Rinaldo (2012), Ann. Stat. 40:996; Chan, Silverman and Vincent (2021), section 2.6.
The estimate exists when some x > 0 on all kept histories has the observed margins. Only the
pattern of non-zero counts matters, so x may be sought as 1 on the observed histories plus a small
multiple of y with A y = 0 and y > 0 on the unobserved ones. Eliminating the observed histories
leaves B y = 0, y >= 1: a linear programme with a handful of small integers, solved here by a dense
simplex (Bland's rule), so that the search needs no call out of compiled code.
"""

from __future__ import annotations

import math

import numpy as np

from darkfigure.compiled import Floats, Ints, Whole, inner

FINE = 0
NO_ESTIMATE = 1
NOT_IDENTIFIABLE = 2
BOTH = 3

_EPS = 1e-9
_DUST = 1e-11


@inner
def split_model(
    t: int, nst: Floats, everything: Ints, count: int, theta: Ints, cells: Ints
) -> tuple[int, int]:
    """Keep finite parameters and the histories they leave: returns (parameters, histories).

    The parameters at minus infinity go to the end of ``theta``.
    """
    size = 1 << t
    p = 0
    end = theta.shape[0]
    for i in range(count):
        if nst[everything[i]] > 0.0:
            theta[p] = everything[i]
            p += 1
        else:
            end -= 1
            theta[end] = everything[i]
    nc = 0
    for w in range(1, size):
        kept = True
        for i in range(end, theta.shape[0]):
            if (w & theta[i]) == theta[i]:
                kept = False
                break
        if kept:
            cells[nc] = w
            nc += 1
    return p, nc


@inner
def _turn(a: Floats, width: Whole, top: Whole, rows: Whole, r: Whole, c: Whole) -> None:
    """Make column c of rows top..rows-1 a unit vector with its one in row r."""
    pivot = a[r, c]
    for k in range(width):
        a[r, k] /= pivot
    for i in range(top, rows):
        factor = a[i, c]
        if i != r and factor != 0.0:
            for k in range(width):
                x = a[i, k] - factor * a[r, k]
                a[i, k] = x if abs(x) > _DUST else 0.0


@inner
def _eliminate(
    a: Floats, width: Whole, top: Whole, rows: Whole, start: Whole, stop: Whole
) -> Whole:
    """Gauss-Jordan on rows top..rows-1 and columns start..stop-1; returns top plus the rank."""
    rank = top
    for j in range(start, stop):
        best = rank
        for i in range(rank, rows):
            if abs(a[i, j]) > abs(a[best, j]):
                best = i
        if rank >= rows or abs(a[best, j]) <= _EPS:
            continue
        for k in range(width):
            a[rank, k], a[best, k] = a[best, k], a[rank, k]
        _turn(a, width, top, rows, rank, j)
        rank += 1
    return rank


@inner
def _positive_kernel(
    a: Floats, top: Whole, rows: Whole, start: Whole, stop: Whole, tab: Floats, basis: Ints
) -> bool:
    """Is there y >= 1 with b y = 0, b the block of rows top..rows-1 and columns start..stop-1?

    Phase one of the simplex for y = 1 + z, z >= 0. The last row holds the reduced costs of the
    sum of artificial variables; these need no columns, for they never come back. ``tab`` and
    ``basis`` are room to work in.
    """
    k = rows - top
    n = stop - start
    for j in range(n + 1):
        tab[k, j] = 0.0
    for i in range(k):
        total = 0.0
        for j in range(n):
            total += a[top + i, start + j]
        sign = -1.0 if total > 0.0 else 1.0
        basis[i] = n + i
        tab[i, n] = -sign * total
        tab[k, n] += sign * total
        for j in range(n):
            tab[i, j] = sign * a[top + i, start + j]
            tab[k, j] -= tab[i, j]
    for _ in range(10000):
        enter = 0
        while enter < n and tab[k, enter] >= -_EPS:
            enter += 1
        if enter == n:
            break
        leave: Whole = np.int64(-1)
        ratio = math.inf
        for i in range(k):
            if tab[i, enter] > _EPS:
                r = tab[i, n] / tab[i, enter]
                if r < ratio - 1e-12 or (r <= ratio + 1e-12 and basis[i] < basis[leave]):
                    leave = i
                    if r < ratio:
                        ratio = r
        if leave < 0:
            break
        _turn(tab, n + 1, np.int64(0), k + 1, leave, enter)
        basis[leave] = enter
    return bool(tab[k, n] > -1e-6)


@inner
def exact_status(
    counts: Floats, theta: Ints, p: int, cells: Ints, nc: int, whole: Ints, squares: Floats
) -> int:
    """Status code of a model from its finite parameters and kept histories.

    0 fine, 1 no estimate exists, 2 not identifiable, 3 both. Works in rows 3 and 4 of ``whole``
    and in the last two of ``squares`` (see ``compiled.scratch``).
    """
    a, order = squares[1], whole[3]
    none = np.int64(0)
    seen = np.int64(0)
    last = nc
    for c in range(nc):
        if counts[cells[c]] > 0.0:
            order[seen] = cells[c]
            seen += 1
        else:
            last -= 1
            order[last] = cells[c]
    for i in range(p):
        for c in range(nc):
            a[i, c] = 1.0 if (order[c] & theta[i]) == theta[i] else 0.0
    rank = _eliminate(a, nc, none, p, none, seen)
    if rank == p:
        return FINE
    total = _eliminate(a, nc, rank, p, seen, nc)
    status = FINE if total == p else NOT_IDENTIFIABLE
    if total > rank and not _positive_kernel(a, rank, total, seen, nc, squares[2], whole[4]):
        status += NO_ESTIMATE
    return status
