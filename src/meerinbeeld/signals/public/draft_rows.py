# SPDX-License-Identifier: EUPL-1.2
"""The row of a draft, in statements that are written out.

Each page of a report reads this row and most write it. To have a statement put together takes
several times as long as to have it answered, and these never differ.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from meerinbeeld.signals.models import Draft

FIND: Final = "SELECT sealed, version FROM signals_draft WHERE id = %s AND expires_at > %s"
ADD: Final = "INSERT INTO signals_draft (id, sealed, expires_at, version) VALUES (%s, %s, %s, 0)"
CHANGE: Final = (
    "UPDATE signals_draft SET sealed = %s, expires_at = %s, version = version + 1 "
    "WHERE id = %s AND version = %s"
)
REMOVE: Final = "DELETE FROM signals_draft WHERE id = %s AND version = %s"
REMOVE_FILES: Final = "DELETE FROM signals_draftfile WHERE draft_id = %s"
FIELDS: Final = {field.name: field for field in Draft._meta.local_fields}


class Row(NamedTuple):
    sealed: bytes
    version: int


def find(key: UUID, *, to_change: bool = False) -> Row | None:
    """The row, or None when there is none or its time is over.

    With `to_change` others who want to change it wait until the transaction ends.
    """
    lock = " FOR UPDATE" if to_change and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(FIND + lock, [*_kept(id=key), *_kept(expires_at=timezone.now())])
        found = cursor.fetchone()
    return Row(bytes(found[0]), found[1]) if found else None


def add(key: UUID, sealed: bytes, until: datetime) -> None:
    _done(ADD, *_kept(id=key, sealed=sealed, expires_at=until))


def change(key: UUID, version: int, sealed: bytes, until: datetime) -> bool:
    """Whether the row still had this version. If not, nothing is stored."""
    return _done(CHANGE, *_kept(sealed=sealed, expires_at=until, id=key), version)


def remove(key: UUID, version: int) -> bool:
    """Whether the row still had this version, and is gone with the names of its files; the files
    themselves stay. Call it inside a transaction.
    """
    removed = _done(REMOVE, *_kept(id=key), version)
    if removed:
        _done(REMOVE_FILES, *_kept(id=key))
    return removed


def _done(statement: str, *values: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _kept(**values: Any) -> list[Any]:
    """Values as their fields keep them in this database; the field of what is sealed refuses what
    is not.
    """
    return [FIELDS[name].get_db_prep_value(value, connection) for name, value in values.items()]
