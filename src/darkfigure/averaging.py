# SPDX-License-Identifier: EUPL-1.2
"""Averaging over models by AIC, AICc or BIC weights.

Burnham and Anderson (2002), chapter 4. Each admissible model has weight proportional to
exp(-difference / 2). The interval inverts the averaged tail areas of the logarithm of the dark
figure (Turek and Fletcher 2012, doi 10.1016/j.csda.2012.03.002), so that the spread between
models widens it.
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from darkfigure import judgement
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError, RefusalError
from darkfigure.goodness import reproduces
from darkfigure.modelspace import ModelTable, fit_all
from darkfigure.result import Estimate, Interval

Floats = NDArray[np.float64]
CRITERIA = ("aic", "aicc", "bic")
LEAST_WEIGHT = 1e-6
MOST_SHOWN = 100


def estimate_average(
    data: CaptureData,
    criterion: str = "bic",
    *,
    max_order: int | None = None,
    threads: int | None = None,
    table: ModelTable | None = None,
) -> Estimate:
    """Weighted mean of the dark figure over all admissible models, with a tail-area interval.

    Models with weight below 1e-6 of the largest take no part. Raises ModelError for an unknown
    criterion and RefusalError when no model is admissible.
    """
    if criterion not in CRITERIA:
        raise ModelError(f"The criterion is one of {', '.join(CRITERIA)}.")
    begun = time.perf_counter()
    table = table or fit_all(data, max_order, threads=threads)
    if not table.ranking.size:
        raise RefusalError("No model has an estimate that exists and is identifiable.")
    chosen, weights = _weights(table, criterion)
    logs, errors = np.log(table.dark[chosen]), table.error[chosen]
    dark = float(np.exp(logs) @ weights)
    limits = [
        data.observed + float(np.exp(_tail_point(logs, errors, weights, level)))
        for level in (0.025, 0.1, 0.9, 0.975)
    ]
    wide: Interval = (limits[0], limits[3])
    judgement.refuse_unusable(wide, 0, 0)
    p = reproduces(data, table.terms(int(chosen[0])))
    warnings = judgement.data_warnings(data) + judgement.model_warnings(table)
    warnings += judgement.predictive_warnings(p, "the model with the largest weight")
    return Estimate(
        method=f"{criterion}-average",
        lists=data.lists,
        observed=data.observed,
        estimate=data.observed + dark,
        interval_80=(limits[1], limits[2]),
        interval_95=wide,
        model=f"average of {chosen.size}",
        n_models=int(table.bits.size),
        seconds=time.perf_counter() - begun,
        warnings=tuple(warnings + judgement.interval_warnings(wide, 0, 0)),
        data_version=data.version,
        details={
            "predictive_p": p,
            "weights": {
                table.name(i): w
                for i, w in zip(chosen[:MOST_SHOWN].tolist(), weights.tolist(), strict=False)
            },
        },
    )


def _weights(table: ModelTable, criterion: str) -> tuple[NDArray[np.int64], Floats]:
    fine = np.flatnonzero(table.admissible)
    value = table.criterion(criterion)[fine]
    if not np.isfinite(value).any():
        raise RefusalError(f"There are too few histories for {criterion} with any model.")
    raw = np.exp(-0.5 * (value - value.min()))
    order = np.argsort(-raw, kind="stable")
    order = order[raw[order] >= LEAST_WEIGHT]
    return fine[order], raw[order] / float(raw[order].sum())


def _tail_point(logs: Floats, errors: Floats, weights: Floats, level: float) -> float:
    """The point below which the averaged normal distribution has probability ``level``."""
    spread = 12.0 * float(errors.max())
    low, high = float(logs.min()) - spread, float(logs.max()) + spread
    for _ in range(200):
        middle = 0.5 * (low + high)
        area = float(weights @ ndtr((middle - logs) / errors))
        low, high = (middle, high) if area < level else (low, middle)
        if high - low < 1e-10:
            break
    return 0.5 * (low + high)
