# SPDX-License-Identifier: EUPL-1.2
"""An installation with processes of its own, and limits that begin anew with each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from meerinbeeld.signals.public.limits import limiter
from tests.config.conftest import Installation

PROCESSES = Path(__file__).with_name("processes.py")


@pytest.fixture(autouse=True)
def _nobody_was_here() -> Iterator[None]:
    limiter._counts.clear()
    yield
    limiter._counts.clear()


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """An empty database of the kind that this test run is about."""
    server = os.environ.get("MIB_TEST_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{tmp_path}/own.sqlite3"
        return
    name = f"public_{os.getpid()}_{abs(hash(str(tmp_path))) % 10**6}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server.rsplit("/", 1)[0] + "/" + name
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(drop)


@pytest.fixture
def installation(tmp_path: Path, own_database: str) -> Installation:
    """Set up, with tables and the region, and nobody in it."""
    made = Installation(
        tmp_path / "data",
        {"MIB_DATABASE_URL": own_database, "MIB_REPORTS_PER_TEN_MINUTES": "1000000"},
    )
    for command in ("setup", "migrate", "region"):
        made.did(command, "--quiet")
    return made
