# SPDX-License-Identifier: EUPL-1.2
"""Tables that people take along to a spreadsheet. No cell of ours is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from meerinbeeld.ui import ods
from meerinbeeld.ui.cells import safe

Table = list[list[str]]


def table(headings: list[str], rows: Iterable[list[str]]) -> Table:
    """Headings and rows, guarded against formulas."""
    return [headings, *([safe(cell) for cell in row] for row in rows)]


def as_csv(table: Table, title: str = "") -> bytes:
    """With a byte order mark and semicolons: so that a Dutch Excel opens it at once."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table, title: str = "lijst") -> bytes:
    """Every cell as text: nothing is a formula, and no number loses its zero."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in table:
        cells = []
        for text in row:
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
