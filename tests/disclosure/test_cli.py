# SPDX-License-Identifier: EUPL-1.2
"""The command: what it prints, what it writes and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from disclosure.cli import main

KEYS = {
    "cells", "primary", "secondary", "suppressed_sum", "min_interval_width", "exact", "narrow",
    "method", "gap", "seconds",
}  # fmt: skip
TABLE = "town,form,n\nA,x,2\nA,y,30\nB,x,9\nB,y,14\nC,x,21\nC,y,17\n"
TREE = "town: {North: [A, B], South: [C]}\n"

Run = tuple[int, str, str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a table and a hierarchy."""
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(TABLE, "utf-8")
    Path("tree.yaml").write_text(TREE, "utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], line: str) -> Run:
    status = main(line.split())
    out, err = capsys.readouterr()
    return status, out, err


def test_protect_prints_the_promised_keys_and_writes_every_cell(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "protect t.csv --count n --hierarchy tree.yaml --threshold 5 --out p.csv --json"
    status, out, _ = run(capsys, line)
    found = json.loads(out)
    assert status == 0
    assert set(found) >= KEYS
    assert (found["primary"], found["exact"], found["narrow"]) == (1, 0, 0)
    lines = Path("p.csv").read_text("utf-8").splitlines()
    assert lines[0] == "town,form,n,status"
    assert len(lines) == 1 + found["cells"] == 1 + 6 * 3
    assert "*,*,93,safe" in lines
    assert "North,*,55,safe" in lines
    assert "A,x,,primary" in lines
    assert sum(line.endswith(",,secondary") for line in lines) == found["secondary"]


def test_attack_reads_what_protect_wrote(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "protect t.csv --count n --hierarchy tree.yaml --out p.csv")
    status, out, _ = run(capsys, "attack p.csv --hierarchy tree.yaml --width 5 --json")
    assert status == 0
    assert set(json.loads(out)) >= KEYS


def test_attack_fails_on_a_table_that_gives_a_person_away(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.csv").write_text(
        "town,n,status\nA,,primary\nB,30,safe\nC,,secondary\n*,40,safe\n", "utf-8"
    )
    status, out, _ = run(capsys, "attack bad.csv --width 20 --json")
    assert status == 3
    assert json.loads(out)["narrow"] == 1
    Path("open.csv").write_text("town,n,status\nA,,primary\nB,30,safe\n*,32,safe\n", "utf-8")
    status, out, _ = run(capsys, "attack open.csv --json")
    assert status == 3
    assert json.loads(out)["exact"] == 1


@pytest.mark.parametrize("method", ["optimal", "fast", "round --base 2"])
def test_nothing_is_written_when_the_width_cannot_be_reached(
    method: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("few.csv").write_text("town,n\nA,1\nB,0\n", "utf-8")
    line = f"protect few.csv --count n --width 90 --method {method} --out p.csv --quiet"
    status, out, err = run(capsys, line)
    assert status == 3
    assert out == ""
    assert "nothing is published" in err
    assert not Path("p.csv").exists()


@pytest.mark.parametrize("method", ["optimal", "fast", "round", "cellkey"])
def test_every_method_runs_and_its_attack_holds(
    method: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = f"protect t.csv --count n --width 2 --method {method} --out p.csv --json --quiet"
    status, out, err = run(capsys, line)
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert found["method"] == method
    assert found["exact"] == found["narrow"] == 0
    how = {"round": " --rounded 3", "cellkey": " --noise 2"}.get(method, "")
    status, out, _ = run(capsys, f"attack p.csv --width 2 --json{how}")
    assert json.loads(out)["exact"] == 0


def test_several_tables_are_one_release(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("u.csv").write_text("town,n\nA,32\nB,23\nC,38\n", "utf-8")
    status, out, _ = run(capsys, "protect t.csv u.csv --count n --out folder --json")
    assert status == 0
    assert json.loads(out)["cells"] == 12
    assert sorted(p.name for p in Path("folder").iterdir()) == ["t.csv", "u.csv"]


BAD = [
    ("", "empty"),
    ("town,n\n", "no rows"),
    ("town,m\nA,2\n", "exactly one column 'n'"),
    ("n\n2\n", "at least one column"),
    ("town,n\nA,-2\n", "negative"),
    ("town,n\nA,2.5\n", "not a whole number"),
    ("town,n\nA,many\n", "whole number"),
    ("town,n\nA,\n", "whole number"),
    ("town,n\nA,nan\n", "whole number"),
    ("town,n\nA,2\nA,3\n", "already given"),
    ("town,n\nA,2\n,3\n", "is empty"),
    ("town,n\nA,2,4\n", "3 cells and the header 2"),
    ("town,town,n\nA,B,2\n", "name of its own"),
    ("town,n\nA,2\n*,7\n", "parts add up"),
    ("town,status,n\nA,safe,2\n", "protected already"),
    ("town,n\n*,7\n", "no code besides"),
]


@pytest.mark.parametrize(("text", "words"), BAD, ids=[words for _, words in BAD])
def test_a_table_that_is_not_valid_is_told(
    text: str, words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.csv").write_text(text, "utf-8")
    status, out, err = run(capsys, "protect bad.csv --count n --out p.csv")
    assert (status, out) == (2, "")
    assert words in err
    assert not Path("p.csv").exists()


TREES = [
    ("town: {North: [A, B]}", "not in its hierarchy"),
    ("town: {North: [South], South: [North]}", "circle"),
    ("town: {North: [A, B], South: [B, C], '*': [North, South]}", "twice"),
    ("town: {North: []}", "no members"),
    ("town: {North: A}", "list of codes"),
    ("town: {North: [A], North: [B, C]}", "twice"),
    ("place: {North: [A, B, C]}", "no such column"),
    ("", "no hierarchy"),
    ("town: [", "not valid YAML"),
    ("town: {North: [A, B, C], '*': [A, B]}", "leaves out"),
]


@pytest.mark.parametrize(("text", "words"), TREES, ids=[text[:30] for text, _ in TREES])
def test_a_hierarchy_that_is_not_valid_is_told(
    text: str, words: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bad.yaml").write_text(text, "utf-8")
    status, out, err = run(capsys, "protect t.csv --count n --hierarchy bad.yaml")
    assert (status, out) == (2, "")
    assert words in err


@pytest.mark.parametrize(
    "line",
    [
        "protect none.csv", "protect t.csv --count n --hierarchy none.yaml",
        "protect t.csv --count n --out t.csv", "protect t.csv --count n --out no/folder.csv",
        "attack t.csv", "protect t.csv --count n --dominance 80",
        "protect t.csv --count n --attacker informed --width 9",
    ],
)  # fmt: skip
def test_what_cannot_be_done_ends_with_two_and_a_reason(
    line: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, line)
    assert (status, out) == (2, "")
    assert err.startswith("disclosure: ")
    assert Path("t.csv").read_text("utf-8") == TABLE


def test_semicolons_a_mark_at_the_start_and_quotes_are_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '\ufefftown;form;n\r\n"A, old";x;2\r\n"A, old";y;30\r\nB;x;19\r\nB;y;14\r\n'
    Path("s.csv").write_text(text, "utf-8", newline="")
    status, _, _ = run(capsys, "protect s.csv --count n --out p.csv")
    assert status == 0
    assert '"A, old",x,,primary' in Path("p.csv").read_text("utf-8")


def test_the_hierarchy_may_give_all_leaves_or_only_the_next_nodes(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("deep.yaml").write_text("town: {All: [North, C], North: [A, B]}", "utf-8")
    Path("flat.yaml").write_text("town: {All: [A, B, C], North: [A, B]}", "utf-8")
    run(capsys, "protect t.csv --count n --hierarchy deep.yaml --out deep.csv")
    run(capsys, "protect t.csv --count n --hierarchy flat.yaml --out flat.csv")
    assert Path("deep.csv").read_bytes() == Path("flat.csv").read_bytes()


def test_a_hierarchy_without_a_dimension_finds_its_column(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bare.json").write_text('{"North": ["A", "B"], "South": ["C"]}', "utf-8")
    run(capsys, "protect t.csv --count n --hierarchy bare.json --out bare.csv")
    run(capsys, "protect t.csv --count n --hierarchy tree.yaml --out named.csv")
    assert Path("bare.csv").read_bytes() == Path("named.csv").read_bytes()


def test_choose_lays_the_methods_side_by_side(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "choose t.csv --count n --width 2 --json")
    assert status == 0
    rows = json.loads(out)["methods"]
    assert [row["method"] for row in rows] == ["optimal", "fast", "round", "cellkey"]
    assert all(row["refusal"] or row["exact"] == 0 for row in rows)
    status, out, _ = run(capsys, "choose t.csv --count n --width 2")
    assert len(out.splitlines()) == 5


def test_microdata_and_difference_end_with_three_when_they_find_something(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("r.csv").write_text("age,town,form\n20,A,x\n20,A,y\n30,A,x\n", "utf-8")
    status, out, _ = run(capsys, "microdata r.csv --known age,town --k 2 --json")
    assert status == 3
    assert json.loads(out)["unique"] == 1
    Path("old.csv").write_text("town,n,status\nA,20,safe\nB,30,safe\n*,50,safe\n", "utf-8")
    Path("new.csv").write_text("town,n,status\nA,21,safe\nB,30,safe\n*,51,safe\n", "utf-8")
    status, out, _ = run(capsys, "difference new.csv old.csv --json")
    assert status == 3
    assert json.loads(out)["about"] == "versions"


def test_the_same_call_gives_the_same_bytes_in_every_process(here: Path) -> None:
    line = "protect t.csv --count n --hierarchy tree.yaml --out"
    for name in ("1", "2"):
        words = [sys.executable, "-m", "disclosure", *line.split(), f"{name}.csv"]
        subprocess.run(words, check=True, env={**os.environ, "PYTHONHASHSEED": name})
    assert Path("1.csv").read_bytes() == Path("2.csv").read_bytes()


def test_it_starts_without_the_platform() -> None:
    code = "import sys, disclosure.cli; print([m for m in sys.modules if m in BAD])"
    code = code.replace("BAD", "('django', 'meerinbeeld', 'darkfigure')")
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert found.stdout.strip() == b"[]"
