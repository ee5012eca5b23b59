# SPDX-License-Identifier: EUPL-1.2
"""What a notification misses and where it contradicts itself. Pure: values in, codes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

#: The national fields (DOMAIN 2.4); a notification without one of these waits in the queue.
NATIONAL: Final = (
    "forms", "sector", "scope", "origin", "nationalities", "sex", "age_band", "notifier",
    "municipality",
)  # fmt: skip
#: What the national figures miss in practice, and the region keeps (DOMAIN 2.4).
EXTRA: Final = (
    "age_band_at_start", "duration", "place_kind", "recruitment", "means", "platforms_recruiting",
    "platforms_exploiting",
)  # fmt: skip
_EMPTY: Final[tuple[Any, ...]] = (None, "", [], (), frozenset())


def missing(values: Mapping[str, Any], fields: Collection[str] = NATIONAL) -> list[str]:
    """Which fields nobody filled in. "Unknown" is an answer: somebody asked."""
    return [field for field in fields if values.get(field) in _EMPTY]


@dataclass(frozen=True)
class Coded:
    """What can contradict itself. Age bands are given by their lowest age."""

    forms: frozenset[str]
    sex_sector: bool | None
    scope: str
    origin: str
    age_from: int | None = None
    age_at_start_from: int | None = None


def contradictions(coded: Coded) -> list[str]:
    """Codes of what cannot both be true, or is unlikely enough to look at again."""
    found = []
    if coded.sex_sector and coded.forms and coded.forms.isdisjoint({"sexual_exploitation"}):
        found.append("sex_sector_without_sexual_form")
    ages = (coded.age_from, coded.age_at_start_from)
    if ages[0] is not None and ages[1] is not None and ages[1] > ages[0]:
        found.append("older_at_start")
    if coded.scope == "domestic" and coded.origin not in ("", "NL", "unknown"):
        found.append("domestic_from_abroad")
    return found
