# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.utils import translation
from django.utils.formats import number_format
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from meerinbeeld.ui import sheets
from meerinbeeld.ui.cells import FORMULA, HOURS, Figure, figure, safe

ODF = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@given(st.text(max_size=40))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert not safe(text).startswith(FORMULA)


@pytest.mark.parametrize("sign", FORMULA)
def test_every_sign_is_guarded(sign: str) -> None:
    assert safe(f"{sign}1") == f"'{sign}1"


def test_what_is_no_formula_stays_as_it_was() -> None:
    assert safe("Zwolle, 3 + 4") == "Zwolle, 3 + 4"


@given(st.integers(-(10**9), 10**9), st.sampled_from(["nl", "en"]))
def test_a_number_as_it_is_said_is_that_number(number: int, language: str) -> None:
    with translation.override(language):
        said = number_format(number, force_grouping=True)
        for text in (said, str(number)):
            found = figure(text)
            assert isinstance(found, Figure) and (found, found.value) == (text, number)


@pytest.mark.parametrize(
    ("said", "value", "style"),
    [("12,5", 12.5, "0.0"), ("43%", 0.43, "0%"), ("4,5 %", 0.045, "0.0%"), ("0", 0, "0")],
)
def test_decimals_and_shares_keep_how_they_are_shown(said: str, value: float, style: str) -> None:
    with translation.override("nl"):
        found = figure(said)
    assert isinstance(found, Figure) and (found.value, found.style) == (value, style)


@pytest.mark.parametrize(
    "said", ["", "verborgen", "0612", "3 - 8", "1.2", "12.5", "=1+1", "-", "½"]
)
def test_what_is_no_number_stays_a_text(said: str) -> None:
    with translation.override("nl"):
        assert not isinstance(figure(said), Figure)


def table() -> sheets.Table:
    rows = [["0612", "1.234", "43%"], ["=1+1", "verborgen", ""]]
    return sheets.table(["Code", "Aantal", "Deel"], rows, [False, True, True])


def test_a_spreadsheet_counts_with_the_numbers_and_hidden_ones_stay_words() -> None:
    with translation.override("nl"):
        sheet = load_workbook(io.BytesIO(sheets.as_xlsx(table()))).active
    assert sheet is not None
    assert list(sheet.values)[1:] == [("0612", 1234, 0.43), ("'=1+1", "verborgen", None)]
    assert [cell.number_format for cell in sheet[2]][1:] == ["0", "0%"]


def test_an_open_document_counts_with_them_as_well() -> None:
    hours = Figure("30:05", (30 * 60 + 5) / 1440, HOURS)
    with translation.override("nl"):
        written = sheets.KINDS["ods"][0]([*table(), [hours]], "lijst")
    content = zipfile.ZipFile(io.BytesIO(written)).read("content.xml")
    found = [
        (cell.get(f"{ODF}value-type"), cell.get(f"{ODF}value") or cell.get(f"{ODF}time-value"))
        for cell in ElementTree.fromstring(content).iter(f"{TABLE}table-cell")  # noqa: S314 (our own file)
    ]
    text = ("string", None)
    assert found[3:] == [
        text, ("float", "1234"), ("percentage", "0.43"), text, text, text, ("time", "PT30H05M00S"),
    ]  # fmt: skip


def test_a_number_below_zero_is_no_formula() -> None:
    assert sheets.table(["n"], [["-3"]], [True])[1] == ["-3"]
    assert sheets.table(["n"], [["-3"]])[1] == ["'-3"]
