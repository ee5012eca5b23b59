# SPDX-License-Identifier: EUPL-1.2
"""The entries of one act as rows: a search through a register opens a million dossiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from meerinbeeld.journal.models import Entry, Pending
from meerinbeeld.parties.ids import new_ids
from meerinbeeld.parties.plain import ids_as_kept, insert_rows

#: What tells entries of one act apart: the thing, and the dossier of that.
Row = tuple[str, UUID | None]
_OWN: Final = ("id", "thing_id", "dossier")


def write(common: Entry, rows: Sequence[Row]) -> list[UUID]:
    """Write an entry for each row, with everything else as in `common`; each waits for the sealer.

    In the transaction of the act, or in one of its own. Returns the ids of the entries.
    """
    if not rows:
        return []
    columns = [str(field.column) for field in Entry._meta.concrete_fields]
    values = [
        field.get_db_prep_save(getattr(common, field.attname), connection)
        for field in Entry._meta.concrete_fields
    ]
    at, thing, of = (columns.index(name) for name in _OWN)
    ids, written = new_ids(len(rows)), []
    keys, dossiers = ids_as_kept(ids), ids_as_kept(dossier for _thing, dossier in rows)
    for key, (touched, _dossier), dossier in zip(keys, rows, dossiers, strict=True):
        values[at], values[thing], values[of] = key, touched, dossier
        written.append(tuple(values))
    with transaction.atomic(savepoint=False):
        insert_rows(Entry, columns, written)
        insert_rows(Pending, ["entry"], [(key,) for key in keys])
    return ids
