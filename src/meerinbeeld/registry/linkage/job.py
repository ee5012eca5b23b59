# SPDX-License-Identifier: EUPL-1.2
"""The whole job: persons in, clusters and scored pairs out.

Whatever the order of the records, the outcome is the same: they are sorted by list and id first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from operator import lt
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from meerinbeeld.registry.linkage.backend import Backend, InMemory
from meerinbeeld.registry.linkage.clustering import Contradiction, Decided, Pair, clusters
from meerinbeeld.registry.linkage.columns import Column
from meerinbeeld.registry.linkage.engine import Engine, Pairs
from meerinbeeld.registry.linkage.features import Features, features
from meerinbeeld.registry.linkage.persons import Persons
from meerinbeeld.registry.linkage.reasons import Reason

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: A record is named by its list and its id in that list.
Name = tuple[str, str]

#: A link is made from this probability on: a false one hides a victim, a missed one is found again.
THRESHOLD: Final = 0.95
SEED: Final = 20_210_101
#: Of more records that say exactly the same, only the pairs with the first one are listed.
_LISTED_WHOLE: Final = 1_000


class RefusedRecords(ValueError):
    """Records that cannot be told apart: two have the same id in one list."""

    def __init__(self, name: Name) -> None:
        super().__init__("two records have the same id")
        self.name = name


class ContradictingDecisions(ValueError):
    """Two records that people called the same, through others perhaps, and not the same."""

    def __init__(self, one: Name, two: Name) -> None:
        super().__init__("decisions contradict each other")
        self.one, self.two = one, two


@dataclass(frozen=True)
class Decisions:
    """What people decided about pairs of records. "Don't know" is no decision and is left out.

    Decisions about records that are not there any more are passed over.
    """

    same: Collection[tuple[Name, Name]] = ()
    different: Collection[tuple[Name, Name]] = ()


class Link(NamedTuple):
    """A scored pair of records, by row. `weight` is in bits: 0 is as likely as not."""

    left: int
    right: int
    probability: float
    weight: float


@dataclass(frozen=True)
class Linked:
    """The outcome. `cluster[row]` is the first row of the same person, in the order given."""

    persons: Persons
    cluster: Ints
    _pairs: Pairs
    _features: Features
    _alike: Floats
    _order: Ints
    engine: Engine

    @property
    def number_of_clusters(self) -> int:
        return int(self._begins.sum())

    def numbers(self) -> Ints:
        """The number of the person of each record, from 1 on in the order of the file."""
        return np.cumsum(self._begins, dtype=np.int64)[self.cluster]

    @property
    def _begins(self) -> npt.NDArray[np.bool_]:
        """Whether a record is the first one of its person."""
        begins: npt.NDArray[np.bool_] = self.cluster == np.arange(len(self.cluster))
        return begins

    def why(self, one: int, two: int) -> list[Reason]:
        """What speaks for two records being about one person, and what against."""
        profile = self._profile_of_row()
        return self.engine.why(int(profile[one]), int(profile[two]))

    def sums(self, links: Sequence[Link]) -> list[list[Reason]]:
        """For each link the parts that its weight is the sum of."""
        profile = self._profile_of_row()
        ends = np.array([(link.left, link.right) for link in links], dtype=np.int64).reshape(-1, 2)
        return self.engine.sums(profile[ends[:, 0]], profile[ends[:, 1]])

    def _profile_of_row(self) -> Ints:
        profile = np.empty(len(self._order), dtype=np.int64)
        profile[self._order] = self._features.profile
        return profile

    def links(self) -> Iterator[Link]:
        """Every pair that may be a match, the most likely first; pairs that say the same too."""
        size = self._features.size
        by_profile = self._order[np.argsort(self._features.profile, kind="stable")]
        ends = np.cumsum(size).tolist()

        def rows(profile: int) -> list[int]:
            """The records of a profile, as they were given."""
            found: list[int] = by_profile[ends[profile] - size[profile] : ends[profile]].tolist()
            return found

        same = np.flatnonzero(size > 1)
        own = Pairs(same, same, self._alike[same])
        pairs = own.and_also(self._pairs)
        chances = pairs.probability
        for at in np.argsort(-pairs.weight, kind="stable").tolist():
            one, two = int(pairs.left[at]), int(pairs.right[at])
            chance, bits = float(chances[at]), float(pairs.weight[at])
            of_one = rows(one)
            for left, right in _listed(of_one, of_one if one == two else rows(two)):
                yield Link(left, right, chance, bits)


def link(
    persons: Persons,
    *,
    decisions: Decisions | None = None,
    unique_lists: Collection[str] = (),
    threshold: float = THRESHOLD,
    seed: int = SEED,
    backend: Backend | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Linked:
    """Find out which records are about the same person.

    `unique_lists` are the lists that have each person once already. `progress` hears how far it is,
    of a hundred. Raises `RefusedRecords` and
    `ContradictingDecisions`.
    """
    order = _sorted_rows(persons)
    ordered = _in_order(persons, order)
    once_in = _once_in(ordered.sources, unique_lists)
    same, different = _decided(ordered, decisions or Decisions())
    apart = once_in >= 0
    apart[[row for pair in (*same, *different) for row in pair]] = True
    made = features(ordered, apart)
    progress(20)
    profile = made.profile
    lists = np.full(len(made), -1, dtype=np.int64)
    lists[profile] = once_in
    engine = Engine(backend or InMemory(), made, lists if unique_lists else None, seed)
    engine.train()
    progress(60)
    pairs = engine.scored()
    alike = engine.alike()
    pairs = _without_the_indistinct(pairs, made, alike, threshold)
    progress(80)
    try:
        found = _clusters(engine, made, pairs, same, different, lists, threshold)
    except Contradiction as error:
        one, two = (int(np.flatnonzero(profile == at)[0]) for at in (error.one, error.two))
        raise ContradictingDecisions(_name(ordered, one), _name(ordered, two)) from error
    progress(100)
    rows = _by_row(found, made, alike, _bits(threshold))
    return Linked(persons, _as_given(rows, order), pairs, made, alike, order, engine)


def _sorted_rows(persons: Persons) -> Ints:
    """The rows by list and id."""
    if all(map(lt, persons.ids, islice(persons.ids, 1, None))):  # as a register gives them
        return np.argsort(persons.sources.places()[persons.sources.codes], kind="stable")
    ids = pa.array(persons.ids, type=pa.string())
    names = pa.table({"source": persons.sources.texts(), "id": ids})
    order = pc.sort_indices(names, sort_keys=[("source", "ascending"), ("id", "ascending")])
    _refuse_twice(names.take(order))
    return np.asarray(order, dtype=np.int64)


def _refuse_twice(names: pa.Table) -> None:
    """Refuse two records of one list with the same id. The names are sorted."""
    if len(names) < 2:
        return
    same = [
        pc.equal(column.combine_chunks().slice(1), column.combine_chunks().slice(0, len(names) - 1))
        for column in names.columns
    ]
    at = pc.index(pc.and_(*same), True).as_py()
    if at >= 0:
        raise RefusedRecords((names["source"][at].as_py(), names["id"][at].as_py()))


def _in_order(persons: Persons, order: Ints) -> Persons:
    return replace(
        persons,
        ids=[persons.ids[row] for row in order.tolist()],
        sources=persons.sources.take(order),
        columns={name: one.take(order) for name, one in persons.columns.items()},
        other={name: one.take(order) for name, one in persons.other.items()},
    )


def _name(persons: Persons, row: int) -> Name:
    return persons.sources.values[persons.sources.codes[row]], persons.ids[row]


def _once_in(sources: Column, unique_lists: Collection[str]) -> Ints:
    """Per row the number of its list when that has each person once, else -1."""
    numbers = [at if value in unique_lists else -1 for at, value in enumerate(sources.values)]
    return np.array(numbers, dtype=np.int64)[sources.codes]


def _decided(persons: Persons, decisions: Decisions) -> tuple[list[Pair], list[Pair]]:
    if not decisions.same and not decisions.different:
        return [], []
    sources = [persons.sources.values[code] for code in persons.sources.codes.tolist()]
    rows = {name: row for row, name in enumerate(zip(sources, persons.ids, strict=True))}

    def known(pairs: Collection[tuple[Name, Name]]) -> list[Pair]:
        found = [(rows[one], rows[two]) for one, two in pairs if one in rows and two in rows]
        return sorted({(min(pair), max(pair)) for pair in found})

    return known(decisions.same), known(decisions.different)


def _without_the_indistinct(pairs: Pairs, made: Features, alike: Floats, threshold: float) -> Pairs:
    """Leave out profiles that say so little that even the same words are no sign."""
    indistinct = alike < _bits(threshold)
    return pairs.only(~(indistinct[pairs.left] | indistinct[pairs.right]))


def _bits(probability: float) -> float:
    return float(np.log2(probability / (1 - probability)))


def _clusters(
    engine: Engine,
    made: Features,
    pairs: Pairs,
    same: Sequence[Pair],
    different: Sequence[Pair],
    lists: Ints,
    threshold: float,
) -> Ints:
    """Clusters of profiles. Records that people decided about are profiles of their own."""
    profile = made.profile
    decided = Decided(
        [(int(profile[one]), int(profile[two])) for one, two in same],
        [(int(profile[one]), int(profile[two])) for one, two in different],
        lists if (lists >= 0).any() else None,
    )
    return clusters(
        len(made),
        pairs.left,
        pairs.right,
        pairs.weight,
        engine.weights_of,
        decided,
        _bits(threshold),
    )


def _by_row(cluster: Ints, made: Features, alike: Floats, least: float) -> Ints:
    """The cluster of each record, from that of its profile."""
    rows = np.arange(len(made.profile), dtype=np.int64)
    first = np.full(len(made), len(rows), dtype=np.int64)
    np.minimum.at(first, cluster[made.profile], rows)
    found = first[cluster[made.profile]]
    indistinct = (alike < least)[made.profile]
    return np.where(indistinct, rows, found)


def _as_given(cluster: Ints, order: Ints) -> Ints:
    """The same clusters, named by rows as they were given."""
    given = np.empty_like(cluster)
    given[order] = cluster
    first = np.full(len(order), len(order), dtype=np.int64)
    np.minimum.at(first, given, np.arange(len(order), dtype=np.int64))
    return first[given]


def _listed(one: list[int], two: list[int]) -> Iterator[tuple[int, int]]:
    if one is two:
        heads = one if len(one) <= _LISTED_WHOLE else one[:1]
        for at, left in enumerate(heads):
            for right in one[at + 1 :]:
                yield left, right
        return
    whole = len(one) * len(two) <= _LISTED_WHOLE**2
    for left in one if whole else one[:1]:
        for right in two if whole else two[:1]:
            yield left, right
