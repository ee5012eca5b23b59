# SPDX-License-Identifier: EUPL-1.2
"""A list is read however it was saved, and no bad file does harm."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.files.tables import MAX_ROWS, Table, TableError, day, read_table

TODAY = datetime.date(2026, 11, 23)


def xlsx(*lines: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_is_read_and_a_formula_is_not_run() -> None:
    table = read_table(
        xlsx(["Datum", "Omschrijving", "Nr"], [datetime.datetime(2024, 3, 5), "=1+1", 12.0])
    )
    assert table.headers == ["Datum", "Omschrijving", "Nr"]
    assert table.rows == [["2024-03-05", "", "12"]]


@pytest.mark.parametrize(
    ("data", "row"),
    [
        ("a;b\n1;é".encode(), ["1", "é"]),
        ("a;b\n1;é".encode("utf-8-sig"), ["1", "é"]),
        ("a;b\n1;é".encode("cp1252"), ["1", "é"]),
        ("a;b\n1;é".encode("utf-16"), ["1", "é"]),
        (b'a,b\n1,"x,y"', ["1", "x,y"]),
        (b"a\tb\n1\t2", ["1", "2"]),
        (b"sep=;\na;b\n1;2", ["1", "2"]),
        (b"a;b\n1", ["1", ""]),
        (b"a;b\n1;2;3;4", ["1", "2"]),
        (b"\n\na;b\n\n1;2\n\n", ["1", "2"]),
        (b'a;b\n1;"two\nlines"', ["1", "two\nlines"]),
    ],
)
def test_a_csv_is_read_however_it_was_saved(data: bytes, row: list[str]) -> None:
    table = read_table(data)
    if data.startswith(b"sep="):
        assert table.rows[-1] == row
    else:
        assert (table.headers, table.rows) == (["a", "b"], [row])


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        archive.writestr("xl/sheet.xml", b"0" * (61 * 1024 * 1024))
    return out.getvalue()


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"a;b", "no_rows"),
        (b"a;b\n;\n", "no_rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old_excel"),
        (b"%PDF-1.7", "kind"),
        (b"a;b\0\n1;2", "kind"),
        (b"PK\x03\x04 no zip", "broken"),
        (xlsx(["a"], ["b"])[:-400], "broken"),
        (bomb(), "unpacks_too_large"),
        (entities(), "broken"),
        (b"a\n" + b"1\n" * (MAX_ROWS + 1), "too_many_rows"),
        (b";".join([b"a"] * 61) + b"\n1", "too_many_columns"),
        (b'a;b\n"' + b"x" * 100_001 + b'";2', "broken"),
        (b"\xff\xfea", "broken"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(TableError) as error:
        read_table(data)
    assert error.value.code == code


@given(st.binary(max_size=400))
def test_any_file_is_a_table_or_an_error(data: bytes) -> None:
    try:
        table = read_table(data)
    except TableError:
        return
    assert all(len(row) == len(table.headers) for row in table.rows)


@given(st.dates(datetime.date(1990, 1, 1), TODAY))
def test_a_day_is_read_in_both_orders(on: datetime.date) -> None:
    assert day(f"{on:%d-%m-%Y}") == day(on.isoformat()) == day(f"{on.isoformat()} 12:30") == on


def test_a_table_knows_its_width() -> None:
    assert read_table(b"a;b;;\n1;2;3;4") == Table(["a", "b"], [["1", "2"]])


def sheets(**named: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in named.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_of_several_sheets_the_first_with_something_is_read_and_others_are_named() -> None:
    data = sheets(leeg=[], lijst=[["a"], ["1"]], oud=[["a"], ["2"]])
    assert read_table(data) == Table(["a"], [["1"]], ("oud",))
    assert read_table(data, "OUD").rows == [["2"]]
    for wrong in ("leeg", "nieuw"):
        with pytest.raises(TableError) as error:
            read_table(data, wrong)
        assert error.value.code == "no_such_sheet"


def test_a_day_can_have_its_month_first() -> None:
    assert day("03-04-2026", month_first=True) == datetime.date(2026, 3, 4)
    assert day("2026-03-04", month_first=True) == datetime.date(2026, 3, 4)
