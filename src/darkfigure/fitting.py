# SPDX-License-Identifier: EUPL-1.2
"""One log-linear model fitted to one data set, with its intervals.

Poisson counts with log mean the sum of the parameters inside the history; parameters that run to
minus infinity are taken out exactly (Chan, Silverman and Vincent 2021, section 2). The total is
the observed cases plus exp(intercept). Written in NumPy, apart from the compiled search.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from darkfigure.data import CaptureData
from darkfigure.errors import ModelError, RefusalError
from darkfigure.existence import Status, check, design
from darkfigure.masks import closure, format_model, is_hierarchical, lists_in, parse_model
from darkfigure.result import Interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model.

    ``terms``: all parameters as masks; ``finite``: those with a finite estimate; ``params``: their
    estimates (natural logarithm, the first is the intercept); ``covariance``: inverse of the
    Fisher information; ``fitted``: mean per history (length 2**t, 0 where removed); ``loglik``:
    log-likelihood with the factorials.
    """

    data: CaptureData
    terms: tuple[int, ...]
    finite: tuple[int, ...]
    params: Floats
    covariance: Floats
    fitted: Floats
    loglik: float
    status: Status

    @property
    def model(self) -> str:
        """Hierarchical notation."""
        return format_model(self.terms)

    @property
    def dark_figure(self) -> float:
        """Estimated number on no list."""
        return math.exp(self.params[0])

    @property
    def estimate(self) -> float:
        """Observed cases plus the dark figure."""
        return self.data.observed + self.dark_figure

    @property
    def bse(self) -> Floats:
        """Standard error of each finite parameter."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def bic(self) -> float:
        """p log n - 2 loglik, parameters at minus infinity counted."""
        return len(self.terms) * math.log(self.data.observed) - 2.0 * self.loglik

    @property
    def aic(self) -> float:
        """2 p - 2 loglik, parameters at minus infinity counted."""
        return 2.0 * len(self.terms) - 2.0 * self.loglik

    @property
    def aicc(self) -> float:
        """AIC corrected for few histories (2**t - 1 observations), infinite where p is too near."""
        p, room = len(self.terms), self.data.counts.size - len(self.terms) - 2
        return self.aic + (2.0 * p * (p + 1) / room if room > 0 else math.inf)

    @cached_property
    def deviance(self) -> float:
        """Twice the log-likelihood lost against the saturated model."""
        seen = self.data.counts > 0
        counts = self.data.counts[seen]
        saturated = float((counts * np.log(counts) - counts - _log_factorial(counts)).sum())
        return 2.0 * (saturated - self.loglik)

    def conf_int(self, level: float = 0.95, method: str = "profile") -> Interval:
        """Interval of the total, the model taken as known.

        ``profile``: where twice the log-likelihood falls by the chi-square point; ``wald``: normal
        on the logarithm of the dark figure. Neither knows that the model was chosen: use
        ``darkfigure.estimate`` for that. Raises ModelError for another method.
        """
        z = NormalDist().inv_cdf(0.5 + level / 2)
        if method == "wald":
            wide = z * float(self.bse[0])
            low, high = self.params[0] - wide, self.params[0] + wide
        elif method == "profile":
            low, high = self._profile_limit(z, -1.0), self._profile_limit(z, 1.0)
        else:
            raise ModelError("The interval method is 'profile' or 'wald'.")
        with np.errstate(over="ignore"):
            low, high = np.exp([low, high])
        return self.data.observed + float(low), self.data.observed + float(high)

    def summary(self) -> str:
        """The model, its parameters and intervals as text."""
        low, high = self.conf_int()
        lines = [
            f"Model {self.model} on {self.data.observed} cases, data {self.data.version}",
            f"Total {self.estimate:.1f}, dark figure {self.dark_figure:.1f}",
            f"95 % profile interval {low:.1f} to {high:.1f} (model taken as known)",
            f"loglik {self.loglik:.3f}  BIC {self.bic:.3f}  deviance {self.deviance:.3f}",
            f"{'parameter':<24}{'estimate':>10}{'std err':>10}",
        ]
        known = dict(zip(self.finite, zip(self.params, self.bse, strict=True), strict=True))
        for term in self.terms:
            name = ":".join(self.data.lists[i] for i in lists_in(term)) or "intercept"
            value, error = known.get(term, (-math.inf, math.nan))
            shown = f"{error:>10.4f}" if term in known else f"{'no overlap':>12}"
            lines.append(f"{name:<24}{value:>10.4f}{shown}")
        return "\n".join(lines)

    def _profile_limit(self, z: float, side: float) -> float:
        """Intercept at which the signed root of the deviance difference reaches z."""
        finite, histories = list(self.finite), np.flatnonzero(self.fitted)
        top = _value(self.data, finite, histories, self.params)[0]

        def root(intercept: float, start: Floats) -> tuple[float, Floats]:
            alpha = start.copy()
            alpha[0] = intercept
            alpha = _climb(self.data, finite, histories, alpha, fixed=1)
            drop = max(top - _value(self.data, finite, histories, alpha)[0], 0.0)
            return math.sqrt(2.0 * drop) - z, alpha

        near, far = float(self.params[0]), float(self.params[0] + side * z * self.bse[0])
        start = self.params
        for _ in range(60):
            gap, start = root(far, start)
            if gap >= 0:
                break
            near, far = far, far + side * z * float(self.bse[0])
        else:
            return side * math.inf
        for _ in range(80):
            middle = 0.5 * (near + far)
            gap, start = root(middle, start)
            near, far = (middle, far) if gap < 0 else (near, middle)
            if abs(far - near) < 1e-10:
                break
        return 0.5 * (near + far)


def fit(data: CaptureData, model: str | Sequence[int] = "") -> Fit:
    """Fit one hierarchical model.

    ``model``: notation such as ``[12,3]`` or ``A:B`` terms (``""`` is main effects only), or the
    parameters as masks. Raises ModelError for a model that is not hierarchical and RefusalError
    when its estimate does not exist or is not identifiable.
    """
    terms = _terms(data, model)
    if len(terms) == data.counts.size:
        raise ModelError("The saturated model says nothing about who is missing.")
    status = check(data, terms)
    if not status.fine:
        reason = "has no finite estimate" if status.identifiable else "cannot be told apart"
        simplest = len(terms) == data.t + 1
        advice = "find data with more overlap" if simplest else "leave out an interaction"
        raise RefusalError(f"Model {format_model(terms)} {reason} for these data; {advice}.")
    finite, histories = design(data, terms)
    alpha = _summit(data, finite, histories)
    value, margins, fitted = _value(data, finite, histories, alpha)
    masks = np.array(finite)
    covariance = np.linalg.inv(margins[masks[:, None] | masks[None, :]])
    loglik = value - float(_log_factorial(data.counts).sum())
    return Fit(data, terms, tuple(finite), alpha, covariance, fitted, loglik, status)


def fitted_means(data: CaptureData, terms: Sequence[int]) -> Floats:
    """Mean per history (length 2**t) under a model whose estimate is known to exist."""
    finite, histories = design(data, terms)
    return _value(data, finite, histories, _summit(data, finite, histories))[2]


def _terms(data: CaptureData, model: str | Sequence[int]) -> tuple[int, ...]:
    if isinstance(model, str):
        if not model.strip(" []"):
            return closure([], data.t)
        return parse_model(model, data.t, data.lists)
    terms = tuple(sorted(int(m) for m in model))
    if not is_hierarchical(terms, data.t):
        raise ModelError("The model is not hierarchical: every sub-term has to be in it.")
    return terms


def subset_sums(values: Floats) -> Floats:
    """For each mask the sum of ``values`` over the masks inside it."""
    return _transform(values, into=1)


def superset_sums(values: Floats) -> Floats:
    """For each mask the sum of ``values`` over the masks that contain it."""
    return _transform(values, into=0)


def _transform(values: Floats, into: int) -> Floats:
    t = values.size.bit_length() - 1
    cube = values.reshape((2,) * t).copy()
    for axis in range(t):
        view = np.moveaxis(cube, axis, 0)
        view[into] += view[1 - into]
    return cube.reshape(-1)


def _log_factorial(counts: Floats) -> Floats:
    return np.array([math.lgamma(c + 1.0) for c in counts])


def _value(
    data: CaptureData, finite: Sequence[int], histories: NDArray[np.int64], alpha: Floats
) -> tuple[float, Floats, Floats]:
    """(loglik without factorials, fitted margins, fitted means)."""
    eta = np.zeros(data.counts.size)
    eta[list(finite)] = alpha
    eta = subset_sums(eta)
    fitted = np.zeros(data.counts.size)
    with np.errstate(over="ignore"):
        fitted[histories] = np.exp(eta[histories])
    value = float(data.margins[list(finite)] @ alpha) - float(fitted.sum())
    return value, superset_sums(fitted), fitted


def _start(data: CaptureData, finite: Sequence[int], histories: NDArray[np.int64]) -> Floats:
    """One weighted least-squares step from counts + 1/2."""
    weight, right = np.zeros(data.counts.size), np.zeros(data.counts.size)
    first = data.counts[histories] + 0.5
    weight[histories] = first
    right[histories] = first * np.log(first) + data.counts[histories] - first
    masks = np.array(finite)
    information = superset_sums(weight)[masks[:, None] | masks[None, :]]
    return np.linalg.solve(information, superset_sums(right)[masks])


def _summit(data: CaptureData, finite: Sequence[int], histories: NDArray[np.int64]) -> Floats:
    """The parameters of largest likelihood."""
    return _climb(data, finite, histories, _start(data, finite, histories))


def _climb(
    data: CaptureData,
    finite: Sequence[int],
    histories: NDArray[np.int64],
    alpha: Floats,
    fixed: int = 0,
) -> Floats:
    """Newton with step halving; the first ``fixed`` parameters stay where they are."""
    masks = np.array(finite)
    free = masks[fixed:]
    value, margins, _ = _value(data, finite, histories, alpha)
    for _ in range(300):
        score = data.margins[free] - margins[free]
        step = np.zeros(alpha.size)
        information = margins[free[:, None] | free[None, :]]
        step[fixed:] = np.linalg.lstsq(information, score, rcond=1e-15)[0]
        scale = 1.0
        while True:
            tried, margins, _ = _value(data, finite, histories, alpha + scale * step)
            if tried >= value - 1e-9 * (1.0 + abs(value)) or scale < 1e-8:
                break
            scale *= 0.5
        alpha = alpha + scale * step
        value = tried
        if float(np.abs(step).max(initial=0.0)) < 1e-10 or float(step[fixed:] @ score) < 1e-18:
            break
    return alpha
