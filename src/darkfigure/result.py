# SPDX-License-Identifier: EUPL-1.2
"""What every method gives back."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkfigure.errors import ModelError
from darkfigure.tables import shown, wrapped

Interval = tuple[float, float]
DISAGREE = 1.5
DIAGNOSTICS = (
    "acceleration", "r_hat", "effective_size", "predictive_p", "ceiling", "graph_probability",
    "linkage_share",
)  # fmt: skip


@dataclass(frozen=True)
class Estimate:
    """An estimate of the whole population with the uncertainty that belongs to it.

    ``estimate``, ``interval_80`` and ``interval_95`` are totals in persons, seen and unseen;
    ``dark_figure`` is the unseen part; a limit that was not asked for is nan. ``replicates``:
    bootstrap or posterior totals; ``details``: what only this method has.
    """

    method: str
    lists: tuple[str, ...]
    observed: int
    estimate: float
    interval_80: Interval
    interval_95: Interval
    model: str | None = None
    n_models: int | None = None
    n_replicates: int = 0
    usable_replicates: int = 0
    seed: int | None = None
    seconds: float = 0.0
    warnings: tuple[str, ...] = ()
    data_version: str = ""
    replicates: NDArray[np.float64] = field(
        default_factory=lambda: np.empty(0), repr=False, compare=False
    )
    details: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def dark_figure(self) -> float:
        """Estimated number of persons on no list."""
        return self.estimate - self.observed

    def conf_int(self, level: float = 0.95) -> Interval:
        """The interval at level 0.80 or 0.95, as totals. Raises ModelError for another level."""
        known = {0.8: self.interval_80, 0.95: self.interval_95}
        if level not in known:
            raise ModelError("Intervals are given at levels 0.80 and 0.95.")
        return known[level]

    @property
    def diagnostics(self) -> dict[str, float | None]:
        """What tells how far to trust the method: chains, ceiling, acceleration, linkage."""
        known = {name: self.details[name] for name in DIAGNOSTICS if name in self.details}
        return {name: _plain(value) for name, value in known.items()}

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; a limit that was not asked for is null."""
        return {
            "method": self.method,
            "lists": list(self.lists),
            "observed": self.observed,
            "estimate": _plain(self.estimate),
            "dark_figure": _plain(self.dark_figure),
            "interval_80": [_plain(x) for x in self.interval_80],
            "interval_95": [_plain(x) for x in self.interval_95],
            "model": self.model,
            "n_models": self.n_models,
            "n_replicates": self.n_replicates,
            "usable_replicates": self.usable_replicates,
            "seed": self.seed,
            "seconds": round(self.seconds, 3),
            "warnings": list(self.warnings),
            "data_version": self.data_version,
            "diagnostics": self.diagnostics,
        }

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """The estimate in a few lines for people."""
        lines = [
            f"Method        {self.method}",
            f"Lists         {', '.join(self.lists)}",
            f"Observed      {self.observed:,}",
            f"Total         {self.estimate:,.0f}",
            f"Dark figure   {self.dark_figure:,.0f}",
            f"80 % interval {shown(self.interval_80, ' to ')}",
            f"95 % interval {shown(self.interval_95, ' to ')}",
        ]
        if self.model:
            lines.append(f"Model         {self.model}")
        if self.n_models:
            lines.append(f"Models        {self.n_models:,} considered")
        if self.n_replicates and "r_hat" not in self.details:
            lines.append(
                f"Replicates    {self.n_replicates:,}, usable {self.usable_replicates:,}, "
                f"seed {self.seed}"
            )
        lines += self._diagnosed()
        lines.append(f"Data version  {self.data_version}, {self.seconds:.1f} s")
        for text in self.warnings:
            lines += wrapped(text, "Warning       ")
        return "\n".join(lines)

    def _diagnosed(self) -> list[str]:
        """The diagnostics in words, for the methods that have them."""
        found, lines = self.details, []
        if "predictive_p" in found:
            lines.append(f"Fit           predictive p {found['predictive_p']:.3f}")
        if "r_hat" in found:
            lines.append(
                f"Chains        R-hat {found['r_hat']:.3f}, {self.n_replicates:,} draws kept worth "
                f"{found['effective_size']:,.0f} independent ones, seed {self.seed}"
            )
        if "ceiling" in found:
            lines.append(f"Ceiling       at most {found['ceiling']:,.0f} missing")
        if "linkage_share" in found:
            lines.append(f"Linkage       {100 * found['linkage_share']:.0f} % of the uncertainty")
        return lines


def interval_ratio(interval: Interval) -> float:
    """Upper limit divided by lower limit; nan where there are no limits."""
    return math.inf if interval[0] <= 0 else interval[1] / interval[0]


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
