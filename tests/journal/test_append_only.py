# SPDX-License-Identifier: EUPL-1.2
"""The database itself refuses to change what the journal holds."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from meerinbeeld import journal
from meerinbeeld.journal import triggers
from meerinbeeld.journal.models import Checkpoint, Entry, Leaf
from tests.installing import Installation
from tests.journal.conftest import Write, on_list

TABLES = ["journal_entry", "journal_leaf", "journal_checkpoint", "journal_roll"]
CHANGES = {
    "journal_entry": "UPDATE journal_entry SET verb = 'list'",
    "journal_leaf": 'UPDATE journal_leaf SET "index" = "index" + 100',
    "journal_checkpoint": "UPDATE journal_checkpoint SET tree_size = tree_size + 100",
    "journal_roll": "UPDATE journal_roll SET dossiers = dossiers",
}
DOSSIER = uuid.UUID(int=7)


@pytest.fixture
def sealed(keys: Path, write: Write) -> None:
    write(2)
    on_list(DOSSIER)
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
    assert journal.about([DOSSIER]).count() == 1


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


REPLACING = {
    "journal_leaf": 'SELECT "index" + 100, entry, hash FROM journal_leaf',
    "journal_roll": "SELECT entry, bucket, X'00' FROM journal_roll",
}


@pytest.mark.parametrize("table", sorted(REPLACING))
def test_nothing_is_replaced_by_any_key_that_two_rows_cannot_share(
    sealed: None, table: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    columns = {"journal_leaf": '"index", entry, hash', "journal_roll": "entry, bucket, dossiers"}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers = OFF")
    try:
        refused(f"INSERT OR REPLACE INTO {table} ({columns[table]}) {REPLACING[table]}")  # noqa: S608
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = ON")


BACK_AND_FORTH = """
import django; django.setup()
from django.core.management import call_command
from django.db import connection
from meerinbeeld import journal
from meerinbeeld.journal import triggers
call_command("migrate", "journal", "0002_append_only", verbosity=0)
triggers.remove(connection, triggers.TABLES)  # as if nobody put one in place
print(sorted({name.partition("_no_")[0] for name in triggers.missing(connection)}))
"""
MISSING = """
import django; django.setup()
from django.db import connection
from meerinbeeld.journal import triggers
print(triggers.missing(connection))
"""


def test_an_installation_from_before_lists_is_protected_once_it_is_brought_up_to_date(
    own_installation: Installation,
) -> None:
    assert own_installation.python(BACK_AND_FORTH) == f"{sorted(TABLES)}\n"
    own_installation.did("migrate")
    assert own_installation.python(MISSING) == "[]\n"


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
    assert len(triggers.missing(connection)) == (12 if connection.vendor == "sqlite" else 4)
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.missing(connection) == []
