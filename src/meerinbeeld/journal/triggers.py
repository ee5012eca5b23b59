# SPDX-License-Identifier: EUPL-1.2
"""Triggers that refuse to change or remove what the journal holds.

They stop the application and its bugs. Who owns the database can drop them; that is what the
checkpoints are for. A migration that alters a journal table must call `install` again, because
SQLite drops a table's triggers when Django rebuilds the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

#: table and its primary key
TABLES: Final = (
    ("journal_entry", "id"),
    ("journal_leaf", "index"),
    ("journal_checkpoint", "tree_size"),
)
_FUNCTION: Final = "journal_append_only"
_MESSAGE: Final = "the journal is append-only"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place. Safe to run twice."""
    remove(connection)
    _run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for tests that empty the tables, and for restoring a backup."""
    _run(connection, _POSTGRESQL_REMOVE if connection.vendor == "postgresql" else _SQLITE_REMOVE)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers inside the block, with them after it."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should stand and do not."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL_LIST if connection.vendor == "postgresql" else _SQLITE_LIST)
        present = {str(row[0]) for row in cursor.fetchall()}
    wanted = _POSTGRESQL_NAMES if connection.vendor == "postgresql" else _SQLITE_NAMES
    return [name for name in wanted if name not in present]


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(table: str, key: str) -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    # the third stops INSERT OR REPLACE even where recursive_triggers was left off
    taken = f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE "{key}" = NEW."{key}")'  # noqa: S608
    return (
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" {taken} {refuse}',
    )


def _postgresql(table: str) -> tuple[str, ...]:
    return (
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
        # ALWAYS: also when a session calls itself a replica
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{table}_no_change"',
    )


_SQLITE: Final = tuple(line for table, key in TABLES for line in _sqlite(table, key))
_SQLITE_NAMES: Final = tuple(
    f"{table}_{act}" for table, _ in TABLES for act in ("no_update", "no_delete", "no_replace")
)
_SQLITE_REMOVE: Final = tuple(f'DROP TRIGGER IF EXISTS "{name}"' for name in _SQLITE_NAMES)
_SQLITE_LIST: Final = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

_POSTGRESQL: Final = (
    f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
    f"SET search_path FROM CURRENT AS $$ BEGIN RAISE EXCEPTION '{_MESSAGE}' "
    "USING ERRCODE = 'insufficient_privilege'; END $$",
    *(line for table, _ in TABLES for line in _postgresql(table)),
)
_POSTGRESQL_NAMES: Final = tuple(f"{table}_no_change" for table, _ in TABLES)
_POSTGRESQL_REMOVE: Final = tuple(
    f'DROP TRIGGER IF EXISTS "{table}_no_change" ON "{table}"' for table, _ in TABLES
)
_POSTGRESQL_LIST: Final = (
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A' "
    "AND tgrelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'journal%'"
    " AND pg_table_is_visible(oid))"
)
