# SPDX-License-Identifier: EUPL-1.2
"""An installation of its own, as an operator has one: another process, another data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from psycopg import sql
from pytest_django import Settings as DjangoSettings

from meerinbeeld.config import cli
from meerinbeeld.vault.setup import make_keys

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installation:
    """A data folder and the command that works on it."""

    data: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Type one command."""
        return self._start(["-m", "meerinbeeld", *arguments], env)

    def did(self, *arguments: str, **env: str) -> str:
        """Type one command that has to succeed; gives what it said."""
        done = self.run(*arguments, **env)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def python(self, code: str, *arguments: str) -> str:
        """Run a few lines inside the installation; gives what they print."""
        done = self._start(["-c", code, *arguments], {})
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _start(self, arguments: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("MIB_")}
        own |= {
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "meerinbeeld.config.settings",
            "MIB_DATA": str(self.data),
        }
        return subprocess.run(
            [sys.executable, *arguments],
            env=own | self.env | env,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of the kind that this test run is about."""
    server = os.environ.get("MIB_TEST_DATABASE_URL", "")
    if not server:
        yield f"sqlite:///{tmp_path_factory.mktemp('operator')}/own.sqlite3"
        return
    name = f"operator_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server.rsplit("/", 1)[0] + "/" + name
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Installation:
    """Set up, with tables and the region, and nobody in it."""
    made = Installation(
        tmp_path_factory.mktemp("installation") / "data", {"MIB_DATABASE_URL": database_url}
    )
    for command in ("setup", "migrate", "region"):
        made.did(command, "--quiet")
    return made


@dataclass
class Typed:
    """The command in this process, on the database of the test: quick, for what needs no other."""

    capsys: pytest.CaptureFixture[str]

    def run(self, *arguments: str) -> tuple[int, str]:
        """Type one command; gives its status and everything it said."""
        status = cli.run(arguments)
        said = self.capsys.readouterr()
        return status, said.out + said.err

    def did(self, *arguments: str) -> str:
        status, said = self.run(*arguments)
        assert status == 0, said
        return said


@pytest.fixture
def typed(
    db: None,
    settings: DjangoSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Typed:
    """A region without people, and keys that a command may destroy."""
    data = tmp_path / "data"
    make_keys(data / "keys")
    data.chmod(0o700)
    monkeypatch.setenv("MIB_DATA", str(data))
    settings.MIB_DATA, settings.MIB_KEYS_DIR = data, data / "keys"
    settings.MIB_INTAKE_PUBLIC = data / "keys" / "intake.pub"
    command = Typed(capsys)
    command.did("region", "--quiet")
    return command


@pytest.fixture
def on_postgresql() -> None:
    if "postgresql" not in django_settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("SQLite knows no roles")
