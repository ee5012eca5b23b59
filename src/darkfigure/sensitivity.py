# SPDX-License-Identifier: EUPL-1.2
"""What if a list, a merger or a single case were otherwise?

Point estimates of the best-BIC model throughout: quick, and meant for comparing with each other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np

from darkfigure import judgement
from darkfigure.bootstrap import jackknife_tables, select
from darkfigure.data import CaptureData
from darkfigure.errors import DarkFigureError
from darkfigure.masks import lists_in
from darkfigure.modelspace import ModelTable, fit_all
from darkfigure.result import DISAGREE
from darkfigure.simple import PairEstimate, pair_estimates
from darkfigure.tables import columns, shown, whole, wrapped


@dataclass(frozen=True)
class Variant:
    """One change to the data and the total it gives, or why it gives none."""

    change: str
    observed: int | None
    estimate: float | None
    model: str | None
    refused: str | None = None


@dataclass(frozen=True)
class Influence:
    """What one case less of a history does to the total."""

    history: str
    count: int
    estimate_without_one: float | None
    change: float | None


@dataclass(frozen=True)
class Sensitivity:
    """All variants next to the base estimate."""

    data: CaptureData
    base: Variant
    omitted: tuple[Variant, ...]
    merged: tuple[Variant, ...]
    pairs: tuple[PairEstimate, ...]
    influence: tuple[Influence, ...]
    warnings: tuple[str, ...]
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; an infinite pair estimate is null."""
        pairs = [asdict(pair) for pair in self.pairs]
        for pair in pairs:
            pair["petersen"] = pair["petersen"] if np.isfinite(pair["petersen"]) else None
        return {
            "lists": list(self.data.lists),
            "observed": self.data.observed,
            "data_version": self.data.version,
            "base": asdict(self.base),
            "omitted": [asdict(v) for v in self.omitted],
            "merged": [asdict(v) for v in self.merged],
            "pairs": pairs,
            "influence": [asdict(i) for i in self.influence],
            "warnings": list(self.warnings),
            "seconds": round(self.seconds, 3),
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """The tables for people."""
        variants = (self.base, *self.omitted, *self.merged)
        lines = ["What if the data were otherwise (best-BIC model, no intervals)?", ""]
        lines += columns(
            ("data", "observed", "total", "model"),
            [
                (
                    v.change,
                    whole(v.observed),
                    whole(v.estimate) if v.refused is None else "no number",
                    v.model or "(see below)",
                )
                for v in variants
            ],
        )
        lines += ["", "Each pair of lists alone, as if independent:", ""]
        lines += columns(
            ("pair", "on both", "Chapman", "95 % interval"),
            [
                (
                    " and ".join(pair.lists),
                    whole(pair.on_both),
                    whole(pair.chapman),
                    shown(pair.interval_95, " - ") if pair.interval_95 else "one within the other",
                )
                for pair in self.pairs
            ],
        )
        lines += ["", "One case less of a history (a wrong or a missed link):", ""]
        lines += columns(
            ("history", "cases", "total", "change"),
            [
                (
                    row.history,
                    whole(row.count),
                    whole(row.estimate_without_one) or "no number",
                    "" if row.change is None else f"{row.change:+,.0f}",
                )
                for row in self.influence
            ],
        )
        notes = list(self.warnings)
        refused: dict[str, list[str]] = {}
        for v in variants:
            if v.refused is not None:
                refused.setdefault(v.refused, []).append(v.change)
        notes += [f"{'; '.join(names)}: no number. {why}" for why, names in refused.items()]
        lines += ["", "In doubt:"] if notes else []
        for note in notes:
            lines += wrapped(note, "- ")
        return "\n".join(lines)


def sensitivity(
    data: CaptureData,
    *,
    max_order: int | None = None,
    threads: int | None = None,
    progress: Callable[[str], None] | None = None,
) -> Sensitivity:
    """Leave each list out, merge each pair, look at each pair alone, drop one case per history.

    Two to six lists (with two, none can be left out or merged). ``progress`` is told what is at
    work. Raises RefusalError when the data themselves have no estimate.
    """
    begun = time.perf_counter()
    judgement.refuse_thin(data)
    say = progress or (lambda _: None)
    say("all models")
    table = fit_all(data, max_order, threads=threads)
    best = table.best
    base = Variant(
        "as given", data.observed, data.observed + float(table.dark[best]), table.name(best)
    )
    omitted, merged = [], []
    if data.t > 2:
        for name in data.lists:
            say(f"without {name}")
            omitted.append(
                _variant(f"without {name}", lambda n=name: data.omit(n), max_order, threads)  # type: ignore[misc]
            )
        for one, two in combinations(data.lists, 2):
            say(f"{one} and {two} as one")
            merged.append(
                _variant(
                    f"{one} and {two} as one",
                    lambda a=one, b=two: data.merge(a, b),  # type: ignore[misc]
                    max_order,
                    threads,
                )
            )
    say("one case less")
    influence = _influence(table, threads)
    warnings = [*judgement.data_warnings(data), *judgement.model_warnings(table)]
    warnings += _warnings(base, omitted, merged, influence)
    return Sensitivity(
        data,
        base,
        tuple(omitted),
        tuple(merged),
        tuple(pair_estimates(data)),
        tuple(influence),
        tuple(warnings),
        time.perf_counter() - begun,
    )


def _variant(
    change: str, make: Callable[[], CaptureData], max_order: int | None, threads: int | None
) -> Variant:
    try:
        data = make()
        judgement.refuse_thin(data)
        table = fit_all(data, max_order, threads=threads)
        best = table.best
    except DarkFigureError as refusal:
        return Variant(change, None, None, None, str(refusal))
    total = data.observed + float(table.dark[best])
    return Variant(change, data.observed, total, table.name(best))


def _influence(table: ModelTable, threads: int | None) -> list[Influence]:
    """Jackknife: the model is chosen again with one case less."""
    known = table if table.starts.shape[0] else table.first(2000)
    tables, weights = jackknife_tables(table.data)
    dark = select(known, tables, threads=threads, top=None if known is table else 2000).dark
    totals = dark + (table.data.observed - 1)
    base = table.data.observed + float(table.dark[table.best])
    rows = []
    for mask, count, total in zip(np.flatnonzero(table.data.counts), weights, totals, strict=True):
        name = ":".join(table.data.lists[i] for i in lists_in(int(mask)))
        fine = bool(np.isfinite(total))
        rows.append(
            Influence(
                name,
                int(count),
                float(total) if fine else None,
                float(total) - base if fine else None,
            )
        )
    return sorted(rows, key=lambda row: -abs(row.change) if row.change is not None else -np.inf)


def _warnings(
    base: Variant, omitted: list[Variant], merged: list[Variant], influence: list[Influence]
) -> list[str]:
    found: list[str] = []
    if base.estimate is None:
        return found
    for kind, variants in (("leaving one list out", omitted), ("merging two lists", merged)):
        totals = [v.estimate for v in variants if v.estimate is not None]
        if totals and max(*totals, base.estimate) > DISAGREE * min(*totals, base.estimate):
            found.append(
                f"By {kind} the total runs from {min(totals):,.0f} to {max(totals):,.0f}: it "
                "depends on which lists take part."
            )
    strong = [
        row for row in influence if row.change is None or abs(row.change) > 0.1 * base.estimate
    ]
    if strong:
        names = ", ".join(f"{row.history} ({row.count})" for row in strong[:3])
        found.append(
            f"One case more or less changes the total by over a tenth for the history {names}. "
            "Check those links by hand."
        )
    return found
