# SPDX-License-Identifier: EUPL-1.2
"""Commands as an operator types them: in a process of their own, or quicker, in this one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings as DjangoSettings

from meerinbeeld.config import cli
from meerinbeeld.vault.setup import make_keys


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
