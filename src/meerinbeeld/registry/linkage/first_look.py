# SPDX-License-Identifier: EUPL-1.2
"""The first look at a pair: whether it is worth comparing closely. Pure, with numpy.

Keys bring many pairs together that have nothing else in common. What is the same speaks for a pair
as much as it is rare, what is not speaks against it a little; a pair that this leaves far below a
match is not compared, which costs ten times as much.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt

from meerinbeeld.registry.linkage.columns import THREADS, Column

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Kept = npt.NDArray[np.bool_]

#: What is looked at, beside further columns of the file's own.
_LOOKED_AT: Final = (
    *("given_sound", "family_sound", "year", "md", "sex", "nationality", "birth_place", "place"),
    *("postcode", "street", "phone", "email", "number"),
)
#: So many bits below a match a pair may be, and in a large file.
_SLACK, _SLACK_LARGE, _LARGE = 8.0, 5.0, 200_000
#: What is not the same speaks against a pair by so many bits.
_AGAINST: Final = np.float32(-1.0)
_AT_ONCE: Final = 500_000


def looked_at(columns: Mapping[str, Column]) -> list[str]:
    """The features that the first look asks about."""
    others = (name for name in columns if name.startswith("other_"))
    return [*(name for name in _LOOKED_AT if name in columns), *others]


def worth_comparing(
    columns: Mapping[str, Column],
    rarity: Mapping[str, float],
    records: int,
    left: Ints,
    right: Ints,
) -> Kept:
    """Per pair whether it may become a match.

    `rarity` says for each feature how many bits it tells that two records have the same value.
    """
    least = math.log2(max(2, records)) - (_SLACK if records < _LARGE else _SLACK_LARGE)
    unknown = {name: _unknown(columns[name]) for name in rarity}

    def look(start: int) -> Kept:
        here = slice(start, start + _AT_ONCE)
        bits = _bits(columns, rarity, unknown, left[here], right[here])
        return (bits >= least) | _swapped(columns, left[here], right[here])

    with ThreadPoolExecutor(THREADS) as threads:
        kept = list(threads.map(look, range(0, len(left), _AT_ONCE)))
    return np.concatenate(kept) if kept else np.zeros(0, dtype=np.bool_)


def _bits(
    columns: Mapping[str, Column],
    rarity: Mapping[str, float],
    unknown: Mapping[str, int],
    left: Ints,
    right: Ints,
) -> npt.NDArray[np.float32]:
    bits = np.zeros(len(left), dtype=np.float32)
    for name, rare in rarity.items():
        one, two = columns[name].codes[left], columns[name].codes[right]
        says = np.where(one == two, np.float32(rare), _AGAINST)
        says[(one == unknown[name]) | (two == unknown[name])] = 0
        bits += says
    return bits


def _unknown(column: Column) -> int:
    """The code of "", or one that no row has."""
    return column.values.index("") if "" in column.values else -1


def _swapped(columns: Mapping[str, Column], left: Ints, right: Ints) -> Kept:
    """Whether the given name of each sounds like the family name of the other."""
    if not {"given_sound", "family_sound"} <= columns.keys():
        return np.zeros(len(left), dtype=np.bool_)
    given, family = columns["given_sound"], columns["family_sound"]
    codes = {value: code for code, value in enumerate(given.values) if value}
    # a family name that is nobody's given name has a code that no given name has
    as_given = np.array([codes.get(value, -1) for value in family.values], dtype=np.int32)
    one: Kept = given.codes[left] == as_given[family.codes[right]]
    one[one] = given.codes[right[one]] == as_given[family.codes[left[one]]]
    return one
