# SPDX-License-Identifier: EUPL-1.2
"""The file that is published: one row per cell, margins included; as anybody reads it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from disclosure.errors import DataError, OptionError
from disclosure.texts import STATUS, parsed, whole_number

SAFE, PRIMARY, SECONDARY = "safe", "primary", "secondary"
STATUSES = (SAFE, PRIMARY, SECONDARY)


@dataclass(frozen=True)
class Published:
    """What anybody can read: codes, count or None, and status of each cell."""

    name: str
    columns: tuple[str, ...]
    codes: tuple[tuple[str, ...], ...]
    counts: tuple[int | None, ...]
    statuses: tuple[str, ...]


def read(data: bytes, name: str, *, count: str | None = None) -> Published:
    """Read published bytes. The count is the column before ``status`` unless named."""
    header, rows = parsed(data, name)
    if header.count(STATUS) != 1:
        raise DataError(f"{name} has no column {STATUS!r}; is it a protected table?")
    status_at = header.index(STATUS)
    count_at = _count_column(name, header, status_at, count)
    places = [i for i in range(len(header)) if i not in (status_at, count_at)]
    columns = tuple(header[i] for i in places)
    if not columns or not all(columns) or len(set(columns)) < len(columns):
        raise DataError(f"{name}: give every dimension a column with a name of its own.")
    if not rows:
        raise DataError(f"{name}: there are no rows under the header.")
    codes, counts, statuses = [], [], []
    for number, row in enumerate(rows, start=1):
        where = f"row {number} of {name}"
        if len(row) != len(header):
            raise DataError(f"{where} has {len(row)} cells and the header {len(header)}.")
        codes.append(tuple(row[i] for i in places))
        counts.append(whole_number(row[count_at], where) if row[count_at] else None)
        statuses.append(_status(row[status_at], counts[-1], where))
    return _checked(Published(name, columns, tuple(codes), tuple(counts), tuple(statuses)))


def read_file(path: str | Path, *, count: str | None = None) -> Published:
    """Read a published file."""
    return read(bytes_of(path), Path(path).name, count=count)


def bytes_of(path: str | Path) -> bytes:
    """The content of a file."""
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise DataError(f"Cannot read {path}: {problem.strerror or problem}.") from None


def save(data: bytes, path: str | Path) -> None:
    """Write all or nothing: a reader never finds half a table."""
    target = Path(path)
    try:
        with tempfile.NamedTemporaryFile(
            dir=target.parent, prefix=f".{target.name}.", delete=False
        ) as file:
            file.write(data)
        Path(file.name).chmod(0o644)
        os.replace(file.name, target)
    except OSError as problem:
        raise OptionError(f"Cannot write {path}: {problem.strerror or problem}.") from None


def _count_column(name: str, header: Sequence[str], status_at: int, count: str | None) -> int:
    if count is None:
        if status_at == 0:
            raise DataError(f"{name}: the count stands in the column before {STATUS!r}.")
        return status_at - 1
    if header.count(count) != 1:
        raise DataError(f"{name} needs exactly one column {count!r}.")
    return header.index(count)


def _status(text: str, count: int | None, where: str) -> str:
    if text not in STATUSES:
        raise DataError(f"The status in {where} is {text!r}; write {', '.join(STATUSES)}.")
    if text == SAFE and count is None:
        raise DataError(f"The cell in {where} is called safe and has no count.")
    return text


def _checked(found: Published) -> Published:
    seen: dict[tuple[str, ...], int] = {}
    for number, codes in enumerate(found.codes, start=1):
        if not all(codes):
            raise DataError(f"Row {number} of {found.name} has an empty code.")
        if codes in seen:
            raise DataError(
                f"The cell in row {number} of {found.name} was already given in row {seen[codes]}."
            )
        seen[codes] = number
    return found
