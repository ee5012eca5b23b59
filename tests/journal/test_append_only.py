# SPDX-License-Identifier: EUPL-1.2
"""The database itself refuses to change what the journal holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from meerinbeeld import journal
from meerinbeeld.journal import triggers
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf
from tests.journal.conftest import Write

TABLES = ["journal_entry", "journal_leaf", "journal_checkpoint"]
CHANGES = {
    "journal_entry": "UPDATE journal_entry SET verb = 'list'",
    "journal_leaf": 'UPDATE journal_leaf SET "index" = "index" + 100',
    "journal_checkpoint": "UPDATE journal_checkpoint SET tree_size = tree_size + 100",
}


@pytest.fixture
def sealed(keys: Path, write: Write) -> None:
    write(3)
    journal.seal_pending()


def refused(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    counts = (Entry.objects.count(), Leaf.objects.count(), Checkpoint.objects.count())
    assert counts == (3, 3, 1)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_removed(sealed: None, table: str) -> None:
    refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_changed(sealed: None, table: str) -> None:
    refused(CHANGES[table])


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_replaced(sealed: None, table: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
    try:
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_emptied_or_overwritten_on_conflict(sealed: None, table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    refused(f"TRUNCATE {table}")
    refused(f"TRUNCATE {table} CASCADE")


def test_also_a_session_that_calls_itself_a_replica_is_refused(sealed: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has replication roles")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    refused("DELETE FROM journal_entry")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.django_db
def test_the_triggers_stand_after_migrating() -> None:
    assert triggers.missing(connection) == []


@pytest.mark.django_db
def test_a_missing_trigger_is_named_and_can_be_put_back() -> None:
    triggers.remove(connection)
    assert len(triggers.missing(connection)) == (9 if connection.vendor == "sqlite" else 3)
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []
