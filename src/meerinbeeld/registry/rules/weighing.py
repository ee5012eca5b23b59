# SPDX-License-Identifier: EUPL-1.2
"""How likely it is that two persons are one, by hashes alone: which are equal, and which differ.

The weights are those that the last search learned (`Run.settings`), or the shipped ones. What equal
hashes cannot tell, such as one slip of the pen, is not told: a search tells it later. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from meerinbeeld.registry.linkage.blind import LIKE

Hashes = Mapping[str, bytes]
Weights = Mapping[str, Mapping[str, float]]


class Told(NamedTuple):
    """What one comparison tells, in bits. It holds nothing of the person."""

    comparison: str
    level: str
    bits: float


@dataclass(frozen=True)
class Model:
    """The weights per comparison and level, and how rare a match is."""

    weights: Weights
    share: float

    @classmethod
    def of(cls, settings: Mapping[str, Any], records: int, shipped: Weights) -> Model:
        """Of the last search; what it did not compare weighs as shipped."""
        weights = {**shipped, **settings.get("weights", {})}
        usual = min(0.25, 0.5 / max(1, records - 1))
        return cls(weights, float(settings.get("share") or usual))

    def told(self, levels: Mapping[str, str]) -> list[Told]:
        """Each comparison with its bits, what says most first."""
        found = [
            Told(name, level, self.weights[name][level])
            for name, level in levels.items()
            if level in self.weights.get(name, {})
        ]
        return sorted(found, key=lambda one: -abs(one.bits))

    def probability(self, told: list[Told]) -> float:
        weight = sum(one.bits for one in told) + math.log2(self.share / (1 - self.share))
        return 1 / (1 + 2 ** -max(-60.0, min(60.0, weight)))


def levels(typed: Hashes, kept: Hashes) -> dict[str, str]:
    """Per comparison the level, as the engine calls it; no level where nothing can be said."""
    same = {kind for kind in typed if kind in kept and typed[kind] == kept[kind]}
    same |= {
        _called(column, kind) for column, kind in against(typed) if kept.get(column) == typed[kind]
    }
    both = {kind for kind in typed if kind in kept}
    found = _names(same, both)
    if birth := _birth(same, both):
        found["birth"] = birth
    for kind in ("phone", "email"):
        if kind in both:
            found[kind] = "exact" if kind in same else "else"
    return found


def against(typed: Hashes) -> list[tuple[str, str]]:
    """Each kept kind with the typed kind that it is held against: a name against names and aliases,
    an alias against both.
    """
    alike = {**LIKE, **{name: alias for alias, name in LIKE.items()}}
    found = []
    for kind in typed:
        found.append((kind, kind))
        if kind in alike:
            found.append((alike[kind], kind))
    return found


def _called(column: str, kind: str) -> str:
    """A name that was met as an alias, on either side, is an alias."""
    return next((one for one in (column, kind) if one in LIKE), kind)


#: Which level of first and of last name follows from an equal hash, the strongest first.
_NAMES: Final = (
    ("whole_name", "exact", "exact"),
    ("sounds", "close", "close"),
    ("family_and_year", "else", "close"),
    ("alias_name", "alias", "close"),
    ("given_and_year", "close", "else"),
    ("alias_and_year", "alias", "else"),
)


def _names(same: set[str], both: set[str]) -> dict[str, str]:
    for kind, given, family in _NAMES:
        if kind in same:
            # of a name that is not known on both sides nothing is said
            known = "sounds" in both
            found = {"given": given, "family": family}
            return {name: level for name, level in found.items() if known or level != "else"}
    return {"given": "else", "family": "else"} if "sounds" in both else {}


def _birth(same: set[str], both: set[str]) -> str:
    if "born" in same:
        return "exact"
    if "day_turned" in same:
        return "turned"
    if same & {"family_and_year", "given_and_year", "alias_and_year"}:
        return "same_year" if "born" in both else "year"
    if "born" in both:
        return "else"
    return ""
