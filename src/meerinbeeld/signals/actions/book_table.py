# SPDX-License-Identifier: EUPL-1.2
"""From an uploaded file to a table of texts: CSV and XLSX, judged by content and bounded.

A formula is never evaluated: its last value counts as text. A small file that unpacks into a huge
one, declares entities or has endless rows is refused before it costs anything.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from openpyxl import load_workbook

from meerinbeeld.ui.forms.typed import cleaned

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 60 * 1024 * 1024
MAX_PARTS: Final = 500
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 100_000
SEPARATORS: Final = (";", ",", "\t", "|")
_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class BookError(Exception):
    """A file that cannot be read. `code` says why; the words stand with the form."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Table:
    """The headings and the rows below them, each as wide as the headings."""

    headers: list[str]
    rows: list[list[str]]


def read_table(data: bytes) -> Table:
    """The table in a file. Raises `BookError`."""
    if not data.strip():
        raise BookError("empty")
    if len(data) > MAX_BYTES:
        raise BookError("too_large")
    if data.startswith((_OLD_EXCEL, _PDF)):
        raise BookError("old_excel" if data.startswith(_OLD_EXCEL) else "kind")
    rows = _from_xlsx(data) if data.startswith(_ZIP) else _from_csv(data)
    return _table(rows)


def _table(rows: Iterable[list[str]]) -> Table:
    """The first row that holds something is the heading; empty rows are left out."""
    found: list[list[str]] = []
    for row in rows:
        if any(cell for cell in row):
            found.append(row)
        if len(found) > MAX_ROWS + 1:
            raise BookError("too_many_rows")
    if not found:
        raise BookError("empty")
    headers = found[0]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise BookError("too_many_columns")
    if len(found) == 1:
        raise BookError("no_rows")
    width = len(headers)
    return Table(headers, [(row + [""] * width)[:width] for row in found[1:]])


# --- CSV ------------------------------------------------------------------------------------------


def _from_csv(data: bytes) -> list[list[str]]:
    text = _decoded(data).lstrip("\r\n")
    separator = separator_of(text)
    if text[:4].lower() == "sep=":  # Excel's own note to itself
        text = text.partition("\n")[2]
    limit = csv.field_size_limit(MAX_CELL)
    try:
        return [
            [cell_text(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error:
        raise BookError("broken") from None
    finally:
        csv.field_size_limit(limit)


def _decoded(data: bytes) -> str:
    """UTF-8 when it is, UTF-16 by its mark, else what Dutch Excel writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise BookError("broken") from None
    if b"\0" in data:
        raise BookError("kind")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def separator_of(text: str) -> str:
    """The sign that cuts the heading into most pieces; quotes are respected."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4]
    widths = {
        separator: len(next(csv.reader([first[:MAX_CELL]], delimiter=separator), []))
        for separator in SEPARATORS
    }
    return max(SEPARATORS, key=lambda separator: widths[separator])


# --- XLSX -----------------------------------------------------------------------------------------


def _from_xlsx(data: bytes) -> Iterator[list[str]]:
    _guard(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # what the file says of its own size is not to be trusted
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_ROWS + 50, max_col=MAX_COLUMNS + 1, values_only=True)
        for row in rows:
            yield [cell_text(cell) for cell in row]
    except BookError:
        raise
    except Exception as error:
        # a spreadsheet can be broken in more ways than its reader names
        raise BookError("broken") from error


def _guard(data: bytes) -> None:
    """Refuse what unpacks into too much, and declared entities, before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise BookError("unpacks_too_large")
            if not any(part.filename.startswith("xl/") for part in parts):
                raise BookError("kind")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        _refuse_entities(opened.read(4096))
    except BookError:
        raise
    except Exception as error:
        raise BookError("broken") from error


def _refuse_entities(head: bytes) -> None:
    upper = head.upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise BookError("broken")


# Any: what a cell of a spreadsheet can hold
def cell_text(value: Any) -> str:
    """A cell as text: dates in ISO form, whole numbers without a tail."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")[:16]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return cleaned(str(value)[:MAX_CELL]).strip()
