# SPDX-License-Identifier: EUPL-1.2
"""Taking the list of notifications along as a table. Each one in it gets its journal entry."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.registry.queries import listing, table
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, THING
from meerinbeeld.ui import sheets


def export_list(actor: Actor, wanted: listing.Wanted, today: date) -> sheets.Table:
    """Headings and rows, guarded against formulas. Raises `Refused` for other roles."""
    require(actor, Verb.EXPORT, KIND, PURPOSE)
    with transaction.atomic():
        rows = listing.rows(listing.listing(actor, wanted, today))
        journal.record_many(
            actor,
            Verb.EXPORT,
            purpose=PURPOSE,
            thing=THING,
            touched=[journal.Touched(r.notification.id, r.notification.dossier) for r in rows],
            reason_code="list",
        )
    return sheets.table(table.headings(), (table.cells(row) for row in rows))
