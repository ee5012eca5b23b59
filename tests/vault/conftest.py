# SPDX-License-Identifier: EUPL-1.2
"""A key directory for one test, and the published known answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from meerinbeeld.vault.setup import make_keys

VECTORS = Path(__file__).parents[2] / "docs" / "reference" / "formats.json"


@pytest.fixture
def keys(tmp_path: Path, settings: Settings) -> Path:
    """Fresh keys, so that a test may rotate and destroy them."""
    directory = tmp_path / "keys"
    make_keys(directory)
    settings.MIB_KEYS_DIR = directory
    settings.MIB_INTAKE_PUBLIC = directory / "intake.pub"
    settings.MIB_KEY_KEEPER = "file"
    settings.MIB_FACE = "both"
    return directory


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """The known answers of docs/reference/formats.json."""
    answers: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
    return answers


def only_on(vendor: str) -> None:
    """Skip on the other database: what follows is about this one's own ways."""
    if connection.vendor != vendor:
        pytest.skip(f"only on {vendor}")
