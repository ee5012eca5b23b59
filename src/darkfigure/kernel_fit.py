# SPDX-License-Identifier: EUPL-1.2
"""Newton's method for one hierarchical log-linear model on capture histories.

A capture history is a bit mask ``w`` (list ``i`` is bit ``i``), a parameter is a bit mask too.
With ``eta_w`` the sum of ``alpha_theta`` over the parameters inside ``w`` and ``mu = exp(eta)``,
the score is ``N*_theta - mu*_theta`` and the information is a look-up,
``H[theta, phi] = mu*(theta | phi)``, where the star sums over all histories that contain the
mask. Model: Silverman, Chan and Vincent (2024), doi 10.1007/s11222-023-10346-9, section 2.

Each Newton step also gives a proof of how far the fit can still rise. With ``e = A' delta`` the
vector ``m = mu (1 + e)`` has exactly the observed margins, so when no ``m`` is negative it is a
feasible point of the convex dual and ``loglik(best) <= loglik(now) + sum mu h(e)`` with
``h(e) = (1 + e) log(1 + e) - e``. A model that cannot win is dropped on that proof.

Steps that are not large are followed by Chebyshev's correction, ``H delta2 = -A (mu e^2) / 2``: one
more solution with the same factor, and the error falls with the third power instead of the second.
"""

from __future__ import annotations

import math

from darkfigure.compiled import Flag, Floats, Ints, inner, summing

CONVERGED = 0
HOPELESS = 1
STOPPED = 2

TOLERANCE = 1e-13
SMALL_CHANGE = 5e-5
MODERATE_CHANGE = 0.5
LAST_CHANGE = 0.02
SMALL_ERROR = 1e-9
ROWS = 8
MOST_STEPS = 200
SLACK = 1e-9


@inner
def subset_sums(x: Floats, t: int) -> None:
    """Replace x[w] by the sum of x[v] over all v inside w (zeta transform, in place).

    Two lists at a time, which halves the memory traffic.
    """
    size = 1 << t
    step = 1
    if t & 1:
        for k in range(0, size, 2):
            x[k + 1] += x[k]
        step = 2
    while step < size:
        for base in range(0, size, 4 * step):
            for k in range(base, base + step):
                none, one, two = x[k], x[k + step], x[k + 2 * step]
                x[k + step] = one + none
                x[k + 2 * step] = two + none
                x[k + 3 * step] += one + two + none
        step *= 4


@inner
def superset_sums(x: Floats, t: int) -> None:
    """Replace x[w] by the sum of x[v] over all v that contain w (in place)."""
    size = 1 << t
    step = 1
    if t & 1:
        for k in range(0, size, 2):
            x[k] += x[k + 1]
        step = 2
    while step < size:
        for base in range(0, size, 4 * step):
            for k in range(base, base + step):
                one, two, both = x[k + step], x[k + 2 * step], x[k + 3 * step]
                x[k] += one + two + both
                x[k + step] = one + both
                x[k + 2 * step] = two + both
        step *= 4


@inner
def clear(x: Floats, count: int) -> None:
    """Set the first ``count`` numbers to zero."""
    for k in range(count):
        x[k] = 0.0


@inner
def spread(x: Floats, size: int, theta: Ints, values: Floats, p: int) -> None:
    """Put one value at each parameter's mask, and zero at every other mask."""
    clear(x, size)
    for i in range(p):
        x[theta[i]] = values[i]


@inner
def gather(values: Floats, x: Floats, theta: Ints, p: int) -> None:
    """Take the value at each parameter's mask."""
    for i in range(p):
        values[i] = x[theta[i]]


@inner
def product(values: Floats, nst: Floats, theta: Ints, p: int) -> float:
    """Sum of parameter times observed margin."""
    total = 0.0
    for i in range(p):
        total += nst[theta[i]] * values[i]
    return total


@inner
def move(x: Floats, share: float, step: Floats, count: int) -> None:
    """Add a share of a step."""
    for k in range(count):
        x[k] += share * step[k]


@summing
def factorise(factor: Floats, inverse: Floats, margin: Floats, theta: Ints, p: int) -> float:
    """Upper Cholesky factor of H[i, j] = margin[theta_i | theta_j]; the smallest pivot ratio.

    A pivot that vanishes (parameters that the kept histories cannot tell apart) is passed over.
    Rows are worked off one by one, and every inner loop runs along a row.
    """
    for i in range(p):
        for j in range(i, p):
            factor[i, j] = margin[theta[i] | theta[j]]
    worst = 1.0
    for j in range(p):
        diagonal = margin[theta[j]]
        pivot = factor[j, j]
        ratio = pivot / diagonal if diagonal > 0.0 else 0.0
        if ratio < worst:
            worst = ratio
        scale = 1.0 / math.sqrt(pivot) if ratio > 1e-13 else 0.0
        inverse[j] = scale
        for k in range(j, p):
            factor[j, k] *= scale
        for i in range(j + 1, p):
            share = factor[j, i]
            for k in range(i, p):
                factor[i, k] -= share * factor[j, k]
    return worst


@summing
def solve(factor: Floats, inverse: Floats, gradient: Floats, delta: Floats, p: int) -> float:
    """Solve U'U delta = gradient (which is overwritten); return the squared Newton decrement."""
    square = 0.0
    for i in range(p):
        s = gradient[i] * inverse[i]
        gradient[i] = s
        square += s * s
        for k in range(i + 1, p):
            gradient[k] -= factor[i, k] * s
    for i in range(p - 1, -1, -1):
        s = gradient[i]
        for k in range(i + 1, p):
            s -= factor[i, k] * delta[k]
        delta[i] = s * inverse[i]
    return square


@summing
def bound_gap(mu: Floats, e: Floats, cells: Ints, nc: int) -> tuple[float, float]:
    """Upper bound of sum mu h(e), and the largest |e|; infinite when some m is negative."""
    gap = 0.0
    largest = 0.0
    for c in range(nc):
        w = cells[c]
        x = e[w]
        if x < -1.0:
            if mu[w] * (-1.0 - x) > SLACK:
                return math.inf, math.inf
            x = -1.0
        if x < 0.0:
            factor = 0.5 - x / 6.0 + x * x / 3.0
        elif x < 2.0:
            factor = 0.5 - x / 6.0 + x * x / 12.0
        else:
            factor = 0.5
        gap += mu[w] * x * x * factor
        if abs(x) > largest:
            largest = abs(x)
    return gap, largest


@summing
def largest_change(e: Floats, cells: Ints, nc: int) -> float:
    """The largest |e| over the kept histories and the unseen one."""
    largest: float = abs(e[0])
    for c in range(nc):
        x = abs(e[cells[c]])
        if x > largest:
            largest = x
    return largest


@inner
def small_rise(x: float) -> float:
    """exp(x) - 1 for |x| up to LAST_CHANGE, by its series: the same digits, and quicker."""
    tail = 1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0)))
    return x * (1.0 + 0.5 * x * tail)


@summing
def remainder(mu: Floats, e: Floats, cells: Ints, nc: int) -> float:
    """Sum of mu (exp(e) - 1) for small e."""
    total = 0.0
    for c in range(nc):
        total += mu[cells[c]] * small_rise(e[cells[c]])
    return total


@inner
def refactor(t: int, theta: Ints, p: int, cells: Ints, nc: int, ws: Floats, factor: Floats) -> None:
    """Bring the factor, which belongs to the means before the last step, up to date."""
    mu, margin, e = ws[1], ws[2], ws[3]
    clear(margin, 1 << t)
    for c in range(nc):
        w = cells[c]
        margin[w] = mu[w] * (1.0 + small_rise(e[w]))
    superset_sums(margin, t)
    factorise(factor, ws[4], margin, theta, p)


@inner
def newton(
    t: int,
    counts: Floats,
    nst: Floats,
    theta: Ints,
    p: int,
    cells: Ints,
    nc: int,
    alpha: Floats,
    ws: Floats,
    factor: Floats,
    cold: Flag,
    target: float,
) -> tuple[float, float, int, float, float]:
    """Climb from ``alpha`` (changed in place) to the maximum of the log-likelihood.

    ``counts``, ``nst``: table and observed margins N* (2**t); ``theta[:p]``: finite parameters;
    ``cells[:nc]``: kept histories; ``ws``: ROWS rows of 2**t; ``factor``: p by p or larger;
    ``cold``: begin with a weighted least-squares step from counts + 1/2 instead of ``alpha``;
    ``target``: give up as soon as the upper bound is below it. Numbers are passed typed
    (``np.int64(0)``), for numba compiles a function anew for each literal.
    Returns (loglik without the factorials, its upper bound, code, smallest pivot ratio, largest
    relative change in a fitted cell at the last step).
    """
    size = 1 << t
    eta, mu, margin, e = ws[0], ws[1], ws[2], ws[3]
    inverse, gradient, delta, more = ws[4], ws[5], ws[6], ws[7]
    value = -math.inf
    upper = math.inf
    pivot = 1.0
    largest = math.inf
    done = False
    gain = 0.0
    step = 1.0
    clear(mu, size)
    if cold:
        clear(alpha, p)
    spread(eta, size, theta, alpha, p)
    linear = product(alpha, nst, theta, p)
    subset_sums(eta, t)
    for _ in range(MOST_STEPS):
        clear(margin, size)
        if cold:
            clear(e, size)
            for c in range(nc):
                w = cells[c]
                x = counts[w] + 0.5
                e[w] = x * math.log(x) + counts[w] - x
                mu[w] = x
                margin[w] = x
        else:
            for c in range(nc):
                w = cells[c]
                x = math.exp(eta[w])
                mu[w] = x
                margin[w] = x
        superset_sums(margin, t)
        if cold:
            superset_sums(e, t)
            gather(gradient, e, theta, p)
        else:
            fresh = linear - margin[0]
            if not fresh >= value - 1e-9 * (1.0 + abs(value)) and step > 1e-6:
                step *= 0.5
                move(eta, -step, e, size)
                move(alpha, -step, delta, p)
                linear -= step * gain
                continue
            value = fresh
            step = 1.0
            for i in range(p):
                gradient[i] = nst[theta[i]] - margin[theta[i]]
        pivot = factorise(factor, inverse, margin, theta, p)
        square = solve(factor, inverse, gradient, delta, p)
        spread(e, size, theta, delta, p)
        gain = product(delta, nst, theta, p)
        subset_sums(e, t)
        if not cold:
            if target > -math.inf:
                gap, _ = bound_gap(mu, e, cells, nc)
                if value + gap < upper:
                    upper = value + gap
                if upper < target:
                    return value, upper, HOPELESS, pivot, largest
            largest = largest_change(e, cells, nc)
            done = square < TOLERANCE or largest < SMALL_CHANGE
            if not done and largest < MODERATE_CHANGE:
                clear(margin, size)
                for c in range(nc):
                    w = cells[c]
                    margin[w] = -0.5 * mu[w] * e[w] * e[w]
                superset_sums(margin, t)
                gather(gradient, margin, theta, p)
                solve(factor, inverse, gradient, more, p)
                spread(margin, size, theta, more, p)
                move(delta, 1.0, more, p)
                gain += product(more, nst, theta, p)
                subset_sums(margin, t)
                move(e, 1.0, margin, size)
                left = largest * largest_change(margin, cells, nc)
                if largest < LAST_CHANGE and left < SMALL_ERROR:
                    square = 2.0 * (gain - remainder(mu, e, cells, nc))
                    done = True
        move(eta, 1.0, e, size)
        move(alpha, 1.0, delta, p)
        linear += gain
        if done:
            value += 0.5 * square  # what the last step adds, to third order in so small a change
            if value + 1e-9 < upper:
                upper = value + 1e-9
            if upper < value:
                upper = value
            return value, upper, CONVERGED, pivot, largest
        cold = False
    return value, upper, STOPPED, pivot, largest
