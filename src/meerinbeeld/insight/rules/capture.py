# SPDX-License-Identifier: EUPL-1.2
"""From who was notified by whom to a table of capture histories. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

#: Beyond six lists no search goes through all models.
MOST_LISTS: Final = 6
#: An organisation with fewer people counts among "the others": alone it would say too little.
LEAST_ON_A_LIST: Final = 5
#: The library takes so many at most.
MOST_IN_A_TABLE: Final = 12
#: How the column of counts may be called.
COUNT_HEADINGS: Final = frozenset({"count", "aantal"})
#: Nobody has more than a thousand million people on lists.
DIGITS: Final = 9


@dataclass(frozen=True)
class Histories:
    """`counts` by history: bit i is set when people are on list i. Nobody has history 0."""

    lists: tuple[str, ...]
    counts: Mapping[int, int]

    @property
    def observed(self) -> int:
        return sum(self.counts.values())

    def on_list(self, at: int) -> int:
        """How many people are on the list at this place."""
        return sum(count for mask, count in self.counts.items() if mask >> at & 1)

    @property
    def on_several(self) -> int:
        return sum(count for mask, count in self.counts.items() if mask.bit_count() > 1)

    def rows(self) -> list[tuple[tuple[int, ...], int]]:
        """Each history as zeros and ones with its count, the most frequent first."""
        width = range(len(self.lists))
        ordered = sorted(self.counts.items(), key=lambda one: (-one[1], one[0]))
        return [(tuple(mask >> at & 1 for at in width), count) for mask, count in ordered if count]


@dataclass(frozen=True)
class Doubt:
    """Of which people in a table it is not sure that they are different people.

    `people`: the history of each of them; `pairs`: two places and how likely it is that they are
    one person; `apart`: two places of whom people decided that they are not.
    """

    people: tuple[int, ...] = ()
    pairs: tuple[tuple[int, int, float], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


def histories(
    told: Iterable[tuple[Hashable, str]], others: str, most: int = MOST_LISTS
) -> Histories:
    """Histories from (person, list) pairs; a person told twice by one list counts once.

    Lists with few people, and all beyond the largest, are taken together under the name `others`.
    """
    return with_doubt(told, others, (), (), most)[0]


def with_doubt(
    told: Iterable[tuple[Hashable, str]],
    others: str,
    likely: Iterable[tuple[Hashable, Hashable, float]],
    apart: Iterable[tuple[Hashable, Hashable]],
    most: int = MOST_LISTS,
) -> tuple[Histories, Doubt]:
    """The same, with what is in doubt: `likely` has pairs of people and how likely they are one.

    Of two people with several such pairs between them the likeliest counts: the others rest on the
    same names and dates, and are no further evidence. Pairs with whom nobody told of are left out.
    """
    lists, masks = _masks(told, others, most)
    never = {_both(*two) for two in apart}
    pairs = [
        (one, other, chance)
        for (one, other), chance in _likeliest(likely)
        if one in masks and other in masks and (one, other) not in never
    ]
    place: dict[Hashable, int] = {}
    for one, other, _chance in pairs:
        place.setdefault(one, len(place))
        place.setdefault(other, len(place))
    doubt = Doubt(
        tuple(masks[one] for one in place),
        tuple((place[one], place[other], chance) for one, other, chance in pairs),
        tuple(
            (place[one], place[other])
            for one, other in sorted(never, key=str)
            if one in place and other in place and one != other
        ),
    )
    return Histories(lists, dict(Counter(masks.values()))), doubt


def _both(one: Hashable, other: Hashable) -> tuple[Hashable, Hashable]:
    """Two people, always in the same order."""
    return (one, other) if str(one) <= str(other) else (other, one)


def _likeliest(
    likely: Iterable[tuple[Hashable, Hashable, float]],
) -> list[tuple[tuple[Hashable, Hashable], float]]:
    """For two people the likeliest of their pairs, in an order that does not differ."""
    chances: dict[tuple[Hashable, Hashable], float] = {}
    for one, other, chance in likely:
        if one != other:
            both = _both(one, other)
            chances[both] = max(chance, chances.get(both, 0.0))
    return sorted(chances.items(), key=str)


def _masks(
    told: Iterable[tuple[Hashable, str]], others: str, most: int
) -> tuple[tuple[str, ...], dict[Hashable, int]]:
    """The lists, and the history of each person."""
    on: dict[Hashable, set[str]] = defaultdict(set)
    for person, name in told:
        on[person].add(name)
    sizes = Counter(name for names in on.values() for name in names)
    kept = _kept(sizes, most)
    joined = {name: name if name in kept else others for name in sizes}
    lists = (*kept, *([others] if any(name not in kept for name in sizes) else []))
    at = {name: place for place, name in enumerate(lists)}
    masks = {
        person: sum(1 << place for place in {at[joined[name]] for name in names})
        for person, names in on.items()
    }
    return tuple(lists), masks


class TableMistake(ValueError):
    """What is wrong with a table: a code, the row (from 1 on) and what stands there."""

    def __init__(self, code: str, row: int = 0, found: str = "") -> None:
        super().__init__(code)
        self.code, self.row, self.found = code, row, found


def from_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> Histories:
    """Histories from a table with one column of 0 and 1 per list, and one of counts.

    Raises `TableMistake`. Histories that are not there have count 0.
    """
    at = _column_of_counts(headers)
    lists = tuple(name.strip() for place, name in enumerate(headers) if place != at)
    if len(lists) < 2 or len(lists) > MOST_IN_A_TABLE:
        raise TableMistake("few_lists" if len(lists) < 2 else "many_lists")
    if len(set(lists)) < len(lists) or not all(lists):
        raise TableMistake("names")
    counts: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        mask = _mask([cell for place, cell in enumerate(row) if place != at], number)
        count = _count(row[at], number)
        if mask in counts or (mask == 0 and count):
            raise TableMistake("twice" if mask else "nobody", number)
        counts[mask] = count
    counts.pop(0, None)
    found = Histories(lists, {mask: count for mask, count in counts.items() if count})
    if not found.on_several:
        raise TableMistake("no_overlap" if found.observed else "empty")
    return found


def _column_of_counts(headers: Sequence[str]) -> int:
    places = [at for at, name in enumerate(headers) if name.strip().casefold() in COUNT_HEADINGS]
    if len(places) != 1:
        raise TableMistake("count_column")
    return places[0]


def _mask(cells: Sequence[str], number: int) -> int:
    mask = 0
    for place, cell in enumerate(cells):
        if cell.strip() not in {"0", "1"}:
            raise TableMistake("mark", number, cell.strip())
        mask |= int(cell) << place
    return mask


def _count(cell: str, number: int) -> int:
    text = cell.strip()
    if not text.isascii() or not text.isdigit() or len(text) > DIGITS:
        raise TableMistake("count", number, text)
    return int(text)


def _kept(sizes: Mapping[str, int], most: int) -> Sequence[str]:
    """The lists that stand alone: the largest, with room for one of all others."""
    large = sorted(
        (name for name, size in sizes.items() if size >= LEAST_ON_A_LIST),
        key=lambda name: (-sizes[name], name),
    )
    fits = len(large) == len(sizes) and len(large) <= most
    return large if fits else large[: most - 1]


def rounded_out(number: float, step: int = 10) -> int:
    """To tens, for whoever does not work with the cases: halves go up."""
    return int(number / step + 0.5) * step
