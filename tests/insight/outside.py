# SPDX-License-Identifier: EUPL-1.2
"""Reading whatever comes out of the platform for small numbers that may not be there.

Pages are read line by line of their tables and sentence by sentence, charts by their words, and
sheets cell by cell in each of their formats; papers by their tags.
"""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from openpyxl import load_workbook

from tests.insight import papers

LEAST: Final = 5
_ROW: Final = re.compile(r'<tr[^>]*>\s*<th scope="row".*?</tr>', re.DOTALL)
_CELL: Final = re.compile(r'<div class="mib-cell">(.*?)</div>', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]+>")
_SENTENCE: Final = re.compile(r"<(?:p|li|h\d|title|desc|text|caption)\b[^>]*>(.*?)</", re.DOTALL)
_SAID: Final = re.compile(r'(?:aria-label|title|alt)="([^"]*)"')
_WHOLE: Final = re.compile(r"(?<![\d.,%-])\d+(?![\d%-]|[.,]\d|\s*%)")
_SVG: Final = re.compile(r"<svg.*?</svg>", re.DOTALL)
_ODS_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_ODS_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True)
class Found:
    """Something that may not be there: how it came out, and what it says."""

    kind: str
    where: str
    said: str


def is_small(text: str) -> bool:
    return text.strip().isdigit() and 0 < int(text) < LEAST


def rows_of(data: bytes, kind: str) -> list[list[str]]:
    """A sheet as rows of texts, whatever its format."""
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    if kind == "xlsx":
        sheet = load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        return [[_in_xlsx(cell) for cell in row] for row in sheet.rows]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = ElementTree.fromstring(package.read("content.xml"))  # noqa: S314 (our own file)
    return [
        ["\n".join(p.text or "" for p in cell.iter(_ODS_TEXT)) for cell in row]
        for row in root.iter(f"{_ODS_TABLE}table-row")
    ]


def _in_xlsx(cell: Any) -> str:
    """As it is shown: a whole share is 100%, and a rate 2.0."""
    value, (whole, _point, decimals) = cell.value, cell.number_format.partition(".")
    if isinstance(value, int | float) and (whole.endswith("%") or decimals):
        return f"{value:.{decimals.count('0')}{'%' if cell.number_format.endswith('%') else 'f'}}"
    return "" if value is None else str(value)


def in_sheet(where: str, data: bytes, kind: str) -> list[Found]:
    """Cells that are a whole number from one to four."""
    rows = rows_of(data, kind)
    assert len(rows) > 1, where
    return [Found(kind, where, " | ".join(row)) for row in rows[1:] if any(map(is_small, row[1:]))]


def words(text: str) -> str:
    return html.unescape(_TAG.sub(" ", text)).strip()


def in_tables(where: str, page: str, free: Iterable[str]) -> list[Found]:
    """Lines of tables with a whole number from one to four, but those that begin with `free`."""
    found = []
    for row in _ROW.findall(page):
        name, *cells = [words(cell) for cell in _CELL.findall(row)] or [""]
        if name not in free and any(map(is_small, cells)):
            found.append(Found("table", where, f"{name}: {cells}"))
    return found


def sentences(page: str) -> Iterator[tuple[str, str]]:
    """(how it came out, what is said): outside tables, and the words of charts apart."""
    for svg in _SVG.findall(page):
        for said in (*_SENTENCE.findall(svg), *_SAID.findall(svg)):
            yield "chart", words(said)
    rest = _SVG.sub("", page)
    for said in (*_SENTENCE.findall(rest), *_SAID.findall(rest)):
        yield "sentence", words(said)


def in_sentences(where: str, page: str, small: dict[str, set[int]]) -> list[Found]:
    """Sentences that name what is rare together with how often it is there."""
    return [
        Found(kind, where, said)
        for kind, said in sentences(page)
        for name, counts in small.items()
        if name in said and counts & {int(number) for number in _WHOLE.findall(said)}
    ]


def in_paper(where: str, data: bytes, small: dict[str, set[int]]) -> Iterator[Found]:
    """Small numbers in the tables of a paper, and what is rare in its sentences."""
    paper = papers.read(data)
    assert paper.texts, where
    for row in paper.rows:
        if any(map(is_small, row[1:])):
            yield Found("pdf", where, " | ".join(row))
    for said in paper.texts:
        yield from (
            Found("pdf", where, one.said) for one in in_sentences("", f"<p>{said}</p>", small)
        )


def on_map(where: str, svg: str) -> list[Found]:
    """Numbers that are drawn in a municipality."""
    return [
        Found("map", where, words(said))
        for said in re.findall(r"<text\b[^>]*>(.*?)</text>", svg, re.DOTALL)
        if is_small(words(said))
    ]
