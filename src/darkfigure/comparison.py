# SPDX-License-Identifier: EUPL-1.2
"""All methods side by side, and whether they agree."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from darkfigure import judgement, streams
from darkfigure.averaging import estimate_average
from darkfigure.bayes import estimate_bayes
from darkfigure.bicselect import estimate_bic
from darkfigure.data import CaptureData
from darkfigure.decomposable import estimate_decomposable
from darkfigure.errors import DarkFigureError, RefusalError
from darkfigure.greedy import QUICK_LISTS, estimate_downhill, estimate_stepwise
from darkfigure.latent import estimate_latent
from darkfigure.linkage import Draws, estimate_linked
from darkfigure.modelspace import fit_all
from darkfigure.parallel import Progress
from darkfigure.result import DISAGREE, Estimate
from darkfigure.simple import estimate_chapman, estimate_main_effects
from darkfigure.tables import columns, shown, whole, wrapped

Say = Callable[[str], None]
Method = Callable[[], Estimate]
PUBLISHED_TOP = {4: 20, 5: 100}
#: Methods of which the limits can carry the doubt about links.
POOLED = {"bic": "BIC", "stepwise": "stepwise p < 0.02", "downhill": "downhill"}
DRAWS, REPLICATES_EACH = 20, 200
ONE_LINKAGE = "The limits take every link as certain."


@dataclass(frozen=True)
class Row:
    """One method: its estimate, or the reason why it gives none."""

    method: str
    estimate: Estimate | None
    refused: str | None
    seconds: float


@dataclass(frozen=True)
class Comparison:
    """The rows and what they say together."""

    data: CaptureData
    rows: tuple[Row, ...]
    seed: int
    seconds: float

    @property
    def estimates(self) -> list[Estimate]:
        """The methods that gave a number."""
        return [row.estimate for row in self.rows if row.estimate is not None]

    @property
    def agree(self) -> bool:
        """Do the middles lie within a factor 1.5, and does any model reproduce the data?"""
        middles = [e.estimate for e in self.estimates]
        near = bool(middles) and max(middles) <= DISAGREE * min(middles)
        return near and not self.refuted

    @property
    def refuted(self) -> bool:
        """Does no model that can be held against the data reproduce them?"""
        known = [e.details["predictive_p"] for e in self.estimates if "predictive_p" in e.details]
        return bool(known) and max(known) < judgement.LEAST_PREDICTIVE

    @property
    def verdict(self) -> str:
        """Agreement in one sentence."""
        middles = [e.estimate for e in self.estimates]
        if not middles:
            return "No method gives a number for these data."
        low, high = min(middles), max(middles)
        if self.refuted:
            return (
                f"No method describes these data: of those that can be checked, none reproduces "
                f"them. Their middles ({low:,.0f} to {high:,.0f}) are not to be quoted."
            )
        if self.agree:
            return f"The methods agree within a factor {DISAGREE}: {low:,.0f} to {high:,.0f}."
        return (
            f"The methods disagree: their middles run from {low:,.0f} to {high:,.0f}, a factor "
            f"{high / low:.1f}. No single number stands for these data; show the range."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "lists": list(self.data.lists),
            "observed": self.data.observed,
            "data_version": self.data.version,
            "agree": self.agree,
            "verdict": self.verdict,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "warnings": judgement.data_warnings(self.data),
            "methods": [
                {
                    **({} if row.estimate is None else row.estimate.to_dict()),
                    "method": row.method,
                    "refused": row.refused,
                    "seconds": round(row.seconds, 3),
                }
                for row in self.rows
            ],
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """The table for people."""
        lines = [
            f"{self.data.observed:,} cases on {self.data.t} lists ({', '.join(self.data.lists)}). "
            "Totals are seen and unseen together.",
            "",
        ]
        header = ("method", "total", "80 % interval", "95 % interval", "model")
        lines += columns(header, [_cells(row) for row in self.rows])
        lines += ["", *wrapped(self.verdict)]
        lines += ["", "In doubt:"] if self.notes() else []
        for text, methods in self.notes():
            lines += wrapped(f"{'; '.join(methods)}: {text}" if methods else text, "- ")
        lines += ["", f"Data version {self.data.version}, seed {self.seed}, {self.seconds:.1f} s"]
        return "\n".join(lines)

    def notes(self) -> list[tuple[str, list[str]]]:
        """Each warning and refusal once, with the methods it is about (none: the data)."""
        about_data = judgement.data_warnings(self.data)
        found: dict[str, list[str]] = {text: [] for text in about_data}
        for row in self.rows:
            if row.estimate is None:
                found.setdefault(f"no number. {row.refused}", []).append(row.method)
                continue
            wide = judgement.interval_warnings(row.estimate.interval_95, 0, 0)
            if wide:
                found.setdefault(judgement.LOOSE, []).append(row.method)
            for text in row.estimate.warnings:
                if text not in about_data and text not in wide:
                    found.setdefault(text, []).append(row.method)
        return list(found.items())


def compare(
    data: CaptureData,
    *,
    max_order: int | None = None,
    replicates: int = 1000,
    seed: int | None = None,
    threads: int | None = None,
    linkage: Draws | None = None,
    progress: Say | None = None,
    within: Progress | None = None,
) -> Comparison:
    """Run every method that applies to these data; a refusal is a row with its reason.

    ``max_order``: highest order of interaction of the models that BIC and the averages look at.
    ``linkage``: where links between the lists are in doubt. The methods that have a bootstrap are
    pooled over linkages drawn from it; the others use ``data`` and say that they take every link
    as certain. ``progress`` is told which method is at work, and of each linkage; ``within`` how
    far that method is, often enough to tell one that takes long from one that was killed.
    """
    begun = time.perf_counter()
    judgement.refuse_thin(data)
    seed = streams.fresh_seed() if seed is None else seed
    rows = []
    if progress is not None:
        progress("all models")
    common = {"replicates": replicates, "seed": seed, "threads": threads, "progress": within}
    methods = _methods(data, max_order, common)
    if linkage is not None:
        methods = _linked(linkage, methods, max_order, seed, threads, progress)
    for name, method in methods:
        if progress is not None:
            progress(name)
        rows.append(_row(name, method))
    return Comparison(data, tuple(rows), seed, time.perf_counter() - begun)


def _linked(
    linkage: Draws,
    methods: Sequence[tuple[str, Method]],
    max_order: int | None,
    seed: int,
    threads: int | None,
    progress: Say | None,
) -> list[tuple[str, Method]]:
    """The pooled methods first; of the others those that have no bootstrap, with their warning."""

    def pooled(method: str, name: str) -> Estimate:
        def drawn(done: int, of: int) -> None:
            if progress is not None:
                progress(f"{name}, {done} of {of}")

        return estimate_linked(
            linkage, method, draws=DRAWS, max_order=max_order, replicates=REPLICATES_EACH,
            seed=seed, threads=threads, progress=drawn,
        )  # fmt: skip

    def warned(method: Method) -> Estimate:
        found = method()
        return replace(found, warnings=(*found.warnings, ONE_LINKAGE))

    names = {method: f"{shown}, {DRAWS} linkages" for method, shown in POOLED.items()}
    return [
        *((name, lambda m=method, n=name: pooled(m, n)) for method, name in names.items()),
        *((name, lambda m=method: warned(m)) for name, method in methods if "BCa" not in name),
    ]


def _methods(
    data: CaptureData, max_order: int | None, common: dict[str, Any]
) -> list[tuple[str, Method]]:
    chains = {name: given for name, given in common.items() if name != "replicates"}
    methods: list[tuple[str, Method]] = [("main effects", lambda: estimate_main_effects(data))]
    if data.t == 2:
        return [*methods, ("Chapman", lambda: estimate_chapman(data))]
    methods.append(("stepwise p < 0.02, BCa", lambda: estimate_stepwise(data, **common)))
    if data.t > QUICK_LISTS:
        point = {**common, "replicates": 0}
        return [
            *methods,
            ("downhill, no interval", lambda: estimate_downhill(data, **point)),
            ("Bayesian thresholding", lambda: estimate_bayes(data, **chains)),
            ("latent classes", lambda: _too_slow(data)),
        ]
    methods.append(("downhill, BCa", lambda: estimate_downhill(data, **common)))
    if data.t <= 6:
        methods += _exhaustive(data, max_order, common)
    methods += [
        ("Bayesian thresholding", lambda: estimate_bayes(data, **chains)),
        ("latent classes", lambda: estimate_latent(data, **chains)),
    ]
    if data.t <= 6:
        methods.append(("decomposable graphs", lambda: estimate_decomposable(data)))
    return methods


def _too_slow(data: CaptureData) -> Estimate:
    """What takes minutes to hours on many lists is left to those who ask for it by name."""
    raise RefusalError(
        f"On {data.t} lists the chains take many minutes, and the interval of downhill takes "
        f"hours. To have them all the same, ask for one method alone, or merge lists to "
        f"{QUICK_LISTS} or fewer."
    )


def _exhaustive(
    data: CaptureData, max_order: int | None, common: dict[str, Any]
) -> list[tuple[str, Method]]:
    table = fit_all(data, max_order, threads=common["threads"], progress=common["progress"])
    order = table.max_order
    label = f"BIC, {table.bits.size:,} models, BCa"
    methods: list[tuple[str, Method]] = [(label, lambda: estimate_bic(data, table=table, **common))]
    if data.t in PUBLISHED_TOP:
        top, most = PUBLISHED_TOP[data.t], min(order, 3)
        methods.append(
            (
                f"BIC, first {top} of order {most}, BCa",
                lambda: estimate_bic(data, max_order=most, top=top, **common),
            )
        )
    if order > 2:
        methods.append(("BIC, pairs only, BCa", lambda: estimate_bic(data, max_order=2, **common)))
    for criterion in ("aic", "aicc", "bic"):
        methods.append(
            (
                f"{criterion.upper().replace('AICC', 'AICc')} average",
                lambda c=criterion: estimate_average(data, c, table=table),  # type: ignore[misc]
            )
        )
    return methods


def _row(name: str, method: Method) -> Row:
    begun = time.perf_counter()
    try:
        found = method()
    except DarkFigureError as refusal:
        return Row(name, None, str(refusal), time.perf_counter() - begun)
    return Row(name, found, None, time.perf_counter() - begun)


def _cells(row: Row) -> tuple[str, ...]:
    found = row.estimate
    if found is None:
        return row.method, "no number", "", "", "(see below)"
    narrow, wide = shown(found.interval_80, " - "), shown(found.interval_95, " - ")
    hat = found.details.get("r_hat")
    model = f"{found.model}" + (f", R-hat {hat:.3f}" if hat is not None else "")
    return row.method, whole(found.estimate), narrow, wide, model
