# SPDX-License-Identifier: EUPL-1.2
"""Many rows at once, as the database keeps them: for the few tasks that go through a whole table.

To make a model object of each row, and to convert each value, takes several times as long as to
read or to write it. The database's constraints and triggers hold for these rows as for any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

#: From so many rows on PostgreSQL takes them as a stream.
_MANY: Final = 50
#: What both databases take in one statement.
_MOST_VALUES: Final = 10_000


def rows_as_kept(rows: models.QuerySet[Any, Any]) -> list[tuple[Any, ...]]:
    """What a query for values finds, as the driver gives it: on SQLite ids and JSON are text."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def rows_with_ids(
    model: type[models.Model], columns: Sequence[str], ids: Sequence[UUID]
) -> list[tuple[Any, ...]]:
    """The rows with these ids, as they are kept; ids that are not there are passed over."""
    quoted = connection.ops.quote_name
    key = quoted(str(model._meta.pk.column))
    names = ", ".join(map(quoted, columns))
    wanted, found = ids_as_kept(ids), []
    for start in range(0, len(wanted), _MOST_VALUES):
        part = wanted[start : start + _MOST_VALUES]
        holes = ", ".join(["%s"] * len(part))
        sql = f"SELECT {names} FROM {quoted(model._meta.db_table)} WHERE {key} IN ({holes})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, part)
            found += cursor.fetchall()
    return found


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write rows whose values are as they are kept, one per column."""
    quoted = connection.ops.quote_name
    target = f"{quoted(model._meta.db_table)} ({', '.join(map(quoted, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= _MANY:
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        holes = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {target} VALUES ({holes})", rows)  # noqa: S608


def update_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write these columns anew; each row has their values as they are kept, and its id last."""
    quoted = connection.ops.quote_name
    changed = ", ".join(f"{quoted(column)} = %s" for column in columns)
    key = quoted(str(model._meta.pk.column))
    sql = f"UPDATE {quoted(model._meta.db_table)} SET {changed} WHERE {key} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def ids_as_kept(keys: Iterable[UUID | str | None]) -> list[Any]:
    """Ids as the database keeps them: SQLite as 32 digits."""
    if connection.features.has_native_uuid_field:
        return list(keys)
    return [key.replace("-", "") if isinstance(key, str) else key and key.hex for key in keys]


def id_of(kept: Any) -> UUID:
    """An id that was read."""
    return UUID(kept) if isinstance(kept, str) else kept


def id_as_bytes(kept: Any) -> bytes:
    """An id that was read as `UUID.bytes` has it."""
    return bytes.fromhex(kept) if isinstance(kept, str) else kept.bytes


def id_as_text(kept: Any) -> str:
    """An id that was read as `str(UUID)` writes it."""
    return ids_as_text([kept])[0]


def ids_as_text(kept: Iterable[Any]) -> list[str]:
    """Ids that were read as `str(UUID)` writes them."""
    return [
        f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
        if isinstance(key, str) and len(key) == 32
        else str(key)
        for key in kept
    ]
