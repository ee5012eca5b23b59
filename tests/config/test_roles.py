# SPDX-License-Identifier: EUPL-1.2
"""The database itself refuses what a face has no business with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from meerinbeeld import vault
from meerinbeeld.config import checkup
from meerinbeeld.config.roles import OFFICE, PUBLIC, sql, tables
from meerinbeeld.signals.models import PublicReport
from meerinbeeld.signals.public import grants
from tests.people import Village
from tests.signals.public.reports import accepted

pytestmark = pytest.mark.django_db
OFFICE_ONLY = sorted(
    {name for name in tables() if name not in grants.TABLES and name not in grants.UNREADABLE}
)


@pytest.fixture
def rights(on_postgresql: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS config_cache (cache_key text)")
        cursor.execute(sql().replace("%", "%%"))


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def is_refused(role: str, statement: str) -> bool:
    with acting_as(role):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except ProgrammingError as error:
            return "permission denied" in str(error)
    return False


def test_rights_name_tables_that_exist() -> None:
    assert set(grants.TABLES) | set(grants.UNREADABLE) | set(grants.CHANGEABLE) <= set(tables())


def test_the_statements_can_be_run_again(rights: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql().replace("%", "%%"))


@pytest.mark.parametrize("table", OFFICE_ONLY)
def test_the_public_face_reads_no_table_of_the_office(rights: None, table: str) -> None:
    assert is_refused(PUBLIC, f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
    assert is_refused(PUBLIC, f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT envelope FROM signals_publicreport",
        "SELECT sealed FROM vault_blobchunk",
        "SELECT 1 FROM journal_entry",
        "DELETE FROM signals_publicreport",
        "DELETE FROM signals_letter",
        "UPDATE signals_publicreport SET envelope = NULL",
        "UPDATE signals_publicreport SET owner_id = owner_id",
        "UPDATE journal_entry SET role = ''",
        "TRUNCATE signals_publicreport",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_public_face_cannot_look_back_or_undo(rights: None, statement: str) -> None:
    assert is_refused(PUBLIC, statement)


def test_the_public_face_sees_where_a_report_stands(rights: None) -> None:
    assert not is_refused(PUBLIC, "SELECT id, stage FROM signals_publicreport")


def test_the_public_face_can_look_whether_all_is_well(rights: None, settings: Any) -> None:
    """Its role may not read which migrations ran; that is for the office to tell."""
    settings.HAS_OFFICE = False
    with acting_as(PUBLIC):
        said = [finding.words for finding in checkup.findings()]
    assert not [words for words in said if "database" in words]


def test_the_public_face_cannot_remove_a_file_that_the_office_adopted(
    rights: None, village: Village
) -> None:
    with vault.BlobWriter(vault.new_blob_key()) as writer:
        writer.write(b"%PDF-1.7")
    blob = writer.blob_id
    pieces = f"DELETE FROM vault_blobchunk WHERE blob_id = '{blob}'"  # noqa: S608
    vault.adopt_blobs(vault.create_dossier(), [blob])
    assert is_refused(PUBLIC, pieces)
    assert is_refused(PUBLIC, f"DELETE FROM vault_blob WHERE id = '{blob}'")  # noqa: S608
    assert not is_refused(OFFICE, pieces)


def test_a_confirmed_receipt_stays_the_reporters(rights: None, village: Village) -> None:
    report = accepted(village.organisations["gemeente-zwolle"])
    swap = f"UPDATE signals_publicreport SET reporter_key = 'x' WHERE id = '{report.id}'"  # noqa: S608
    assert not is_refused(PUBLIC, swap)
    PublicReport.objects.filter(id=report.id).update(receipt_confirmed_at=report.received_at)
    assert is_refused(PUBLIC, swap.replace("'x'", "'y'"))


@pytest.mark.parametrize(
    "table", ["journal_entry", "journal_leaf", "journal_checkpoint", "journal_roll"]
)
def test_the_office_cannot_change_or_remove_what_was_written(rights: None, table: str) -> None:
    assert not is_refused(OFFICE, f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608
    assert is_refused(OFFICE, f"DELETE FROM {table}")  # noqa: S608
    assert is_refused(OFFICE, f"TRUNCATE {table}")


def test_the_office_cannot_make_or_change_tables(rights: None) -> None:
    assert is_refused(OFFICE, "CREATE TABLE mine (id int)")
