# SPDX-License-Identifier: EUPL-1.2
"""An installation of its own, as an operator has one: another process, another data folder.

One is set up per run and process; who needs one of its own gets a copy of it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
SQLITE = "sqlite:///"


@dataclass(frozen=True)
class Installation:
    """A data folder and the command that works on it."""

    data: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Type one command."""
        return self._run(["-m", "meerinbeeld", *arguments], env)

    def did(self, *arguments: str, **env: str) -> str:
        """Type one command that has to succeed; gives what it said."""
        done = self.run(*arguments, **env)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def python(self, code: str, *arguments: str) -> str:
        """Run a few lines inside the installation; gives what they print."""
        done = self._run(["-c", code, *arguments], {})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, program: str, *arguments: str, **env: str) -> subprocess.Popen[str]:
        """Start a module of the tests as a process of this installation, and go on meanwhile."""
        return subprocess.Popen(
            [sys.executable, "-m", program, *arguments],
            env=self._surroundings(env),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _run(self, arguments: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            env=self._surroundings(env),
            capture_output=True,
            text=True,
            check=False,
        )

    def _surroundings(self, env: dict[str, str]) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}
        own |= {
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "meerinbeeld.config.settings",
            "MIB_DATA": str(self.data),
        }
        return own | self.env | env


def said(process: subprocess.Popen[str]) -> Any:
    """What a process printed, once it has come to a good end."""
    out, error = process.communicate(timeout=1200)
    assert process.returncode == 0, error[-3000:]
    return json.loads(out)


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Set up, with tables and the region, and nobody in it. To be copied, and not to be used."""
    folder = tmp_path_factory.mktemp("set-up")
    for url in _new_database(folder):
        made = Installation(folder / "data", {"MIB_DATABASE_URL": url})
        for command in ("setup", "migrate", "region"):
            made.did(command, "--quiet")
        yield made


@pytest.fixture(scope="session")
def installation(
    set_up: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation that more tests look at and work with."""
    yield from _copied(set_up, tmp_path_factory.mktemp("installation"))


@pytest.fixture
def own_installation(set_up: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation in which nothing happened yet."""
    yield from _copied(set_up, tmp_path)


def _copied(made: Installation, folder: Path) -> Iterator[Installation]:
    shutil.copytree(made.data, folder / "data")
    for url in _new_database(folder, made.env["MIB_DATABASE_URL"]):
        yield Installation(folder / "data", {"MIB_DATABASE_URL": url})


def _new_database(folder: Path, like: str = "") -> Iterator[str]:
    """A database of the kind that this test run is about, empty or a copy; it goes afterwards."""
    server = os.environ.get("MIB_TEST_DATABASE_URL", "")
    if not server:
        file = folder / "own.sqlite3"
        if like:
            _copy(Path(like.removeprefix(SQLITE)), file)
        yield f"{SQLITE}{file}"
        return
    name = f"own_{uuid.uuid4().hex}"
    made, template = sql.Identifier(name), sql.Identifier(like.rpartition("/")[2] or "template1")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(made, template))
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(made))


def _copy(file: Path, to: Path) -> None:
    """All of it, also what SQLite keeps beside the file."""
    with closing(sqlite3.connect(file)) as whole, closing(sqlite3.connect(to)) as copy:
        whole.backup(copy)
