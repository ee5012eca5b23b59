# SPDX-License-Identifier: EUPL-1.2
"""Reading a table of counts from a file, a data frame, a dict or records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from disclosure.errors import DataError
from disclosure.hierarchy import TOTAL, Dimension, Trees, dimension, fitted
from disclosure.table import MOST_CELLS, Table, with_margins
from disclosure.texts import MOST_CASES, STATUS, csv_rows, whole_number

COUNT = "count"
Row = tuple[tuple[str, ...], int, str]


def read_csv(
    path: str | Path, *, count: str = COUNT, trees: Trees | None = None, sum_doubled: bool = False
) -> Table:
    """Read a long CSV: one column per dimension and one of counts.

    Comma, semicolon or tab; UTF-8 with or without byte order mark. Combinations that are not there
    count 0. Rows of margins may be there and must add up. Raises DataError that says which row and
    what to change.
    """
    header, rows = csv_rows(path)
    return from_rows(
        header, rows, count=count, trees=trees, sum_doubled=sum_doubled, name=Path(path).name
    )


def from_frame(
    frame: Any,
    *,
    count: str = COUNT,
    trees: Trees | None = None,
    sum_doubled: bool = False,
    name: str = "table",
) -> Table:
    """Build from a pandas or polars data frame shaped like the CSV."""
    columns = [str(column) for column in frame.columns]
    rows = frame.rows() if hasattr(frame, "rows") else frame.itertuples(index=False, name=None)
    return from_rows(
        columns, [list(r) for r in rows], count=count, trees=trees, sum_doubled=sum_doubled,
        name=name,
    )  # fmt: skip


def from_dict(
    columns: Sequence[str],
    counts: Mapping[Any, int],
    *,
    trees: Trees | None = None,
    name: str = "table",
) -> Table:
    """Build from a mapping of codes to count; with one dimension the key is the code itself."""
    keys = ((k if isinstance(k, tuple) else (k,), v) for k, v in counts.items())
    rows = [[*key, value] for key, value in keys]
    return from_rows([*columns, COUNT], rows, trees=trees, name=name)


def from_rows(
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    count: str = COUNT,
    trees: Trees | None = None,
    sum_doubled: bool = False,
    name: str = "table",
) -> Table:
    """Build from a header and rows; see ``read_csv``."""
    columns = _columns(header, count)
    given = _given(header, rows, count, columns)
    if not given:
        raise DataError(f"{name}: there are no rows under the header.")
    seen = {c: list(dict.fromkeys(r[0][i] for r in given)) for i, c in enumerate(columns)}
    fit = fitted(trees or {}, seen)
    dimensions = tuple(dimension(c, seen[c], fit.get(c)) for c in columns)
    size = int(np.prod([len(d.codes) for d in dimensions], dtype=object))
    if size > MOST_CELLS:
        raise DataError(
            f"{name}: with all margins the table has {size} cells; at most {MOST_CELLS}. Leave out "
            "a dimension, or check that no column holds a value of its own for each row."
        )
    return _table(name, dimensions, count, given, sum_doubled)


def _table(
    name: str,
    dimensions: tuple[Dimension, ...],
    count: str,
    given: Sequence[Row],
    sum_doubled: bool,
) -> Table:
    leaves = np.zeros([len(d.leaves) for d in dimensions], np.int64)
    margins: list[tuple[tuple[int, ...], int, str]] = []
    first: dict[tuple[int, ...], str] = {}
    for codes, value, where in given:
        place = tuple(d.position[c] for d, c in zip(dimensions, codes, strict=True))
        if place in first and not sum_doubled:
            raise DataError(
                f"The cell in {where} ({', '.join(codes)}) was already given in {first[place]}. "
                "Add the two up into one row, or ask for doubled cells to be summed."
            )
        first.setdefault(place, where)
        inside = tuple(p - d.first_leaf for p, d in zip(place, dimensions, strict=True))
        if min(inside) < 0:
            margins.append((place, value, where))
        else:
            leaves[inside] += value
            if leaves[inside] >= MOST_CASES:
                raise DataError(f"The counts are too large: {where}.")
    if float(leaves.sum(dtype=float)) >= MOST_CASES:
        raise DataError(f"{name}: the counts add up to more than {MOST_CASES}.")
    counts = with_margins(leaves, dimensions)
    _check_margins(counts, margins, dimensions)
    return Table(name, dimensions, count, counts)


def _check_margins(
    counts: Any, margins: Sequence[tuple[tuple[int, ...], int, str]], dimensions: Any
) -> None:
    given: dict[tuple[int, ...], int] = {}
    for place, value, _ in margins:
        given[place] = given.get(place, 0) + value
    for place, _, where in margins:
        if counts[place] != given[place]:
            codes = ", ".join(d.codes[p] for d, p in zip(dimensions, place, strict=True))
            raise DataError(
                f"The margin in {where} ({codes}) is {given[place]}, and its parts add up to "
                f"{counts[place]}. Correct it or leave margins out: they are computed."
            )


def _columns(header: Sequence[str], count: str) -> list[str]:
    names = [str(name).strip() for name in header]
    if names.count(count) != 1:
        raise DataError(
            f"The header needs exactly one column {count!r}; it holds {', '.join(names)}."
        )
    columns = [name for name in names if name != count]
    if not columns:
        raise DataError(f"Beside {count!r} the header needs at least one column of codes.")
    if not all(columns) or len(set(columns)) < len(columns):
        raise DataError("Give every column a name of its own.")
    if STATUS in (*columns, count):
        raise DataError(
            f"A column may not be called {STATUS!r}: the protected table has one. Is this table "
            "protected already?"
        )
    return columns


def _given(
    header: Sequence[str], rows: Iterable[Sequence[Any]], count: str, columns: Sequence[str]
) -> list[Row]:
    at = [str(name).strip() for name in header].index(count)
    found = []
    for number, row in enumerate(rows, start=1):
        where = f"row {number}"
        if len(row) != len(header):
            raise DataError(f"{where} has {len(row)} cells and the header {len(header)}.")
        marks = [*row[:at], *row[at + 1 :]]
        codes = tuple(_code(mark, c, where) for mark, c in zip(marks, columns, strict=True))
        found.append((codes, whole_number(row[at], where), where))
    return found


def _code(value: object, column: str, where: str) -> str:
    text = "" if value is None or value != value else str(value).strip()
    if not text:
        raise DataError(
            f"In {where} the column {column!r} is empty. Write a code; for the total {TOTAL!r}, "
            "and for not known a code of its own."
        )
    return text
