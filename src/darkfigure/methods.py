# SPDX-License-Identifier: EUPL-1.2
"""One door to all methods: ``estimate(data, method)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from darkfigure import streams
from darkfigure.bicselect import estimate_bic
from darkfigure.data import CaptureData
from darkfigure.errors import ModelError
from darkfigure.greedy import estimate_downhill, estimate_stepwise
from darkfigure.judgement import refuse_thin
from darkfigure.parallel import Progress
from darkfigure.result import Estimate
from darkfigure.simple import estimate_chapman, estimate_main_effects


@dataclass(frozen=True)
class Options:
    """What a caller may ask of a method; each method uses what applies to it."""

    max_order: int | None
    replicates: int
    seed: int
    top: int | None
    threads: int | None
    progress: Progress | None


Method = Callable[[CaptureData, Options], Estimate]


def estimate(
    data: CaptureData,
    method: str = "bic",
    *,
    max_order: int | None = None,
    replicates: int = 1000,
    seed: int | None = None,
    top: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Estimate the total population, seen and unseen, with 80 % and 95 % intervals.

    ``method``: one of ``METHODS``. ``replicates``: bootstrap samples where the method has them.
    ``top``: for ``bic``, re-select among the first models only. The result is the same for a seed
    whatever the number of ``threads``. Raises DataError, ModelError, or RefusalError where the
    data cannot carry a number.
    """
    if method not in METHODS:
        raise ModelError(f"There is no method {method!r}. There are: {', '.join(METHODS)}.")
    if replicates < 0:
        raise ModelError("The number of replicates is 0 or more.")
    refuse_thin(data)
    seed = streams.fresh_seed() if seed is None else seed
    return METHODS[method](data, Options(max_order, replicates, seed, top, threads, progress))


def _bic(data: CaptureData, options: Options) -> Estimate:
    return estimate_bic(
        data,
        max_order=options.max_order,
        replicates=options.replicates,
        seed=options.seed,
        top=options.top,
        threads=options.threads,
        progress=options.progress,
    )


def _stepwise(data: CaptureData, options: Options) -> Estimate:
    return estimate_stepwise(
        data,
        replicates=options.replicates,
        seed=options.seed,
        threads=options.threads,
        progress=options.progress,
    )


def _downhill(data: CaptureData, options: Options) -> Estimate:
    return estimate_downhill(
        data,
        max_order=options.max_order,
        replicates=options.replicates,
        seed=options.seed,
        threads=options.threads,
        progress=options.progress,
    )


def _average(criterion: str) -> Method:
    def method(data: CaptureData, options: Options) -> Estimate:
        from darkfigure.averaging import estimate_average

        return estimate_average(
            data, criterion, max_order=options.max_order, threads=options.threads
        )

    return method


def _bayes(data: CaptureData, options: Options) -> Estimate:
    from darkfigure.bayes import estimate_bayes

    return estimate_bayes(
        data, seed=options.seed, threads=options.threads, progress=options.progress
    )


def _latent(data: CaptureData, options: Options) -> Estimate:
    from darkfigure.latent import estimate_latent

    return estimate_latent(
        data, seed=options.seed, threads=options.threads, progress=options.progress
    )


def _dga(data: CaptureData, options: Options) -> Estimate:
    from darkfigure.decomposable import estimate_decomposable

    return estimate_decomposable(data)


METHODS: dict[str, Method] = {
    "bic": _bic,
    "stepwise": _stepwise,
    "downhill": _downhill,
    "aic-average": _average("aic"),
    "aicc-average": _average("aicc"),
    "bic-average": _average("bic"),
    "bayes": _bayes,
    "latent": _latent,
    "dga": _dga,
    "main-effects": lambda data, options: estimate_main_effects(data),
    "chapman": lambda data, options: estimate_chapman(data),
}
