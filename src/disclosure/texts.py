# SPDX-License-Identifier: EUPL-1.2
"""The text of a CSV: header and rows, and counts written in them. Knows nothing of tables."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from disclosure.errors import DataError

#: Doubles hold every whole number up to here, and the programs that are solved use doubles.
MOST_CASES = 2**53
#: The column of a protected table that says which cells were hidden, and why.
STATUS = "status"


def whole_number(value: object, where: str) -> int:
    """A count, from text or a number; raises DataError for what is none."""
    text = str(value).strip()
    try:
        count = int(text)
    except ValueError:
        count = _from_float(text, where)
    if count < 0:
        raise DataError(f"The count in {where} is negative ({text}); write 0 or more.")
    if count >= MOST_CASES:
        raise DataError(f"The count in {where} is {text}; at most {MOST_CASES}.")
    return count


def _from_float(text: str, where: str) -> int:
    try:
        number = float(text)
    except ValueError:
        raise DataError(f"The count in {where} is {text!r}; write a whole number.") from None
    if not abs(number) < MOST_CASES:
        raise DataError(f"The count in {where} is {text!r}; write a whole number.")
    if number != int(number):
        raise DataError(
            f"The count in {where} is not a whole number ({text}). People are counted, not "
            "weighted or averaged."
        )
    return int(number)


def csv_rows(path: str | Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV with comma, semicolon or tab."""
    try:
        data = Path(path).read_bytes()
    except OSError as problem:
        raise DataError(f"Cannot read {path}: {problem.strerror or problem}.") from None
    return parsed(data, str(path))


def parsed(data: bytes, path: str) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the bytes of a CSV."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{path} is not a text file in UTF-8; save it as CSV (UTF-8).") from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        table = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as problem:
        raise DataError(f"{path} is not a valid CSV file: {problem}.") from None
    table = [row for row in table if any(row)]
    if not table:
        raise DataError(f"{path} is empty. It needs a header and rows.")
    return table[0], table[1:]
