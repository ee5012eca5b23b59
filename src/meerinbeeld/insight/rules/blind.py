# SPDX-License-Identifier: EUPL-1.2
"""Where remarkably little is seen: what was seen set against what one would expect. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meerinbeeld.insight.rules.chance import Blind, Seen


@dataclass(frozen=True)
class Spotted:
    """All of one kind, those that need a look first."""

    blind: tuple[Blind, ...]
    ordinary: tuple[Blind, ...]
    too_small: tuple[Blind, ...]


def seen_of(value: int | None, expected: float) -> Seen:
    """A number that is shown, or what a hidden one is taken for.

    A hidden number may have been hidden as a cover, and then it can be large. It is taken to be no
    less than what is expected, so that nothing is called blind because its number was hidden.
    """
    return Seen(max(1, round(expected)), is_hidden=True) if value is None else Seen(value)


def by_share(values: Mapping[str, int | None], shares: Mapping[str, float]) -> Spotted:
    """Each of the keys of `shares` against its share of all that is known about them together.

    When a number is hidden, the whole is taken without it: the shares of the others are made to add
    up to one again.
    """
    known = {key: values.get(key, 0) for key in shares}
    shown = {key: value for key, value in known.items() if value is not None}
    whole = sum(shown.values())
    part = sum(shares[key] for key in shown) or 1.0
    found = [
        Blind(key, seen_of(value, expected), expected)
        for key, value in known.items()
        if (expected := whole / part * shares[key]) >= 0
    ]
    return _sorted(found)


def _sorted(found: list[Blind]) -> Spotted:
    ordered = sorted(found, key=lambda one: (one.likelihood, -one.expected))
    return Spotted(
        blind=tuple(one for one in ordered if one.is_blind),
        ordinary=tuple(one for one in ordered if one.can_tell and not one.is_blind),
        too_small=tuple(one for one in ordered if not one.can_tell),
    )
