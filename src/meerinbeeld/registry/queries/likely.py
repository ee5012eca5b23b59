# SPDX-License-Identifier: EUPL-1.2
"""Likely matches of a person who is typed in, by hashes alone. Nothing is decrypted."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID

from meerinbeeld.access import Actor
from meerinbeeld.registry.linkage.blind import KINDS
from meerinbeeld.registry.linkage.comparisons import shipped
from meerinbeeld.registry.models import Likeness, Notification, Run
from meerinbeeld.registry.queries.pair_words import Part, chance_words, strongest
from meerinbeeld.registry.queries.scope import visible
from meerinbeeld.registry.rules.weighing import Model, Told, against, levels

#: What is less likely than this is not shown.
LEAST_SHOWN: Final = 0.2
MOST_SHOWN: Final = 5
#: So many with one equal hash are looked at; more share it when it says little.
_PER_KIND: Final = 100
#: Coded facts that are weighed along: what the engine calls them, and where they stand.
CODES: Final = ("sex", "nationality", "place")


@dataclass(frozen=True)
class Likely:
    """A notification that may be about the same person, and why. No value of the person."""

    row: Notification
    probability: float
    told: list[Told]

    @property
    def chance(self) -> str:
        return chance_words(self.probability)

    @property
    def why(self) -> list[str]:
        return strongest([Part(*one) for one in self.told], 3)[0]


def likely(actor: Actor, hashes: Mapping[str, bytes], codes: Mapping[str, str]) -> list[Likely]:
    """The most likely notifications in reach, the best first. `codes` are of `CODES`."""
    found = _sharing(actor, hashes)
    if not found:
        return []
    model = _model()
    kept = visible(actor).filter(pk__in=found, destroyed_at=None).select_related("organisation")
    weighed = []
    for row in kept:
        told = model.told({**levels(hashes, found[row.pk]), **_coded(row, codes)})
        weighed.append(Likely(row, model.probability(told), told))
    best = sorted(weighed, key=lambda one: (-one.probability, one.row.reference))
    return [one for one in best if one.probability >= LEAST_SHOWN][:MOST_SHOWN]


def _sharing(actor: Actor, hashes: Mapping[str, bytes]) -> dict[UUID, dict[str, bytes]]:
    """The hashes of every notification in reach that shares one."""
    seen = visible(actor).order_by()
    found: dict[UUID, dict[str, bytes]] = {}
    for column, kind in against(hashes):
        rows = Likeness.objects.filter(**{column: hashes[kind]}, notification__in=seen)
        for notification, *kept in rows.values_list("notification_id", *KINDS)[:_PER_KIND]:
            found[notification] = {
                name: bytes(value)
                for name, value in zip(KINDS, kept, strict=True)
                if value is not None
            }
    return found


def _coded(row: Notification, codes: Mapping[str, str]) -> dict[str, str]:
    """Whether coded facts are the same, where both are known."""
    there = {"sex": [row.sex], "nationality": row.nationalities, "place": [row.municipality_id]}
    return {
        name: "exact" if codes[name] in there[name] else "else"
        for name in CODES
        if codes.get(name) not in (None, "", "unknown")
        and any(value not in (None, "", "unknown") for value in there[name])
    }


def _model() -> Model:
    """What the last search learned, or what the program brings along."""
    last = Run.objects.filter(state=Run.State.DONE).order_by("-asked_at").first()
    settings: dict[str, Any] = last.settings if last else {}
    return Model.of(settings, last.notifications if last else 0, _shipped())


@cache
def _shipped() -> dict[str, dict[str, float]]:
    return {
        name: {level: math.log2(m / u) for level, (m, u) in told.items()}
        for name, told in shipped()["comparisons"].items()
    }
