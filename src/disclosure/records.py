# SPDX-License-Identifier: EUPL-1.2
"""A table made from rows of persons or of contributions, with the keys or contributors it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from disclosure.cellkey import record_key, summed
from disclosure.errors import DataError, OptionError
from disclosure.hierarchy import Trees
from disclosure.readers import COUNT, from_rows
from disclosure.table import Counts, Table, with_margins
from disclosure.texts import csv_rows, whole_number

#: A larger product of contributors and cells takes minutes.
MOST_WORK = 500_000_000


def read_records(
    path: str | Path,
    *,
    record: str | None = None,
    contributor: str | None = None,
    count: str = COUNT,
    trees: Trees | None = None,
    secret: bytes | None = None,
) -> Table:
    """Read a CSV with a row per person or per contribution; all other columns are dimensions.

    ``record``: the column with an identifier, each row one person; with ``secret`` its noise is the
    same in every table of the same people. ``contributor``: the column with who the row comes from,
    for the dominance rule; a column ``count`` says how much, without it a row counts one.
    """
    header, rows = csv_rows(path)
    return from_records(
        header, rows, record=record, contributor=contributor, count=count, trees=trees,
        secret=secret, name=Path(path).name,
    )  # fmt: skip


def from_records(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    record: str | None = None,
    contributor: str | None = None,
    count: str = COUNT,
    trees: Trees | None = None,
    secret: bytes | None = None,
    name: str = "table",
) -> Table:
    """Build from a header and rows; see ``read_records``."""
    _check(header, record, contributor, count)
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header):
            raise DataError(f"Row {number} has {len(row)} cells and the header {len(header)}.")
    kept = [i for i, column in enumerate(header) if column not in (record, contributor, count)]
    amounts = _amounts(header, rows, count)
    long = [[*(row[i] for i in kept), a] for row, a in zip(rows, amounts, strict=True)]
    columns = [*(header[i] for i in kept), count]
    table = from_rows(columns, long, count=count, trees=trees, sum_doubled=True, name=name)
    codes = [[str(row[i]) for i in kept] for row in rows]
    if record is not None and secret is not None:
        table = _keyed(table, codes, _identifiers(header, rows, record), secret)
    elif record is not None:
        _identifiers(header, rows, record)
    if contributor is not None:
        table = _contributed(table, codes, amounts, _column(header, rows, contributor))
    return table


def _check(header: Sequence[str], record: str | None, contributor: str | None, count: str) -> None:
    for column in (record, contributor):
        if column is not None and list(header).count(column) != 1:
            raise DataError(
                f"The header needs exactly one column {column!r}; it holds {', '.join(header)}."
            )
    if record is not None and count in header:
        raise OptionError(f"Each row is one person, so leave out the column {count!r}.")


def _amounts(header: Sequence[str], rows: Sequence[Sequence[str]], count: str) -> list[int]:
    if count not in header:
        return [1] * len(rows)
    at = list(header).index(count)
    return [whole_number(row[at], f"row {n}") for n, row in enumerate(rows, start=1)]


def _column(header: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> list[str]:
    at = list(header).index(name)
    found = [row[at] for row in rows]
    if not all(found):
        raise DataError(f"Row {found.index('') + 1} has no {name}.")
    return found


def _identifiers(header: Sequence[str], rows: Sequence[Sequence[str]], name: str) -> list[str]:
    found = _column(header, rows, name)
    first: dict[str, int] = {}
    for number, one in enumerate(found, start=1):
        if first.setdefault(one, number) != number:
            raise DataError(
                f"Rows {first[one]} and {number} have the same {name}: a person is counted once."
            )
    return found


def _places(table: Table, codes: Sequence[Sequence[str]]) -> list[tuple[int, ...]]:
    """Where each row stands among the leaves; a row is about leaves, never about a margin."""
    places = []
    for number, row in enumerate(codes, start=1):
        here = [d.position[c] - d.first_leaf for d, c in zip(table.dimensions, row, strict=True)]
        if min(here) < 0:
            raise DataError(f"Row {number} is about a node or a total; give each row its leaf.")
        places.append(tuple(here))
    return places


def _keyed(
    table: Table, codes: Sequence[Sequence[str]], identifiers: Sequence[str], secret: bytes
) -> Table:
    leaves = np.zeros(table.leaves().shape, np.uint64)
    for place, one in zip(_places(table, codes), identifiers, strict=True):
        # Addition modulo 2**64 is what a key of a cell is.
        leaves[place] = np.uint64((int(leaves[place]) + record_key(secret, one)) % 2**64)
    return replace(table, keys=summed(leaves, table))


def _contributed(
    table: Table,
    codes: Sequence[Sequence[str]],
    amounts: Sequence[int],
    contributors: Sequence[str],
) -> Table:
    """With the two largest contributions to each cell, margins included."""
    parts: dict[str, dict[tuple[int, ...], int]] = {}
    for place, amount, who in zip(_places(table, codes), amounts, contributors, strict=True):
        mine = parts.setdefault(who, {})
        mine[place] = mine.get(place, 0) + amount
    if len(parts) * table.counts.size > MOST_WORK:
        raise DataError(f"{len(parts)} contributors to {table.counts.size} cells are too many.")
    largest, second = np.zeros_like(table.counts), np.zeros_like(table.counts)
    for mine in parts.values():
        here = _margins(table, mine)
        second = np.maximum(second, np.minimum(largest, here))
        largest = np.maximum(largest, here)
    return replace(table, largest=largest, second=second)


def _margins(table: Table, mine: Mapping[tuple[int, ...], int]) -> Counts:
    leaves = np.zeros(table.leaves().shape, np.int64)
    for place, amount in mine.items():
        leaves[place] = amount
    return with_margins(leaves, table.dimensions)
