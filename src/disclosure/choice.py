# SPDX-License-Identifier: EUPL-1.2
"""What each method costs on the same tables, side by side, so that a person can choose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from disclosure.errors import OptionError, RefusalError
from disclosure.problem import Rules
from disclosure.protecting import METHODS, protect
from disclosure.result import Protection
from disclosure.table import Table


@dataclass(frozen=True)
class Offer:
    """One method: what came of it, or why it gives nothing."""

    method: str
    protection: Protection | None
    refusal: str | None = None

    @property
    def unchanged(self) -> int:
        """Cells that are published as they are."""
        found = self.protection
        if found is None:
            return 0
        if found.gap is None:
            return int(found.details["unchanged"])
        return found.cells - found.primary - found.secondary

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        found = self.protection
        if found is None:
            return {"method": self.method, "refusal": self.refusal}
        return {**found.to_dict(), "unchanged": self.unchanged, "refusal": None}


@dataclass(frozen=True)
class Choice:
    """All methods on the same tables, in the order that they were asked."""

    offers: tuple[Offer, ...]

    def to_json(self) -> str:
        """All offers as JSON text."""
        rows = {"methods": [offer.to_dict() for offer in self.offers]}
        return json.dumps(rows, indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """A table for people."""
        lines = [
            f"{'method':<9}{'unchanged':>10}{'hidden':>8}{'their sum':>11}{'mean change':>13}"
            f"{'largest':>9}{'narrowest':>11}{'seconds':>9}"
        ]
        lines += [_line(offer) for offer in self.offers]
        return "\n".join(lines)


def _line(offer: Offer) -> str:
    found = offer.protection
    if found is None:
        return f"{offer.method:<9} gives nothing: {offer.refusal}"
    hidden = found.primary + found.secondary if found.gap is not None else 0
    narrowest = "no limit" if found.min_interval_width is None else found.min_interval_width
    return (
        f"{offer.method:<9}{offer.unchanged:>10}{hidden:>8}{found.suppressed_sum:>11}"
        f"{found.details.get('mean_change', 0):>13}{found.details.get('largest_change', 0):>9}"
        f"{narrowest:>11}{found.seconds:>9.1f}"
    )


def choose(
    tables: Table | Sequence[Table],
    rules: Rules | None = None,
    *,
    methods: Sequence[str] = METHODS,
    seconds: float | None = None,
    secret: bytes | None = None,
) -> Choice:
    """Protect with each method and lay what they cost side by side; nothing is written."""
    return Choice(tuple(_offer(tables, rules, m, seconds, secret) for m in methods))


def _offer(
    tables: Table | Sequence[Table],
    rules: Rules | None,
    method: str,
    seconds: float | None,
    secret: bytes | None,
) -> Offer:
    try:
        return Offer(method, protect(tables, rules, method=method, seconds=seconds, secret=secret))
    except (RefusalError, OptionError) as reason:
        return Offer(method, None, str(reason))
