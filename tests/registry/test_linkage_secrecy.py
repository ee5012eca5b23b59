# SPDX-License-Identifier: EUPL-1.2
"""While persons are linked, their details are in memory and nowhere else."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from meerinbeeld.registry.linkage.job import link
from meerinbeeld.registry.linkage.memory import open_in_memory
from meerinbeeld.registry.linkage.persons import Persons
from tests.registry.region import region

ROOT = Path(__file__).resolve().parents[2]
MARKS = (b"Zyxwvuta", b"Qqpersonq", b"0677788899")


def test_the_database_writes_no_file(tmp_path: Path) -> None:
    con = open_in_memory()
    with pytest.raises(duckdb.Error):
        con.execute(f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'")
    with pytest.raises(duckdb.Error):
        con.execute(f"ATTACH '{tmp_path / 'other.db'}'")
    assert list(tmp_path.iterdir()) == []


def test_the_database_cannot_be_talked_into_a_place_to_spill(tmp_path: Path) -> None:
    con = open_in_memory()
    assert con.execute("SELECT current_setting('temp_directory')").fetchall() == [("",)]
    with pytest.raises(duckdb.Error):
        con.execute(f"SET temp_directory = '{tmp_path}'")


def test_a_log_holds_no_name_even_when_it_tells_all(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    records = region(60, 5)
    link(Persons.of(one.record for one in records))
    names = {one.record.family_name for one in records if len(one.record.family_name) > 3}
    assert [name for name in names if name in caplog.text] == []


def test_the_command_leaves_nothing_on_the_disk_but_its_outcome(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    rows = "".join(
        f"{at},Zyxwvuta,Qqpersonq{at % 40},19{at % 60 + 40}-03-{at % 28 + 1:02},0677788899\n"
        for at in range(4_000)
    )
    (tmp_path / "in.csv").write_text("nr,given,family,born,phone\n" + rows)
    (tmp_path / "map.yaml").write_text(
        "id: nr\ngiven_name: given\nfamily_name: family\nbirth_date: born\nphone: phone\n"
    )
    line = [sys.executable, "-m", "meerinbeeld", "--debug", "registry", "link", "../in.csv"]
    line += ["--map", "../map.yaml", "--out", "../out.csv", "--probabilities", "../pairs.csv"]
    places = dict.fromkeys(("TMPDIR", "TMP", "HOME", "XDG_CACHE_HOME"), str(home))
    run = subprocess.Popen(
        line,
        cwd=home,
        env={**os.environ, **places, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    seen: set[Path] = set()
    ended = threading.Event()
    watch = threading.Thread(target=look, args=(tmp_path, seen, ended))
    watch.start()
    said, _ = run.communicate()
    ended.set()
    watch.join()
    assert run.returncode == 0, said
    assert [mark for mark in MARKS if mark in said] == []
    assert leaking(path for path in tmp_path.rglob("*") if path.name != "in.csv") == []
    assert {path.name for path in seen} == set()


def look(folder: Path, seen: set[Path], ended: threading.Event) -> None:
    """Look again and again for a file that holds a detail, also one that is gone later."""
    while not ended.wait(0.01):
        seen.update(leaking(path for path in folder.rglob("*") if path.name != "in.csv"))


def leaking(paths: Iterable[Path]) -> list[Path]:
    found = []
    for path in paths:
        try:
            data = path.read_bytes() if path.is_file() else b""
        except OSError:
            continue
        if any(mark in data for mark in MARKS):
            found.append(path)
    return found
