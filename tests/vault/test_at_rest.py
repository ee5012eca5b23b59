# SPDX-License-Identifier: EUPL-1.2
"""What lies in the database's own files, and what a front may do with its few rights."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from meerinbeeld import journal, vault
from meerinbeeld.vault.models import Blob, DossierKey
from tests.vault.conftest import only_on

FRONT = {
    "journal_entry": "INSERT",
    "journal_pending": "INSERT",
    "vault_blob": "INSERT",
    "vault_blobchunk": "INSERT",
}


@pytest.fixture
def front_role(transactional_db: None) -> Iterator[str]:
    """A database role that may add four kinds of rows and read nothing."""
    only_on("postgresql")
    role = "front_" + uuid.uuid4().hex[:8]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        for table, right in FRONT.items():
            cursor.execute(f"GRANT {right} ON {table} TO {role}")
    yield role
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {role}")
        cursor.execute(f"DROP ROLE {role}")


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def test_a_front_that_may_only_insert_stores_a_file_and_writes_the_journal(
    keys: Path, front_role: str
) -> None:
    key = vault.new_blob_key()
    with acting_as(front_role):
        with vault.BlobWriter(key) as writer:
            writer.write(b"photo")
        journal.record(journal.PUBLIC, "create", purpose="reporting", thing="signals.report")
        vault.intake.seal_report(b"report")
    assert b"".join(vault.read_blob(writer.blob_id, key)) == b"photo"
    journal.seal_pending()
    assert journal.verify().ok


def test_a_front_that_may_only_insert_reads_nothing_back(keys: Path, front_role: str) -> None:
    with acting_as(front_role):
        with pytest.raises(DatabaseError), transaction.atomic():
            list(Blob.objects.all())
        with pytest.raises(DatabaseError), transaction.atomic():
            list(DossierKey.objects.all())


def test_a_front_that_may_not_delete_leaves_a_broken_upload_to_the_office(
    keys: Path, front_role: str
) -> None:
    with (
        acting_as(front_role),
        pytest.raises(RuntimeError),
        vault.BlobWriter(vault.new_blob_key()) as writer,
    ):
        writer.write(b"x" * 2_000_000)
        raise RuntimeError
    with pytest.raises(vault.Unreadable):
        vault.read_blob(writer.blob_id, vault.new_blob_key())


@pytest.mark.django_db(transaction=True)
def test_no_copy_of_a_destroyed_key_stays_in_the_files_of_sqlite(keys: Path) -> None:
    only_on("sqlite")
    dossier = vault.create_dossier()
    wrapped = bytes(DossierKey.objects.get(pk=dossier).wrapped or b"")
    assert wrapped in _files()
    vault.shred(dossier)
    assert wrapped not in _files()
    assert wrapped[20:50] not in _files()


@pytest.mark.django_db(transaction=True)
def test_content_is_in_no_file_of_the_database(keys: Path) -> None:
    only_on("sqlite")
    dossier = vault.create_dossier()
    with vault.unlocked(dossier) as box:
        key = box._open_key()
        sealed = box.seal(b"Sanne van Buiten", vault.Place("t", "c", "r"))
    with vault.BlobWriter(key, dossier) as writer:
        writer.write(b"Sanne van Buiten")
    files = _files()
    assert sealed not in files
    assert b"Sanne van Buiten" not in files
    assert key not in files


def _files() -> bytes:
    name = Path(str(connection.settings_dict["NAME"]))
    return b"".join(path.read_bytes() for path in name.parent.glob(name.name + "*"))
