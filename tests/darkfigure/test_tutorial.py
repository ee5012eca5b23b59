# SPDX-License-Identifier: EUPL-1.2
"""The tutorial is run: its Python, its commands and what they print."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from darkfigure.cli import main

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/tutorial/darkfigure.md"
COMMAND = re.compile(r"^\$ darkfigure (.*)$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def spoken() -> list[tuple[str, str]]:
    """Each command with the output that the page shows."""
    found = []
    for block in blocks("console"):
        parts = COMMAND.split(block)[1:]
        found += list(zip(parts[::2], parts[1::2], strict=True))
    return found


def same(expected: str, got: str) -> bool:
    """Line by line; three dots stand for anything, also for further lines."""
    checker = doctest.OutputChecker()
    return checker.check_output(expected.strip(), got.strip(), doctest.ELLIPSIS)


@pytest.mark.parametrize(("line", "expected"), spoken(), ids=[line for line, _ in spoken()])
def test_a_command_prints_what_the_tutorial_shows(
    line: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(shlex.split(line)) == 0
    got = capsys.readouterr().out
    assert same(expected, got), got


def test_the_python_of_the_tutorial_runs(capsys: pytest.CaptureFixture[str]) -> None:
    code = "\n".join(blocks("python"))
    exec(compile(code, str(PAGE), "exec"), {})  # noqa: S102 - our own page
    assert "8234 cases on 5 lists" in capsys.readouterr().out


def test_every_command_of_darkfigure_is_in_the_reference() -> None:
    from darkfigure.cli import _parser
    from darkfigure.methods import METHODS

    page = (ROOT / "docs/reference/darkfigure.md").read_text("utf-8")
    (commands,) = [a.choices for a in _parser()._actions if isinstance(a.choices, dict)]
    for name, parser in commands.items():
        assert f"darkfigure {name}" in page
        for action in parser._actions:
            for option in action.option_strings:
                assert option in page or option in ("-h", "--help"), option
    for method in METHODS:
        assert f"`{method}`" in page
