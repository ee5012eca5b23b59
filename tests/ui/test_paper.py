# SPDX-License-Identifier: EUPL-1.2
"""A paper is tagged, says its language and title, and sets what people typed as text."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf
import pytest

from meerinbeeld.ui import paper


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "paper.typ"
    path.write_text("= #data.title\n#for word in data.words [- #word\n]\n", encoding="utf-8")
    return path


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def test_it_is_tagged_with_language_and_title(source: Path) -> None:
    made = opened(
        paper.pdf(source, {"title": "Inzage", "words": ["één"]}, title="Inzage", language="nl")
    )
    assert made.Root.Lang == "nl"
    assert made.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in made.Root
    with made.open_metadata() as about:
        assert about["dc:title"] == "Inzage"
        assert about["pdfuaid:part"] == "1"


def test_what_was_typed_is_never_markup(source: Path) -> None:
    """In Typst `#read("/etc/passwd")` would read a file: typed, it is eighteen signs."""
    typed = ['#read("/etc/passwd")', "#panic()", "$", "*", "= kop", "\\", "]"]
    made = paper.pdf(source, {"title": "x", "words": typed}, title="x", language="nl")
    assert len(opened(made).pages) == 1


def test_nothing_is_left_on_disk(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setenv("TMPDIR", str(empty))
    paper.pdf(source, {"title": "x", "words": []}, title="x", language="nl")
    assert os.listdir(empty) == []
