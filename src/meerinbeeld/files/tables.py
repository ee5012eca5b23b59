# SPDX-License-Identifier: EUPL-1.2
"""From an uploaded file to a table of texts: CSV and XLSX, judged by content and bounded.

A formula is never evaluated: its last value counts as text. A small file that unpacks into a huge
one, declares entities or has endless rows is refused before it costs anything.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from meerinbeeld.ui.forms.typed import cleaned

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_UNPACKED: Final = 60 * 1024 * 1024
MAX_PARTS: Final = 500
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 60
MAX_CELL: Final = 100_000
SEPARATORS: Final = (";", ",", "\t", "|")
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?\Z")
_OTHER: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: .*)?\Z")
_ZIP, _OLD_EXCEL, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class TableError(Exception):
    """A file that cannot be read. `code` says why; the words stand with the form."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Table:
    """The headings and the rows below them, each as wide as the headings."""

    headers: list[str]
    rows: list[list[str]] = field(repr=False)
    #: Names of sheets that hold something and were not read.
    left: tuple[str, ...] = ()


def read_table(data: bytes, sheet: str = "") -> Table:
    """The table in a file: of an XLSX the sheet of that name, or else the first that holds
    something. Raises `TableError`.
    """
    if not data.strip():
        raise TableError("empty")
    if len(data) > MAX_BYTES:
        raise TableError("too_large")
    if data.startswith((_OLD_EXCEL, _PDF)):
        raise TableError("old_excel" if data.startswith(_OLD_EXCEL) else "kind")
    return _from_xlsx(data, sheet) if data.startswith(_ZIP) else _table(_from_csv(data))


def _table(rows: Iterable[list[str]], left: tuple[str, ...] = ()) -> Table:
    """The first row that holds something is the heading; empty rows are left out."""
    found: list[list[str]] = []
    for row in rows:
        if any(cell for cell in row):
            found.append(row)
        if len(found) > MAX_ROWS + 1:
            raise TableError("too_many_rows")
    if not found:
        raise TableError("empty")
    headers = found[0]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise TableError("too_many_columns")
    if len(found) == 1:
        raise TableError("no_rows")
    width = len(headers)
    return Table(headers, [(row + [""] * width)[:width] for row in found[1:]], left)


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
        raise TableError("broken") from None
    finally:
        csv.field_size_limit(limit)


def _decoded(data: bytes) -> str:
    """UTF-8 when it is, UTF-16 by its mark, else what Dutch Excel writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise TableError("broken") from None
    if b"\0" in data:
        raise TableError("kind")
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


def _from_xlsx(data: bytes, wanted: str) -> Table:
    # loads slowly, and is needed by whoever reads a workbook only
    from openpyxl import load_workbook

    _guard(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if _holds_something(sheet)]
        if not sheets:
            raise TableError("empty")
        chosen = [sheet for sheet in sheets if sheet.title.casefold() == wanted.casefold()]
        if wanted and not chosen:
            raise TableError("no_such_sheet")
        sheet = (chosen or sheets)[0]
        left = tuple(other.title for other in sheets if other is not sheet)
        return _table(([cell_text(cell) for cell in row] for row in _values(sheet)), left)
    except TableError:
        raise
    except Exception as error:
        # a spreadsheet can be broken in more ways than its reader names
        raise TableError("broken") from error


# Any: the library's own kind of sheet
def _holds_something(sheet: Any) -> bool:
    return any(cell is not None for row in _values(sheet) for cell in row)


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # what the file says of its own size is not to be trusted
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(
        max_row=MAX_ROWS + 50, max_col=MAX_COLUMNS + 1, values_only=True
    )
    return rows


def _guard(data: bytes) -> None:
    """Refuse what unpacks into too much, and declared entities, before anything is parsed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise TableError("unpacks_too_large")
            if not any(part.filename.startswith("xl/") for part in parts):
                raise TableError("kind")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        _refuse_entities(opened.read(4096))
    except TableError:
        raise
    except Exception as error:
        raise TableError("broken") from error


def _refuse_entities(head: bytes) -> None:
    upper = head.upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise TableError("broken")


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


def day(text: str, *, month_first: bool = False) -> date | None:
    """A date in ISO or Dutch order with a whole year; None when it is not one."""
    if match := _ISO.match(text):
        year, month, number = (int(part) for part in match.groups())
    elif match := _OTHER.match(text):
        number, month, year = (int(part) for part in match.groups())
        if month_first:
            number, month = month, number
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None
