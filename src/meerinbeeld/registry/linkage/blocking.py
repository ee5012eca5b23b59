# SPDX-License-Identifier: EUPL-1.2
"""Which pairs are looked at: those that share one of several keys. Pure, with numpy.

Each key is a number made of a few features. No key decides anything; a pair that shares none of
them is never seen, so the keys cover each other: whoever has a slip in the date is found by name,
and so on. A key that too many records share is cut into pieces of records that stand beside each
other when sorted, so that the work stays in proportion to the number of records.

Numbers are enough for this, so it is done here and not in a database: it costs a few seconds for a
million records, and is the same whatever compares the pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from meerinbeeld.registry.linkage.columns import THREADS, Column, Hashes, chained

Ints = npt.NDArray[np.int64]
Key = tuple[str, ...]

#: Up to this many pairs in all, every pair is looked at.
ALL_PAIRS: Final = 1_500_000
#: In larger files: so many pairs per record, and at least so many in all.
PAIRS_PER_RECORD: Final = 4
LEAST_PAIRS: Final = 2_000_000
_SMALLEST_PIECE: Final = 10
_LARGEST_PIECE: Final = 5_000

#: What the parts of a key are, where it is not a feature itself: of which feature, and what of it.
_PARTS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "tail of phone": ("phone", lambda phone: phone[-8:]),
    "initial": ("given", lambda name: name[:1]),
    "start of family": ("family", lambda name: name[:3]),
    "start of given": ("given", lambda name: name[:3]),
    "turned day": ("md", lambda day: min(day[:2], day[2:]) + max(day[:2], day[2:])),
    "decade": ("year", lambda year: year[:3]),
}
#: How both names sound, whichever is called the given one.
_NAMES: Final = "names"
_KEYS: Final[tuple[Key, ...]] = (
    ("number",),
    ("tail of phone",),
    ("email",),
    (_NAMES,),
    ("family_sound", "dob"),
    ("given_sound", "dob"),
    ("family_sound", "postcode"),
    ("given_sound", "postcode"),
    ("dob", "postcode"),
    ("dob", "place"),
    ("dob", "birth_place"),
    ("year", "turned day", "initial"),
    ("family_sound", "md"),
    ("given_sound", "year", "place"),
    ("given_sound", "year", "birth_place"),
    ("family_sound", "year", "initial"),
    ("family_sound", "street"),
    ("given_sound", "street"),
    ("family_sound", "place", "initial"),
    ("family_sound", "birth_place", "initial"),
    ("start of family", "start of given", "decade"),
)
#: Wide keys, for files in which there is room for them.
_WIDE_KEYS: Final[tuple[Key, ...]] = (
    ("family_sound", "year"),
    ("postcode", "year"),
    ("given_sound", "nationality", "year"),
    ("given_sound", "year"),
    ("family_sound", "place"),
    ("family_sound", "birth_place"),
    ("given_sound", "birth_place"),
    ("year", "birth_place"),
    ("family_sound",),
    ("given_sound",),
    ("dob",),
    ("postcode",),
    ("street",),
)
#: Where so few records leave room for wide keys.
_ROOM_FOR_WIDE: Final = 60_000
_FEW_KEYS: Final = 3
#: In this order the records that share too wide a key stand before it is cut.
_CUT_BY: Final = ("family", "given", "dob", "year")


def keys(columns: Collection[str], records: int) -> list[Key]:
    """The keys that can be made of these features."""
    has = set(columns) | ({_NAMES} if {"given_sound", "family_sound"} <= set(columns) else set())
    others = [name for name in columns if name.startswith("other_")]
    wished = list(_KEYS)
    for other in others:
        wished += [("family_sound", other), ("given_sound", other), ("dob", other)]
    made = [key for key in wished if _can_be_made(key, has)]
    if records <= _ROOM_FOR_WIDE or len(made) < _FEW_KEYS:
        made += [key for key in _WIDE_KEYS if _can_be_made(key, has)]
    return made or [(name,) for name in (*others, "place", "year") if name in has]


def _can_be_made(key: Key, has: Collection[str]) -> bool:
    return all(_PARTS.get(part, (part,))[0] in has for part in key)


# --- Keys as numbers ------------------------------------------------------------------------------


def numbers(columns: Mapping[str, Column], made: Sequence[Key], rows: int) -> Iterator[Hashes]:
    """Per key one number for each row, which rows with the same parts share; 0 when a part is not
    known."""
    parts: dict[str, Hashes] = {}
    for key in made:
        for part in key:
            if part not in parts:
                parts[part] = _part(columns, part)
        number = chained((parts[part] for part in key), rows)
        for part in key:
            number[parts[part] == 0] = 0
        yield number


def _part(columns: Mapping[str, Column], part: str) -> Hashes:
    if part == _NAMES:
        given, family = columns["given_sound"].hashes(), columns["family_sound"].hashes()
        # who goes by one name alone has it twice
        return np.where(given == 0, family, given) + np.where(family == 0, given, family)
    feature, of_it = _PARTS.get(part, (part, str))
    return columns[feature].hashes(of_it)


# --- Records that share a key ---------------------------------------------------------------------


class Shared(NamedTuple):
    """Rows that share a number: the rows group after group, and how large each group is."""

    rows: Ints
    sizes: Ints


def pairs(
    columns: Mapping[str, Column], rows: int, made: Sequence[Key], once_in: Ints | None = None
) -> tuple[Ints, Ints]:
    """All pairs of rows that share a key, each once, the lower row first.

    Rows with the same number in `once_in` (-1: none) are of one list that has each person once, and
    make no pair.
    """
    if rows * (rows - 1) // 2 <= ALL_PAIRS or not made:
        left, right = (ends.astype(np.int64) for ends in np.triu_indices(rows, 1))
        return _of_two_lists(left, right, once_in)
    with ThreadPoolExecutor(THREADS) as threads:
        shared = list(threads.map(_shared, numbers(columns, made, rows)))
    total = max(LEAST_PAIRS, PAIRS_PER_RECORD * rows)
    sizes = [_how_many(one) for one in shared]
    share = fair_share([_pairs(one, _LARGEST_PIECE) for one in sizes], total)
    order: dict[str, Ints] = {}
    codes = []
    for one, size in zip(shared, sizes, strict=True):
        cut = _cut(one, largest_piece(size, share), columns, order)
        left, right = _of_two_lists(*_inside(cut), once_in)
        codes.append(left * rows + right)
    found = _each_once(np.concatenate(codes))
    return found // rows, found % rows


def _each_once(numbers: Ints) -> Ints:
    """Ascending. `np.unique` finds them by hashing since numpy 2.3, which takes 40 times as long
    with millions."""
    numbers.sort()
    found: Ints = numbers[np.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]]
    return found


def _shared(number: Hashes) -> Shared:
    """The rows that do not stand alone with their number; 0 is no number."""
    rows = np.flatnonzero(_perhaps_shared(number) & (number != 0))
    rows = rows[np.argsort(number[rows], kind="stable")]
    sorted_ = number[rows]
    begins = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1])[: len(rows)])
    sizes = np.diff(np.append(begins, len(rows)))
    return Shared(rows[np.repeat(sizes > 1, sizes)], sizes[sizes > 1])


def _perhaps_shared(number: Hashes) -> npt.NDArray[np.bool_]:
    """Without most of those that stand alone, which is quicker than to sort them all."""
    bits = max(1, (4 * len(number)).bit_length())
    drawer = (number >> np.uint64(64 - bits)).astype(np.int64)
    found: npt.NDArray[np.bool_] = np.bincount(drawer)[drawer] > 1
    return found


def _how_many(shared: Shared) -> list[tuple[int, int]]:
    """How many records share a key, and how many keys are shared by that many."""
    size, number = np.unique(shared.sizes, return_counts=True)
    return list(zip(size.tolist(), number.tolist(), strict=True))


def _cut(
    shared: Shared, piece: int, columns: Mapping[str, Column], order: dict[str, Ints]
) -> Shared:
    """Cut what more than `piece` records share into pieces."""
    large = shared.sizes > piece
    if not large.any():
        return shared
    inside = np.repeat(large, shared.sizes)
    rows = shared.rows[inside]
    group = np.repeat(np.arange(large.sum()), shared.sizes[large])
    for name in _CUT_BY:
        if name in columns and name not in order:
            order[name] = _places(columns[name])
    by = [order[name][columns[name].codes[rows]] for name in _CUT_BY if name in columns]
    rows = rows[np.lexsort((rows, *by[::-1], group))]
    return Shared(
        np.concatenate([shared.rows[~inside], rows]),
        np.concatenate([shared.sizes[~large], _sizes_of_pieces(shared.sizes[large], piece)]),
    )


def _places(column: Column) -> Ints:
    """Per value its place in the alphabet; what is not known comes last."""
    places = column.places()
    return np.where(np.array([not value for value in column.values]), len(places), places)


def _sizes_of_pieces(sizes: Ints, piece: int) -> Ints:
    number = -(-sizes // piece)
    found = np.full(int(number.sum()), piece, dtype=np.int64)
    found[np.cumsum(number) - 1] = sizes - (number - 1) * piece
    return found


def _inside(shared: Shared) -> tuple[Ints, Ints]:
    """All pairs of rows inside each of the groups."""
    here = np.arange(len(shared.rows))
    after = np.repeat(np.cumsum(shared.sizes), shared.sizes) - here - 1
    begins = np.cumsum(after) - after
    one = shared.rows[np.repeat(here, after)]
    two = shared.rows[np.arange(int(after.sum())) - np.repeat(begins - here - 1, after)]
    return np.minimum(one, two), np.maximum(one, two)


def _of_two_lists(left: Ints, right: Ints, once_in: Ints | None) -> tuple[Ints, Ints]:
    if once_in is None:
        return left, right
    kept = (once_in[left] != once_in[right]) | (once_in[left] < 0)
    return left[kept], right[kept]


# --- How many -------------------------------------------------------------------------------------


def fair_share(wanted: list[int], total: int) -> int:
    """The most that each may have, when what the modest ones leave goes to the others."""
    left = total
    for at, number in enumerate(sorted(wanted)):
        fair = left // (len(wanted) - at)
        if number > fair:
            return fair
        left -= number
    return total


def largest_piece(sizes: list[tuple[int, int]], share: int) -> int:
    """The largest size of a piece with which all pairs fit. `sizes`: (records, how many keys)."""
    for piece in _PIECES:
        if _pairs(sizes, piece) <= share:
            return piece
    return _SMALLEST_PIECE


_PIECES: Final = (_LARGEST_PIECE, 2000, 1000, 500, 200, 100, 50, 30, 20, _SMALLEST_PIECE)


def _pairs(sizes: list[tuple[int, int]], piece: int) -> int:
    return sum(
        number * (size * (size - 1) if size <= piece else size * piece) // 2
        for size, number in sizes
    )
