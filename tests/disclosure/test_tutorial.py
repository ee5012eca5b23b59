# SPDX-License-Identifier: EUPL-1.2
"""The tutorial is run as a reader does it, and so is the Python of the reference."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from disclosure.cli import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
TUTORIAL = (DOCS / "tutorial/disclosure.md").read_text("utf-8")
REFERENCE = (DOCS / "reference/disclosure.md").read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


def test_the_tutorial_prints_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    table, holes = blocks(TUTORIAL, "csv")
    Path("table.csv").write_text(table, "utf-8")
    Path("holes.csv").write_text(holes, "utf-8")
    Path("places.yaml").write_text(blocks(TUTORIAL, "yaml")[0], "utf-8")
    for block in blocks(TUTORIAL, "console"):
        command, expected = block.split("\n", 1)
        main(shlex.split(command.removeprefix("$ disclosure ")))
        got = capsys.readouterr().out
        same = doctest.OutputChecker().check_output
        assert same(expected.strip(), got.strip(), doctest.ELLIPSIS), got


def test_the_python_of_the_reference_runs() -> None:
    for code in blocks(REFERENCE, "python"):
        exec(compile(code, "reference", "exec"), {})  # noqa: S102 - our own page


def test_every_option_is_described(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("protect", "attack", "choose", "difference", "microdata"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        options = set(re.findall(r"(--[a-z-]+)", capsys.readouterr().out)) - {"--help"}
        assert {o for o in options if f"{o}" not in REFERENCE} == set()
