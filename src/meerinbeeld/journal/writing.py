# SPDX-License-Identifier: EUPL-1.2
"""Entries of one act as rows: a search through a register opens a million dossiers at once.

A model object for each row takes several times as long as writing it. The database's constraints
and triggers hold for these rows as for any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection, models, transaction

from meerinbeeld.journal.models import Entry, Pending

#: What tells entries of one act apart: its own id, the thing, and the dossier of that.
Row = tuple[UUID, str, UUID | None]
_OWN: Final = ("id", "thing_id", "dossier")
#: From so many rows on PostgreSQL takes them as a stream.
_MANY: Final = 50


def write(common: Entry, rows: Sequence[Row]) -> None:
    """Write an entry for each row, with everything else as in `common`; each waits for the sealer.

    In the transaction of the act, or in one of its own.
    """
    if not rows:
        return
    columns = [field.column for field in Entry._meta.concrete_fields]
    values = [
        field.get_db_prep_save(getattr(common, field.attname), connection)
        for field in Entry._meta.concrete_fields
    ]
    places = [columns.index(name) for name in _OWN]
    native = connection.features.has_native_uuid_field
    written = []
    for row in rows:
        own = row if native else (row[0].hex, row[1], row[2] and row[2].hex)
        for place, value in zip(places, own, strict=True):
            values[place] = value
        written.append(tuple(values))
    at = places[0]
    with transaction.atomic(savepoint=False):
        _insert(Entry, columns, written)
        _insert(Pending, ["entry"], [(row[at],) for row in written])


def _insert(model: type[models.Model], columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    named = ", ".join(map(connection.ops.quote_name, columns))
    target = f"{connection.ops.quote_name(model._meta.db_table)} ({named})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= _MANY:
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        holes = ", ".join(["%s"] * len(columns))
        # names of our own tables only
        cursor.executemany(f"INSERT INTO {target} VALUES ({holes})", rows)  # noqa: S608
