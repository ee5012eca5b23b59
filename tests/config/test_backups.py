# SPDX-License-Identifier: EUPL-1.2
"""A backup of the content holds no key, and both files together bring everything back."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.installing import Installation

MAKE_DOSSIER = """
import django; django.setup()
from meerinbeeld import vault
from meerinbeeld.vault.models import DossierKey
dossier = vault.create_dossier()
print(dossier, bytes(DossierKey.objects.get(pk=dossier).wrapped).hex())
"""
OPEN_DOSSIER = """
import django, sys, uuid; django.setup()
from meerinbeeld import vault
with vault.unlocked(uuid.UUID(sys.argv[1])) as box: print("opened")
"""


@pytest.fixture
def dossier(installation: Installation) -> tuple[str, bytes]:
    """The id of a dossier and its wrapped key, as it stands in the database."""
    made, wrapped = installation.python(MAKE_DOSSIER).split()
    return made, bytes.fromhex(wrapped)


@pytest.fixture
def backup(installation: Installation, dossier: object, tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "backups"
    installation.did("database", "backup", str(folder))
    (content,), (keys,) = folder.glob("content-*"), folder.glob("keys-*")
    return content, keys


@pytest.fixture
def elsewhere(
    installation: Installation, tmp_path: Path, request: pytest.FixtureRequest
) -> Installation:
    """Another, empty database with the same key files."""
    data = tmp_path / "elsewhere"
    shutil.copytree(installation.data, data)
    url = installation.env["MIB_DATABASE_URL"]
    if url.startswith("sqlite"):
        return Installation(data, {"MIB_DATABASE_URL": f"sqlite:///{data}/empty.sqlite3"})
    name = "restored_" + request.node.name[:40].lower()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return Installation(data, {"MIB_DATABASE_URL": url.rsplit("/", 1)[0] + "/" + name})


def test_both_files_are_for_their_owner_alone(backup: tuple[Path, Path]) -> None:
    assert {path.stat().st_mode & 0o777 for path in backup} == {0o600}


def test_the_content_holds_no_wrapped_key(
    backup: tuple[Path, Path], dossier: tuple[str, bytes], installation: Installation
) -> None:
    content, keys = backup
    assert dossier[1] not in content.read_bytes()
    if installation.env["MIB_DATABASE_URL"].startswith("sqlite"):
        assert dossier[1] in keys.read_bytes()


def test_a_restored_backup_opens_what_was_sealed(
    backup: tuple[Path, Path], dossier: tuple[str, bytes], elsewhere: Installation
) -> None:
    elsewhere.did("database", "restore", *map(str, backup))
    elsewhere.did("migrate")
    assert "All is well" in elsewhere.did("journal", "verify")
    assert elsewhere.python(OPEN_DOSSIER, dossier[0]) == "opened\n"


def test_a_restore_never_overwrites(backup: tuple[Path, Path], installation: Installation) -> None:
    done = installation.run("database", "restore", *map(str, backup))
    assert done.returncode == 2
    assert "not empty" in done.stderr


def test_a_missing_file_is_named(elsewhere: Installation) -> None:
    done = elsewhere.run("database", "restore", "/nowhere/content", "/nowhere/keys")
    assert done.returncode == 2
    assert "/nowhere/content" in done.stderr
