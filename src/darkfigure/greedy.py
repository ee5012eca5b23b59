# SPDX-License-Identifier: EUPL-1.2
"""Stepwise and downhill choice of a model, repeated in every bootstrap sample.

Stepwise: Chan, Silverman and Vincent (2021), doi 10.1080/01621459.2019.1708748. Downhill:
Silverman, Chan and Vincent (2024), section 5.2. Both look at few models; downhill can stop at a
model that is not the best. Up to six lists the method ``bic`` looks at all.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from darkfigure import judgement, kernel_greedy, streams
from darkfigure.bootstrap import bootstrapped
from darkfigure.compiled import scratch
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError, RefusalError
from darkfigure.goodness import reproduces
from darkfigure.masks import closure, format_model
from darkfigure.parallel import Progress, in_blocks
from darkfigure.result import Estimate

Floats = NDArray[np.float64]
Flags = NDArray[np.int64]
Walk = Callable[[Floats, Progress | None], tuple[Floats, Flags]]
BLOCK = 20
QUICK_LISTS = 8  # beyond, one replicate takes a second or more
P_VALUE = 0.02
RANDOM_STARTS = 8


def estimate_stepwise(
    data: CaptureData,
    *,
    p_value: float = P_VALUE,
    replicates: int = 1000,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    samples: Floats | None = None,
) -> Estimate:
    """Pairs added one by one while the Poisson tail of their overlap is below ``p_value``.

    The whole procedure is repeated in each bootstrap and jackknife sample; BCa intervals. Raises
    RefusalError when even the main effects have no estimate.
    """
    if not 0.0 < p_value < 1.0:
        raise ModelError("The p-value of the stepwise method lies between 0 and 1.")

    def walk(tables: Floats, tell: Progress | None) -> tuple[Floats, Flags]:
        dark = np.empty(tables.shape[0])
        chosen = np.empty(tables.shape, np.int64)

        def run(first: int, last: int) -> None:
            kernel_greedy.stepwise(
                data.t, tables, first, last, math.log(p_value), dark, chosen, *_room(data.t, 1)
            )

        in_blocks(run, tables.shape[0], BLOCK, threads, tell)
        return dark, chosen

    return _estimate(data, "stepwise", walk, replicates, seed, samples, progress)


def estimate_downhill(
    data: CaptureData,
    *,
    max_order: int | None = None,
    starts: int | None = None,
    replicates: int = 1000,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    samples: Floats | None = None,
) -> Estimate:
    """Steepest descent in BIC over models that differ by one term.

    ``starts``: 1 begins with main effects, as published; more begins also from the stepwise
    choice and from random sets of pairs and keeps the best. Default 1 up to six lists and 10
    beyond, where no full search is possible. Raises RefusalError when no start has an estimate.
    """
    seed = streams.fresh_seed() if seed is None else seed
    order = data.t - 1 if max_order is None else min(max_order, data.t - 1)
    count = starts or (1 if data.t <= 6 else 2 + RANDOM_STARTS)
    begin = start_models(data, count, seed)

    def walk(tables: Floats, tell: Progress | None) -> tuple[Floats, Flags]:
        best = np.full(tables.shape[0], math.inf)
        dark = np.full(tables.shape[0], math.nan)
        chosen = np.zeros(tables.shape, np.int64)
        for number, start in enumerate(begin):
            share = tell and _share(tell, number, len(begin))
            own, flags, value = _descend(data.t, tables, order, start, threads, share)
            better = value < best - kernel_greedy.TIE
            best[better], dark[better], chosen[better] = value[better], own[better], flags[better]
        return dark, chosen

    return _estimate(data, "downhill", walk, replicates, seed, samples, progress)


def start_models(data: CaptureData, count: int, seed: int) -> list[Flags]:
    """Main effects, then the stepwise choice, then random sets of overlapping pairs."""
    size = data.counts.size
    models = [_flags(closure([], data.t), size)]
    if count > 1:
        chosen = np.empty((1, size), np.int64)
        kernel_greedy.stepwise(
            data.t,
            data.counts[None, :].copy(),
            0,
            1,
            math.log(P_VALUE),
            np.empty(1),
            chosen,
            *_room(data.t, 1),
        )
        models.append(chosen[0])
    pairs = [m for m in range(size) if m.bit_count() == 2 and data.margins[m] > 0]
    for number in range(count - 2):
        draw = streams.stream(seed, streams.SIMULATION, number).random(len(pairs)) < 0.3
        picked = [pair for pair, taken in zip(pairs, draw, strict=True) if taken]
        models.append(_flags(closure(picked, data.t), size))
    return models


def _room(t: int, share: int) -> tuple[Floats, Flags, Floats]:
    """Room to work in; from seven lists on for models of at most ``share * t * t`` parameters."""
    return scratch(t, None if t < 7 else share * t * t)


def _share(tell: Progress, number: int, of: int) -> Progress:
    """Progress of one pass out of several that are equally long."""
    return lambda done, total: tell(number * total + done, of * total)


def _descend(
    t: int,
    tables: Floats,
    order: int,
    start: Flags,
    threads: int | None,
    tell: Progress | None,
) -> tuple[Floats, Flags, Floats]:
    count = tables.shape[0]
    dark, bic = np.empty(count), np.empty(count)
    chosen = np.empty(tables.shape, np.int64)

    def run(first: int, last: int) -> None:
        kernel_greedy.downhill(
            t, tables, first, last, order, start, dark, bic, chosen, *_room(t, 4)
        )

    in_blocks(run, count, BLOCK if t <= QUICK_LISTS else 1, threads, tell)
    return dark, chosen, bic


def _flags(terms: Sequence[int], size: int) -> Flags:
    flags = np.zeros(size, np.int64)
    flags[list(terms)] = 1
    return flags


def _estimate(
    data: CaptureData,
    method: str,
    walk: Walk,
    replicates: int,
    seed: int | None,
    samples: Floats | None,
    progress: Progress | None,
) -> Estimate:
    begun = time.perf_counter()
    seed = streams.fresh_seed() if seed is None else seed
    dark, chosen = walk(data.counts[None, :].copy(), None)
    if not np.isfinite(dark[0]):
        judgement.refuse_inestimable(data)
        raise RefusalError("No model that was looked at has an estimate for these data.")
    total = data.observed + float(dark[0])
    if samples is None:
        samples = streams.resample(data.counts, replicates, seed)
    terms = np.flatnonzero(chosen[0]).tolist()
    p = reproduces(data, terms)
    warnings = judgement.data_warnings(data) + judgement.predictive_warnings(p)
    if data.t > 6:
        warnings.append(
            f"With {data.t} lists only a small part of all models can be looked at; a better one "
            "may have been missed. Merging lists to six or fewer allows a full search."
        )
    found = bootstrapped(data, lambda tables, tell: walk(tables, tell)[0], total, samples, progress)
    return Estimate(
        method=method,
        lists=data.lists,
        observed=data.observed,
        estimate=total,
        interval_80=found.interval_80,
        interval_95=found.interval_95,
        model=format_model(terms),
        n_replicates=samples.shape[0],
        usable_replicates=found.usable.size,
        seed=seed,
        seconds=time.perf_counter() - begun,
        warnings=(*warnings, *found.warnings),
        data_version=data.version,
        replicates=found.usable,
        details={"acceleration": found.acceleration, "predictive_p": p},
    )
