# SPDX-License-Identifier: EUPL-1.2
"""A large register is opened by two processes: each dossier once, and nobody stays behind."""

from __future__ import annotations

from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pyarrow as pa
import pytest

from meerinbeeld.registry.actions.second_reader import ReaderFailed, SecondReader
from tests.installing import Installation, said
from tests.registry.reading import NOTIFIED

pytestmark = pytest.mark.slow


def did(installation: Installation, part: str) -> Any:
    return said(installation.start("tests.registry.reading", part))


def test_two_processes_open_all_of_a_register_and_each_dossier_once(
    own_installation: Installation,
) -> None:
    assert did(own_installation, "both") == {
        "all in order": True,
        "names": True,
        "each once": True,
        # this one opens by two, until the fifth; the other what is left at once
        "lists": {"2": 2, "1": 1, "3": 1},
        "for whoever asked": True,
        "parts": [0.5, 1.0, 1.0],
        "seen from outside": True,
        "left": [],
    }


@pytest.mark.parametrize(
    ("part", "problem"),
    [("killed", "killed"), ("moved", "Unreadable"), ("stopped", "stopped")],
)
def test_a_search_that_ends_early_stores_nothing_and_leaves_no_process(
    own_installation: Installation, part: str, problem: str
) -> None:
    ended = {"state": "failed", "problem": problem, "pairs": 0, "left": []}
    assert did(own_installation, part) == ended


@pytest.mark.parametrize("part", [0, 30, 2_000, 80_000])
@pytest.mark.parametrize(
    ("said", "kind"), [(b"no_memory", "no_memory"), (b"", ""), (b"Joy said: x", "")]
)
def test_half_of_what_it_opened_is_nothing(
    tmp_path: Path, part: int, said: bytes, kind: str
) -> None:
    rows = pa.record_batch({"id": pa.array([str(at) for at in range(10_000)])})
    with (
        pa.OSFile(str(tmp_path / "whole"), "wb") as file,
        pa.ipc.new_stream(file, rows.schema) as one,
    ):
        one.write_batch(rows)
    (tmp_path / "half").write_bytes((tmp_path / "whole").read_bytes()[:part])
    (tmp_path / "said").write_bytes(said)
    dying = ["sh", "-c", "cat half; cat said >&2; exit 1"]
    program = Popen(dying, cwd=tmp_path, stdout=PIPE, stderr=PIPE)
    with program, pytest.raises(ReaderFailed) as failed:
        SecondReader(program).finished(waiting=lambda: None)
    assert failed.value.kind == kind


def test_the_second_process_gives_nothing_when_whoever_asked_is_gone(
    own_installation: Installation,
) -> None:
    assert did(own_installation, "alone") == [NOTIFIED, 0]
