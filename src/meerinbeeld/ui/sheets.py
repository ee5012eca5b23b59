# SPDX-License-Identifier: EUPL-1.2
"""Tables that people take along to a spreadsheet. No cell of ours is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Final

from django.http import HttpResponse
from django.utils import timezone

from meerinbeeld.ui import ods
from meerinbeeld.ui.cells import Figure, figure, safe

Table = list[list[str]]


def table(
    headings: list[str], rows: Iterable[Iterable[str]], numeric: Sequence[bool] = ()
) -> Table:
    """Headings and rows, guarded against formulas; `numeric` says which columns hold numbers."""
    return [headings, *([_cell(*cell) for cell in zip_longest(row, numeric)] for row in rows)]


def _cell(said: str, numeric: bool | None) -> str:
    return safe(figure(said) if numeric else said)


def as_csv(table: Table, title: str = "") -> bytes:
    """With a byte order mark and semicolons: so that a Dutch Excel opens it at once."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, title: str = "lijst") -> bytes:
    """Numbers as numbers and all else as text: nothing is a formula, and no code loses its zero."""
    # loads slowly, and is needed by whoever saves a list only
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in table:
        cells = []
        for text in row:
            if isinstance(text, Figure):
                cell = WriteOnlyCell(sheet, value=text.value)
                cell.number_format = text.style
            else:
                cell = WriteOnlyCell(sheet, value=text)
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


#: How a table is written, and what kind of file it is then.
KINDS: Final[dict[str, tuple[Callable[[Table, str], bytes], str]]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        as_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "ods": (ods.written, ods.MIME),
}


def download(table: Table, title: str, kind: str) -> HttpResponse:
    """The table as a file named after its title and today."""
    write, content_type = KINDS[kind]
    response = HttpResponse(write(table, title), content_type=content_type)
    name = f"{title}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
