# SPDX-License-Identifier: EUPL-1.2
"""Linkage error carried into the interval.

Which records are one person is itself uncertain. From the probability that each candidate pair is
a match, several linkages are drawn; the whole estimate, its bootstrap included, is made on each;
and the confidence distributions are averaged. Rubin's (1987) decomposition tells how much of the
uncertainty comes from the linkage.

`Linkage` begins with records; `People` with people who were told apart already, of whom some may
be one person all the same.
"""

from __future__ import annotations

import math
import time
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from darkfigure import judgement, streams
from darkfigure.bootstrap import bca_limits
from darkfigure.data import CaptureData
from darkfigure.errors import DarkFigureError, DataError, ModelError, RefusalError
from darkfigure.methods import estimate
from darkfigure.parallel import Progress
from darkfigure.readers import from_records
from darkfigure.result import Estimate

Floats = NDArray[np.float64]
Pair = tuple[Hashable, Hashable, float]
GRID = (np.arange(400) + 0.5) / 400
BOOTSTRAPPED = ("bic", "stepwise", "downhill")
LEAST_DRAWS_USED = 0.8
#: From this probability on two are rather one person than not.
LIKELY = 0.5


class Draws(Protocol):
    """Whatever can draw a linkage."""

    def draw(self, generator: np.random.Generator) -> CaptureData:
        """One linkage as capture histories (DataError without overlap)."""


def _check_probabilities(pairs: Iterable[tuple[object, object, float]]) -> None:
    for one, two, probability in pairs:
        if not 0.0 <= probability <= 1.0:
            raise DataError(
                f"The match probability of {one!r} and {two!r} is {probability}; it has to lie "
                "between 0 and 1."
            )


@dataclass(frozen=True)
class Linkage:
    """Records and the candidate pairs between them.

    ``records``: record identifier to list name; ``pairs``: (record, record, probability that they
    are one person); ``lists``: order of the lists.
    """

    records: Mapping[Hashable, str]
    pairs: Sequence[Pair]
    lists: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse probabilities outside 0 to 1 and records that do not exist."""
        _check_probabilities(self.pairs)
        for one, two, _ in self.pairs:
            for record in (one, two):
                if record not in self.records:
                    raise DataError(f"The pair {one!r}, {two!r} names an unknown record.")

    def draw(self, generator: np.random.Generator) -> CaptureData:
        """One clustering: each pair matches with its probability, matches chain together."""
        taken = generator.random(len(self.pairs))
        chosen = [p for p, u in zip(self.pairs, taken, strict=True) if u < p[2]]
        return self.clustered(chosen)

    def clustered(self, matches: Iterable[Pair]) -> CaptureData:
        """The capture histories when exactly these pairs match (DataError without overlap)."""
        root: dict[Hashable, Hashable] = {record: record for record in self.records}

        def find(record: Hashable) -> Hashable:
            while root[record] != record:
                root[record] = root[root[record]]
                record = root[record]
            return record

        for one, two, _ in matches:
            root[find(one)] = find(two)
        return from_records(
            ((find(record), name) for record, name in self.records.items()), self.lists
        )


@dataclass(frozen=True)
class People:
    """People who were told apart, of whom some may be one person all the same.

    ``certain``: history (a number whose bits are lists) to how many people of whom nothing is in
    doubt; ``doubtful``: the history of each of the others; ``pairs``: (place, place, probability
    that they are one person) among these; ``apart``: places of two who are certainly not.
    """

    lists: Sequence[str]
    certain: Mapping[int, int]
    doubtful: Sequence[int] = ()
    pairs: Sequence[tuple[int, int, float]] = ()
    apart: Sequence[tuple[int, int]] = ()

    def __post_init__(self) -> None:
        """Refuse probabilities outside 0 to 1 and people who do not exist."""
        _check_probabilities(self.pairs)
        for places in (*(pair[:2] for pair in self.pairs), *self.apart):
            if not all(0 <= place < len(self.doubtful) for place in places):
                raise DataError(f"The pair {places[0]!r}, {places[1]!r} names an unknown person.")

    def draw(self, generator: np.random.Generator) -> CaptureData:
        """One linkage: each pair is one person with its probability, in an order by chance.

        A match that would make one person of two who are apart is passed over.
        """
        taken = generator.random(len(self.pairs))
        order = generator.permutation(len(self.pairs)).tolist()
        return self._joined(at for at in order if taken[at] < self.pairs[at][2])

    def likeliest(self) -> CaptureData:
        """The linkage of all pairs that are rather one person than not, the likeliest first."""
        order = sorted(range(len(self.pairs)), key=lambda at: -self.pairs[at][2])
        return self._joined(at for at in order if self.pairs[at][2] >= LIKELY)

    def _joined(self, matches: Iterable[int]) -> CaptureData:
        groups = [{place} for place in range(len(self.doubtful))]
        against: list[set[int]] = [set() for _place in self.doubtful]
        for one, two in self.apart:
            against[one].add(two)
            against[two].add(one)
        for at in matches:
            one, two, _probability = self.pairs[at]
            here, there = groups[one], groups[two]
            if here is not there:
                if any(against[place] & there for place in here):
                    continue
                here |= there
                for place in there:
                    groups[place] = here
        return self._told(list({id(group): group for group in groups}.values()))

    def _told(self, groups: Iterable[set[int]]) -> CaptureData:
        totals = dict(self.certain)
        for group in groups:
            history = 0
            for place in group:
                history |= self.doubtful[place]
            totals[history] = totals.get(history, 0) + 1
        width = range(len(self.lists))
        rows = [([mask >> at & 1 for at in width], count) for mask, count in sorted(totals.items())]
        return CaptureData.from_rows(tuple(self.lists), rows)


def estimate_linked(
    linkage: Draws,
    method: str = "bic",
    *,
    draws: int = 20,
    max_order: int | None = None,
    replicates: int = 200,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Estimate on several drawn linkages and pool.

    ``draws``: number of linkages; ``replicates``: bootstrap samples on each. The estimate is the
    median over linkages, the interval the quantiles of the averaged BCa confidence distributions.
    ``details["linkage_share"]``: share of the variance (of the log dark figure) that comes from
    the linkage. Raises RefusalError when more than a fifth of the linkages carry no number.
    """
    if method not in BOOTSTRAPPED:
        raise ModelError(f"Pooling needs a bootstrap: one of {', '.join(BOOTSTRAPPED)}.")
    if draws < 2 or replicates < 1:
        raise ModelError("Draw at least 2 linkages and 1 bootstrap sample.")
    begun = time.perf_counter()
    seed = streams.fresh_seed() if seed is None else seed
    found: list[Estimate] = []
    for number in range(draws):
        try:
            data = linkage.draw(streams.stream(seed, streams.LINKAGE, number))
            found.append(
                estimate(
                    data,
                    method,
                    max_order=max_order,
                    replicates=replicates,
                    seed=seed + number,
                    threads=threads,
                )
            )
        except DarkFigureError as problem:
            last = str(problem)
        if progress is not None:
            progress(number + 1, draws)
    if len(found) < LEAST_DRAWS_USED * draws:
        raise RefusalError(f"Only {len(found)} of {draws} linkages carry a number. Last: {last}")
    return _pooled(found, method, draws, seed, time.perf_counter() - begun)


def _pooled(found: list[Estimate], method: str, draws: int, seed: int, seconds: float) -> Estimate:
    totals = np.array([e.estimate for e in found])
    spread = np.concatenate([_confidence(e) for e in found])
    limits = np.quantile(spread, (0.025, 0.1, 0.9, 0.975), method="median_unbiased")
    share = linkage_share(found)
    wide = float(limits[0]), float(limits[3])
    usable = sum(e.usable_replicates for e in found)
    first = found[int(np.argmin(np.abs(totals - np.median(totals))))]
    # what the interval of one linkage says of itself is repeated for the pooled one
    own = judgement.interval_warnings(first.interval_95, 0, 0)
    warnings = [text for text in first.warnings if text not in own]
    warnings += judgement.interval_warnings(wide, 0, 0)
    if len(found) < draws:
        warnings.append(f"Only {len(found)} of {draws} linkages carry a number.")
    if share > 0.5:
        warnings.append(
            f"{100 * share:.0f} % of the uncertainty comes from the linkage of records; better "
            "links would help more than more data."
        )
    models = {e.model for e in found}
    return Estimate(
        method=f"{method}, {draws} linkages",
        lists=first.lists,
        observed=round(float(np.median([e.observed for e in found]))),
        estimate=float(np.median(totals)),
        interval_80=(float(limits[1]), float(limits[2])),
        interval_95=wide,
        model=first.model if len(models) == 1 else f"{len(models)} different",
        n_models=first.n_models,
        n_replicates=sum(e.n_replicates for e in found),
        usable_replicates=usable,
        seed=seed,
        seconds=seconds,
        warnings=tuple(warnings),
        data_version="+".join(sorted({e.data_version for e in found}))[:64],
        replicates=spread,
        details={
            "linkage_share": share,
            "totals": totals.tolist(),
            "linkages_used": len(found),
            **_fit(found),
        },
    )


def _fit(found: Sequence[Estimate]) -> dict[str, float]:
    """How well the chosen models reproduce the data, in the middle of the linkages."""
    known = [e.details["predictive_p"] for e in found if "predictive_p" in e.details]
    return {"predictive_p": float(np.median(known))} if known else {}


def _confidence(found: Estimate) -> Floats:
    """The BCa confidence distribution of one estimate as equally likely values."""
    accel = float(found.details["acceleration"])
    return bca_limits(found.replicates, found.estimate, accel, GRID.tolist())


def linkage_share(found: Sequence[Estimate]) -> float:
    """Between-linkage share of the total variance of the log dark figure (Rubin 1987)."""
    points = np.log([e.dark_figure for e in found])
    within = float(
        np.mean([np.log(np.maximum(e.replicates - e.observed, 1e-9)).var() for e in found])
    )
    between = float(points.var(ddof=1)) * (1.0 + 1.0 / len(found))
    total = within + between
    return between / total if total > 0.0 and math.isfinite(total) else 0.0
