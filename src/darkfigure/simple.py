# SPDX-License-Identifier: EUPL-1.2
"""Closed forms: Chapman and Lincoln-Petersen for two lists, and lists taken as independent.

Chapman (1951); variance: Seber (1970); the interval is log-normal on the unseen part (Chao 1987).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

from darkfigure import judgement
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError, RefusalError
from darkfigure.fitting import fit
from darkfigure.goodness import reproduces
from darkfigure.result import Estimate, Interval


@dataclass(frozen=True)
class PairEstimate:
    """What two lists alone say, as if independent.

    ``chapman``: (n1 + 1)(n2 + 1) / (m + 1) - 1; ``petersen``: n1 n2 / m, infinite without overlap.
    No interval (None) when one list holds nobody that the other misses.
    """

    lists: tuple[str, str]
    on_both: int
    chapman: float
    petersen: float
    interval_95: Interval | None


def pair_estimates(data: CaptureData) -> list[PairEstimate]:
    """Chapman and Lincoln-Petersen totals for every pair of lists."""
    return [_pair(data, i, j) for i, j in combinations(range(data.t), 2)]


def estimate_chapman(data: CaptureData) -> Estimate:
    """Chapman's estimate for exactly two lists.

    Raises ModelError for more, RefusalError when one list holds nobody that the other misses.
    """
    if data.t != 2:
        raise ModelError("Chapman's estimate is for two lists; with more, see 'sensitivity'.")
    begun = time.perf_counter()
    found = _pair(data, 0, 1)
    narrow, wide = _interval(data, 0, 1, 0.80), _interval(data, 0, 1, 0.95)
    if narrow is None or wide is None:
        raise RefusalError(
            "One list holds nobody that the other misses. Then two lists cannot tell how many are "
            "on none; find a further list."
        )
    return Estimate(
        method="chapman",
        lists=data.lists,
        observed=data.observed,
        estimate=found.chapman,
        interval_80=narrow,
        interval_95=wide,
        model="[1,2]",
        n_models=1,
        seconds=time.perf_counter() - begun,
        warnings=tuple(judgement.data_warnings(data)),
        data_version=data.version,
    )


def estimate_main_effects(data: CaptureData) -> Estimate:
    """All lists taken as independent, with profile intervals that know no other model.

    Raises RefusalError when that model has no estimate.
    """
    begun = time.perf_counter()
    found = fit(data)
    warnings = judgement.data_warnings(data)
    warnings.append("This takes all lists as independent and the model as known.")
    p = reproduces(data, found.terms)
    warnings += judgement.predictive_warnings(p)
    return Estimate(
        method="main-effects",
        lists=data.lists,
        observed=data.observed,
        estimate=found.estimate,
        interval_80=found.conf_int(0.80),
        interval_95=found.conf_int(0.95),
        model=found.model,
        n_models=1,
        seconds=time.perf_counter() - begun,
        warnings=tuple(warnings),
        data_version=data.version,
        details={"bic": found.bic, "predictive_p": p},
    )


def _pair(data: CaptureData, i: int, j: int) -> PairEstimate:
    one, two = float(data.margins[1 << i]), float(data.margins[1 << j])
    both = float(data.margins[1 << i | 1 << j])
    return PairEstimate(
        lists=(data.lists[i], data.lists[j]),
        on_both=int(both),
        chapman=(one + 1.0) * (two + 1.0) / (both + 1.0) - 1.0,
        petersen=one * two / both if both else math.inf,
        interval_95=_interval(data, i, j, 0.95),
    )


def _interval(data: CaptureData, i: int, j: int, level: float) -> Interval | None:
    one, two = float(data.margins[1 << i]), float(data.margins[1 << j])
    both = float(data.margins[1 << i | 1 << j])
    seen = one + two - both
    unseen = (one + 1.0) * (two + 1.0) / (both + 1.0) - 1.0 - seen
    variance = (one + 1) * (two + 1) * (one - both) * (two - both)
    variance /= (both + 1) ** 2 * (both + 2)
    if both in (one, two):
        return None
    z = NormalDist().inv_cdf(0.5 + level / 2)
    factor = math.exp(z * math.sqrt(math.log1p(variance / unseen**2)))
    return seen + unseen / factor, seen + unseen * factor
