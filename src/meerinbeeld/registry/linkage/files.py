# SPDX-License-Identifier: EUPL-1.2
"""From a file of persons to columns, and from clusters to a file."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any, Final, TextIO

import pyarrow as pa

from meerinbeeld.files.tables import cell_text, separator_of
from meerinbeeld.registry.linkage.columns import Column
from meerinbeeld.registry.linkage.job import Linked
from meerinbeeld.registry.linkage.mapping import Map
from meerinbeeld.registry.linkage.persons import TELLING, Persons
from meerinbeeld.registry.linkage.regular_csv import NO_TABLE, Irregular, Part, regular

_HEAD: Final = 1 << 16
_CHUNK: Final = 1 << 20
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MOST_CELL: Final = 100_000
_MOST_LISTED: Final = 12
_ROWS_AT_A_TIME: Final = 20_000


class FileError(ValueError):
    """The file cannot be used; the message says why and what to do."""


def read_persons(path: Path, mapped: Map) -> Persons:
    """The persons in a CSV or XLSX file. Raises `FileError`."""
    if not mapped.encoding:
        with suppress(Irregular, OSError), regular(path, mapped.separator, _MOST_CELL) as table:
            return _persons(path, *table, mapped)
    with _rows(path, mapped) as rows:
        header = next(rows, None)
        if header is None:
            raise FileError(f"{path} is empty.")
        return _persons(path, header, _in_parts(rows, len(header)), mapped)


def _persons(path: Path, header: list[str], parts: Iterable[Part], mapped: Map) -> Persons:
    """Take the mapped columns in, some thousands of rows at a time."""
    wanted = {name: mapped.columns.get(name, ()) for name in TELLING}
    wanted |= {f"other {name}": (name,) for name in mapped.other}
    places = {
        field: [_place(path, header, name) for name in names] for field, names in wanted.items()
    }
    taken: dict[str, Part] = {field: [] for field, at in places.items() if at}
    id_at = _place(path, header, mapped.id) if mapped.id else -1
    source_at = _place(path, header, mapped.source) if mapped.source else -1
    ids: list[str] = []
    sources: Part = []
    for part in parts:
        for field, so_far in taken.items():
            so_far.append(_joined([part[at] for at in places[field]]))
        here = range(len(ids) + 1, len(ids) + len(part[0]) + 1)
        ids += _ids(path, part[id_at].to_pylist(), len(ids)) if id_at >= 0 else map(str, here)
        if source_at >= 0:
            sources.append(part[source_at])
    columns = {
        field: Column.joined(taken.pop(field)) if field in taken else Column.empty(len(ids))
        for field in wanted
    }
    source = Column.joined(sources).map(str.strip) if sources else Column.empty(len(ids))
    return Persons(
        ids,
        source,
        {name: columns[name] for name in TELLING},
        {name: columns[f"other {name}"] for name in mapped.other},
        mapped.order,
    )


def _in_parts(rows: Iterator[list[str]], width: int) -> Iterator[Part]:
    """The columns of some thousands of rows at a time; rows without anything are left out."""
    while part := list(islice(rows, _ROWS_AT_A_TIME)):
        filled = [row for row in part if any(row)]
        if set(map(len, filled)) != {width}:
            filled = [(row + [""] * (width - len(row)))[:width] for row in filled]
        if filled:
            yield [pa.array(column, pa.string()) for column in zip(*filled, strict=True)]


def _joined(columns: Part) -> pa.Array:
    """The columns as one, with a space between what they hold."""
    if len(columns) == 1:
        return columns[0]
    rows = zip(*(column.to_pylist() for column in columns), strict=True)
    return pa.array([" ".join(filter(None, row)) for row in rows], pa.string())


def _ids(path: Path, texts: Iterable[str], before: int) -> list[str]:
    found = [text.strip() for text in texts]
    if "" in found:
        row = before + found.index("") + 1
        raise FileError(
            f"Record {row} of {path} has no id. Leave 'id' out of the map: they are numbered then."
        )
    return found


def _place(path: Path, header: Sequence[str], name: str) -> int:
    """Where a column stands; capitals and spaces around it do not matter."""
    if name in header:
        return header.index(name)
    plain = [one.strip().casefold() for one in header]
    if name.casefold() in plain:
        return plain.index(name.casefold())
    close = get_close_matches(name.casefold(), plain, 1)
    hint = f" Did you mean '{header[plain.index(close[0])]}'?" if close else ""
    listed = ", ".join(f"'{one}'" for one in header[:_MOST_LISTED])
    more = ", ..." if len(header) > _MOST_LISTED else ""
    raise FileError(
        f"The map names the column '{name}', which {path} does not have.{hint} "
        f"Its columns are {listed}{more}."
    )


# --- Reading --------------------------------------------------------------------------------------


@contextmanager
def _rows(path: Path, mapped: Map) -> Iterator[Iterator[list[str]]]:
    """The rows of a file from the one with the headings on, whatever kind of file it is."""
    try:
        head = _head(path)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from error
    if head.startswith((_OLD_EXCEL, NO_TABLE)):
        raise FileError(f"{path} is no CSV or XLSX. Save it as one of these first.")
    if head.startswith(_ZIP):
        with _sheet(path, mapped) as rows:
            yield rows
        return
    encoding = mapped.encoding or _encoding(path, head)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        yield _from_csv(path, file, mapped)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _encoding(path: Path, head: bytes) -> str:
    """What the mark at the beginning says; UTF-8 when all of it is; else what Excel writes here."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head[:1000].count(0) > len(head[:1000]) // 4:  # every other sign, in Latin letters
        little = head[1:1000:2].count(0) > head[0:1000:2].count(0)
        return "utf-16-le" if little else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _from_csv(path: Path, file: TextIO, mapped: Map) -> Iterator[list[str]]:
    first = _first_line(file)
    separator = mapped.separator or separator_of(first)
    if first[:4].lower() != "sep=":  # Excel's own note to itself
        file.seek(0)
    before = csv.field_size_limit(_MOST_CELL)
    reader = csv.reader(file, delimiter=separator)
    try:
        yield from _from_heading(reader)
    except csv.Error as error:
        raise FileError(
            f"{path} cannot be read from line {reader.line_num} on ({error}). "
            "Is a quotation mark opened there that is never closed?"
        ) from error
    finally:
        csv.field_size_limit(before)


def _first_line(file: TextIO) -> str:
    return next((line for line in file if line.strip()), "")


def _from_heading(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Without the empty rows above the headings."""
    began = False
    for row in rows:
        began = began or any(cell.strip() for cell in row)
        if began:
            yield row


@contextmanager
def _sheet(path: Path, mapped: Map) -> Iterator[Iterator[list[str]]]:
    from openpyxl import load_workbook  # loads slowly, and few files are workbooks

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        # a spreadsheet can be broken in more ways than its reader names
        raise FileError(f"{path} cannot be read as XLSX.") from error
    try:
        if mapped.sheet and mapped.sheet not in book.sheetnames:
            named = ", ".join(f"'{name}'" for name in book.sheetnames)
            raise FileError(f"{path} has no sheet '{mapped.sheet}'. Its sheets are {named}.")
        sheet = book[mapped.sheet] if mapped.sheet else book.worksheets[0]
        # what the file says of its own size is not to be trusted
        sheet.reset_dimensions()
        yield _from_heading([cell_text(cell) for cell in row] for row in sheet.values)
    finally:
        book.close()


# --- Writing --------------------------------------------------------------------------------------


def write_clusters(path: Path, linked: Linked, *, with_source: bool) -> None:
    """One row per record, in the order of the file: its id, its list, and the number of its person.

    Raises `FileError`.
    """
    persons, clusters = linked.persons, linked.numbers().tolist()
    if with_source:
        rows: Iterable[tuple[Any, ...]] = zip(persons.ids, _sources(persons), clusters, strict=True)
        _write(path, ("id", "source", "cluster"), rows)
    else:
        _write(path, ("id", "cluster"), zip(persons.ids, clusters, strict=True))


def write_pairs(path: Path, linked: Linked, *, with_source: bool) -> int:
    """One row per pair that may be a match, the most likely first; how many.

    Raises `FileError`.
    """
    ids, sources, written = linked.persons.ids, _sources(linked.persons), 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal written
        for left, right, probability, weight in linked.links():
            written += 1
            figures = (f"{probability:.6f}", f"{weight:.3f}")
            if with_source:
                yield ids[left], sources[left], ids[right], sources[right], *figures
            else:
                yield ids[left], ids[right], *figures

    named = ("id_1", "source_1", "id_2", "source_2") if with_source else ("id_1", "id_2")
    _write(path, (*named, "probability", "weight"), rows())
    return written


def _sources(persons: Persons) -> list[str]:
    return [persons.sources.values[code] for code in persons.sources.codes.tolist()]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write to the side and rename, so that there is never half a file."""
    side = path.with_name(path.name + ".new")
    try:
        with side.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
        side.replace(path)
    except OSError as error:
        side.unlink(missing_ok=True)
        raise FileError(f"{path} cannot be written: {error.strerror}.") from error
