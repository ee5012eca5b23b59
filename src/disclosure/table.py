# SPDX-License-Identifier: EUPL-1.2
"""A table of counts with all its margins, and several tables that share cells as one release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from disclosure.errors import DataError
from disclosure.hierarchy import TOTAL, Dimension, Trees

Counts = NDArray[np.int64]
MOST_CELLS = 2_000_000


@dataclass(frozen=True, eq=False)
class Table:
    """Counts over the product of the dimensions, margins included.

    ``counts`` has one axis per dimension, its places those of ``Dimension.codes``. ``largest`` and
    ``second`` are the largest contributions to each cell, where contributors are known. ``records``
    is the sum of the record keys of each cell, for noise by cell key.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    count: str
    counts: Counts
    largest: Counts | None = None
    second: Counts | None = None
    keys: NDArray[np.uint64] | None = field(default=None, repr=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of codes of each dimension."""
        return self.counts.shape

    @cached_property
    def total(self) -> int:
        """The grand total."""
        return int(self.counts[(0,) * len(self.dimensions)])

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the dimensions."""
        return tuple(d.name for d in self.dimensions)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The codes of each cell, in the order of ``counts.ravel()``."""
        for place in np.ndindex(*self.shape):
            yield tuple(d.codes[p] for d, p in zip(self.dimensions, place, strict=True))

    def leaves(self) -> Counts:
        """The counts without margins."""
        return self.counts[tuple(slice(d.first_leaf, None) for d in self.dimensions)]


def with_margins(leaves: Counts, dimensions: Sequence[Dimension]) -> Counts:
    """Counts over leaves, summed to every code of every dimension."""
    whole = leaves
    for axis, d in enumerate(dimensions):
        whole = np.moveaxis(np.tensordot(d.below, whole, axes=(1, axis)), 0, axis)
    return np.ascontiguousarray(whole)


def relations(dimensions: Sequence[Dimension]) -> scipy.sparse.csr_matrix:
    """One row per relation: a margin minus its parts is zero; columns are cells in table order.

    Rows that follow from others are left out: a relation along one dimension is written for the
    leaves of the dimensions before it, and holds for their margins by those dimensions' own rows.
    """
    shape = tuple(len(d.codes) for d in dimensions)
    places = np.arange(int(np.prod(shape)), dtype=np.int64).reshape(shape)
    rows, columns, signs, at = [], [], [], 0
    for axis, d in enumerate(dimensions):
        kept = places[tuple(slice(before.first_leaf, None) for before in dimensions[:axis])]
        slabs = np.moveaxis(kept, axis, 0).reshape(len(d.codes), -1)
        for whole, parts in d.parts:
            lines = np.arange(at, at + slabs.shape[1])
            at += slabs.shape[1]
            for code, sign in ((whole, 1.0), *((part, -1.0) for part in parts)):
                rows.append(lines)
                columns.append(slabs[code])
                signs.append(np.full(lines.size, sign))
    joined = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return scipy.sparse.csr_matrix(joined, shape=(at, places.size))


@dataclass(frozen=True, eq=False)
class Release:
    """Tables that are published together; cells that they share are one cell.

    ``where[k]`` gives the cell of the release for each cell of table ``k``; ``matrix`` holds all
    relations, each row summing to zero over the counts.
    """

    tables: tuple[Table, ...]
    counts: Counts
    where: tuple[NDArray[np.int64], ...]
    matrix: scipy.sparse.csr_matrix

    @property
    def total(self) -> int:
        """The grand total; the tables are about the same people."""
        return self.tables[0].total

    def codes(self, cell: int) -> str:
        """A cell by its codes, for a message."""
        for table, where in zip(self.tables, self.where, strict=True):
            (found,) = np.nonzero(where == cell)
            if found.size:
                place = np.unravel_index(int(found[0]), table.shape)
                names = zip(table.dimensions, place, strict=True)
                return ", ".join(f"{d.name}={d.codes[int(p)]}" for d, p in names)
        raise KeyError(cell)


def trees_of(joined: Release) -> Trees:
    """The hierarchies of a release, as an attacker is given them."""
    return {
        d.name: {
            code: [leaf for leaf, inside in zip(d.leaves, d.below[place], strict=True) if inside]
            for place, code in enumerate(d.codes[: d.first_leaf])
        }
        for table in joined.tables
        for d in table.dimensions
    }


def release(tables: Sequence[Table]) -> Release:
    """Join tables on the cells they share: those with the same codes where none is the total.

    Raises DataError when a shared cell has two counts.
    """
    if not tables:
        raise DataError("There is no table.")
    if len(tables) == 1:
        (table,) = tables
        every = np.arange(table.counts.size, dtype=np.int64)
        counts = table.counts.ravel()
        return Release((table,), counts, (every,), relations(table.dimensions))
    return _joined(tables)


def _joined(tables: Sequence[Table]) -> Release:
    _check_same_dimensions(tables)
    known: dict[frozenset[tuple[str, str]], int] = {}
    counts: list[int] = []
    where = []
    for table in tables:
        here = np.empty(table.counts.size, np.int64)
        for i, (codes, count) in enumerate(zip(table.rows(), table.counts.ravel(), strict=True)):
            key = identity(table.columns, codes)
            cell = known.setdefault(key, len(counts))
            if cell == len(counts):
                counts.append(int(count))
            elif counts[cell] != count:
                raise DataError(
                    f"The tables do not agree: {_spoken(key)} is {counts[cell]} in one and "
                    f"{count} in {table.name}. Publish tables about the same people together."
                )
            here[i] = cell
        where.append(here)
    blocks = [_moved(relations(t.dimensions), w, len(counts)) for t, w in zip(tables, where)]  # noqa: B905
    matrix = scipy.sparse.csr_matrix(scipy.sparse.vstack(blocks))
    return Release(tuple(tables), np.array(counts, np.int64), tuple(where), matrix)


def identity(columns: Sequence[str], codes: Sequence[str]) -> frozenset[tuple[str, str]]:
    """What a cell counts, whatever table it stands in."""
    return frozenset((n, c) for n, c in zip(columns, codes, strict=True) if c != TOTAL)


def _spoken(key: frozenset[tuple[str, str]]) -> str:
    return ", ".join(f"{name}={code}" for name, code in sorted(key)) or "the total"


def _moved(
    matrix: scipy.sparse.csr_matrix, where: NDArray[np.int64], cells: int
) -> scipy.sparse.csr_matrix:
    coo = matrix.tocoo()
    return scipy.sparse.csr_matrix((coo.data, (coo.row, where[coo.col])), (coo.shape[0], cells))


def _check_same_dimensions(tables: Sequence[Table]) -> None:
    """A column of one name means one thing: a code has the same leaves wherever it stands."""
    meaning: dict[tuple[str, str], tuple[str, frozenset[str]]] = {}
    for table in tables:
        for d in table.dimensions:
            for place, code in enumerate(d.codes[: d.first_leaf]):
                leaves = frozenset(np.array(d.leaves)[d.below[place] > 0].tolist())
                name, first = meaning.setdefault((d.name, code), (table.name, leaves))
                if code != TOTAL and first != leaves:
                    raise DataError(
                        f"The node {code!r} of {d.name!r} has other leaves in {table.name} than "
                        f"in {name}."
                    )
