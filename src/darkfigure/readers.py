# SPDX-License-Identifier: EUPL-1.2
"""Reading capture histories from a file, a data frame or linked records."""

from __future__ import annotations

import csv
import io
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from darkfigure.data import CaptureData
from darkfigure.errors import DataError

COUNT = "count"
EMPTY = " \t\r\n,;"


def read_csv(path: str | Path, *, count: str = COUNT, sum_doubled: bool = False) -> CaptureData:
    """Read a CSV with one 0/1 column per list and a column of counts.

    Comma, semicolon or tab, UTF-8 with or without byte order mark. Raises DataError that says which
    row and what to change.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise DataError(f"Cannot read {path}: {problem.strerror or problem}.") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a text file in UTF-8; save it as CSV (UTF-8).") from None
    lines = [line for line in text.splitlines() if line.strip(EMPTY)]
    if not lines:
        raise DataError(f"{path} is empty. It needs a header (the lists and {count!r}) and rows.")
    separator = max(",;\t", key=lines[0].count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as problem:
        raise DataError(f"{path} is not a valid CSV file: {problem}.") from None
    table = [[cell.strip() for cell in row] for row in found if any(c.strip(EMPTY) for c in row)]
    return _from_table(table[0], table[1:], count, sum_doubled)


def from_frame(frame: Any, *, count: str = COUNT, sum_doubled: bool = False) -> CaptureData:
    """Build from a pandas or polars data frame shaped like the CSV: 0/1 columns and ``count``."""
    if not hasattr(frame, "rows") and not hasattr(frame, "itertuples"):
        raise DataError("A data frame of pandas or polars is needed; collect a lazy frame first.")
    columns = [str(name) for name in frame.columns]
    rows = frame.rows() if hasattr(frame, "rows") else frame.itertuples(index=False, name=None)
    return _from_table(columns, [list(row) for row in rows], count, sum_doubled)


def from_records(
    records: Iterable[tuple[Hashable, str]], lists: Sequence[str] | None = None
) -> CaptureData:
    """Build from linked records: pairs of (person, list).

    The person is whatever the linkage gave as identifier; two records of one person on one list
    count once. ``lists`` fixes the order, default is order of first appearance.
    Raises DataError for a list that is not among ``lists``.
    """
    names: dict[str, int] = {name: i for i, name in enumerate(lists or ())}
    on: dict[Hashable, int] = {}
    for person, name in records:
        if name not in names:
            if lists is not None:
                raise DataError(f"There is no list {name!r}; the lists are {', '.join(lists)}.")
            names[name] = len(names)
        on[person] = on.get(person, 0) | 1 << names[name]
    totals: dict[int, int] = {}
    for mask in on.values():
        totals[mask] = totals.get(mask, 0) + 1
    t = len(names)
    rows = [([m >> i & 1 for i in range(t)], c) for m, c in sorted(totals.items())]
    return CaptureData.from_rows(tuple(names), rows)


def write_csv(data: CaptureData, path: str | Path) -> None:
    """Write the observed histories in the form that ``read_csv`` reads."""
    with Path(path).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*data.lists, COUNT])
        for mask, number in enumerate(data.counts):
            if number:
                writer.writerow([*(mask >> i & 1 for i in range(data.t)), int(number)])


def _from_table(
    header: Sequence[str], rows: Sequence[Sequence[Any]], count: str, sum_doubled: bool
) -> CaptureData:
    if list(header).count(count) != 1:
        raise DataError(
            f"The header needs exactly one column {count!r}; it holds {', '.join(header)}."
        )
    if not rows:
        raise DataError("There are no rows under the header.")
    at = list(header).index(count)

    def split() -> Iterator[tuple[list[Any], Any]]:
        for number, row in enumerate(rows, start=1):
            if len(row) != len(header):
                raise DataError(f"Row {number} has {len(row)} cells and the header {len(header)}.")
            yield [*row[:at], *row[at + 1 :]], row[at]

    names = [*header[:at], *header[at + 1 :]]
    return CaptureData.from_rows(names, split(), sum_doubled=sum_doubled)
