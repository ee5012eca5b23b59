# SPDX-License-Identifier: EUPL-1.2
"""Triggers that refuse to change or remove what the journal holds.

They stop the application and its bugs. Who owns the database can drop them; that is what the
checkpoints are for. A migration that alters a journal table must call `install` again, because
SQLite drops a table's triggers when Django rebuilds the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

#: Table, and the columns that no two of its rows share: each key by which a row could be replaced.
TABLES: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "journal_entry": (("id",),),
    "journal_leaf": (("index",), ("entry",)),
    "journal_checkpoint": (("tree_size",),),
    "journal_roll": (("entry", "bucket"),),
}
_FUNCTION: Final = "journal_append_only"
_MESSAGE: Final = "the journal is append-only"


def install(connection: BaseDatabaseWrapper, tables: Iterable[str] = TABLES) -> None:
    """Put the triggers in place. Safe to run twice.

    A migration names the tables that are there when it runs.
    """
    named = list(tables)
    remove(connection, named)
    if connection.vendor == "postgresql":
        _run(connection, [_FUNCTION_MADE, *(line for one in named for line in _postgresql(one))])
    else:
        _run(connection, [line for one in named for line in _sqlite(one, TABLES[one])])


def remove(connection: BaseDatabaseWrapper, tables: Iterable[str] = TABLES) -> None:
    """Take the triggers away: only for tests that empty the tables, and for restoring a backup."""
    on = ' ON "{table}"' if connection.vendor == "postgresql" else ""
    _run(
        connection,
        [
            f'DROP TRIGGER IF EXISTS "{name}"{on.format(table=table)}'
            for table in tables
            for name in _names(connection, table)
        ],
    )


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
    wanted = [name for table in TABLES for name in _names(connection, table)]
    return [name for name in wanted if name not in present]


def _names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    """What the triggers of a table are called."""
    acts = ("change",) if connection.vendor == "postgresql" else ("update", "delete", "replace")
    return [f"{table}_no_{act}" for act in acts]


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite(table: str, keys: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    # the third stops INSERT OR REPLACE even where recursive_triggers was left off
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in keys]
    taken = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {one})' for one in same)  # noqa: S608
    return (
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {taken} {refuse}',
    )


def _postgresql(table: str) -> tuple[str, ...]:
    return (
        f'CREATE TRIGGER "{table}_no_change" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
        # ALWAYS: also when a session calls itself a replica
        f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{table}_no_change"',
    )


_SQLITE_LIST: Final = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

_FUNCTION_MADE: Final = (
    f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
    f"SET search_path FROM CURRENT AS $$ BEGIN RAISE EXCEPTION '{_MESSAGE}' "
    "USING ERRCODE = 'insufficient_privilege'; END $$"
)
_POSTGRESQL_LIST: Final = (
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A' "
    "AND tgrelid IN (SELECT oid FROM pg_class WHERE relname LIKE 'journal%'"
    " AND pg_table_is_visible(oid))"
)
