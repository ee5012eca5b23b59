# SPDX-License-Identifier: EUPL-1.2
"""A journal with its own signing key, and hands that reach past its triggers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from meerinbeeld import journal
from meerinbeeld.journal import triggers
from meerinbeeld.journal.models import Entry
from meerinbeeld.vault.setup import make_keys

Write = Callable[[int], list[Entry]]
Tamper = Callable[..., None]


def on_list(*dossiers: UUID) -> Entry:
    """The entry of one act on these dossiers."""
    journal.record_list(
        journal.SYSTEM,
        "open",
        purpose="care",
        thing="registry.notification",
        dossiers=[one.bytes for one in dossiers],
        reason_code="linkage",
    )
    return journal.about(dossiers[:1]).order_by("-at", "-id")[0]


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Path:
    directory = tmp_path / "keys"
    make_keys(directory)
    settings.MIB_KEYS_DIR = directory
    return directory


@pytest.fixture
def write(db: None) -> Write:
    """Write a number of entries."""

    def write_entries(number: int) -> list[Entry]:
        return [
            journal.record(
                journal.SYSTEM,
                "open",
                purpose="care",
                thing="signals.signal",
                thing_id=str(count),
            )
            for count in range(number)
        ]

    return write_entries


@pytest.fixture
def tamper(db: None) -> Tamper:
    """Run SQL as somebody would who owns the database: without the triggers."""

    def run(statement: str, *values: object) -> None:
        with triggers.lifted(connection), connection.cursor() as cursor:
            cursor.execute(statement, list(values))

    return run
