# SPDX-License-Identifier: EUPL-1.2
"""Taking the caseload along as a table. Each case in it gets its entry in the journal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.care.queries import export as queries
from meerinbeeld.care.queries.caseload import Wanted
from meerinbeeld.care.queries.scope import KIND, THING, purpose_of
from meerinbeeld.ui import sheets


def export_caseload(actor: Actor, wanted: Wanted, now: datetime) -> sheets.Table:
    """Headings and rows, guarded against formulas. Raises `Refused` for other roles."""
    require(actor, Verb.EXPORT, KIND, purpose_of(actor))
    with transaction.atomic():
        rows = list(queries.rows(actor, wanted, now))
        journal.record_many(
            actor,
            Verb.EXPORT,
            purpose=purpose_of(actor),
            thing=THING,
            touched=[journal.Touched(row.case.id, row.case.dossier) for row in rows],
            reason_code="list",
        )
    return sheets.table(queries.headings(), (queries.cells(row) for row in rows))
