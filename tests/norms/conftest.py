# SPDX-License-Identifier: EUPL-1.2
"""Norms are cached per process: what a test changes is put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils.translation import get_language

from meerinbeeld.norms import configure, reader

Overlay = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _norms_of_the_package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("MIB_NORMS_DIR", raising=False)
    kept = reader._overlay
    yield
    configure(overlay=kept, active_language=get_language)


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Write a file of a region's own norms and read it."""

    def write(text: str, name: str = "own.yaml") -> Path:
        (tmp_path / name).write_text(text, encoding="utf-8")
        configure(overlay=tmp_path, active_language=get_language)
        return tmp_path

    return write
