# SPDX-License-Identifier: EUPL-1.2
"""Taking the inbox along as a table. Each signal in it gets its entry in the journal."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from django.db import transaction
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.signals.queries import export as queries
from meerinbeeld.signals.queries.inbox import Wanted
from meerinbeeld.signals.queries.scope import KIND, THING, purpose_of
from meerinbeeld.ui.cells import safe

Table = list[list[str]]


def export_inbox(actor: Actor, wanted: Wanted, now: datetime) -> Table:
    """Headings and rows, guarded against formulas. Raises `Refused` for other roles."""
    require(actor, Verb.EXPORT, KIND, purpose_of(actor))
    with transaction.atomic():
        rows = list(queries.rows(actor, wanted, now))
        journal.record_many(
            actor,
            Verb.EXPORT,
            purpose=purpose_of(actor),
            thing=THING,
            touched=[journal.Touched(row.signal.id, row.signal.dossier) for row in rows],
            reason_code="list",
        )
    return [queries.headings(), *([safe(c) for c in queries.cells(row)] for row in rows)]


def as_csv(table: Table) -> bytes:
    """With a byte order mark and semicolons: so that a Dutch Excel opens it at once."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(table)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """Every cell as text: nothing is a formula, and no number loses its zero."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("signalen")
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
