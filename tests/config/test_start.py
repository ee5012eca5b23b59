# SPDX-License-Identifier: EUPL-1.2
"""start.py: what it refuses, what it remembers, and that it serves and ends."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from meerinbeeld.demo.people import ONE_PER_ROLE
from tests.installing import Installation

ROOT = Path(__file__).resolve().parents[2]
IS_SET_UP = (ROOT / ".venv" / "installed.json").exists()


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_an_old_python_is_told_which_one_is_needed(
    start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start.sys, "version_info", (3, 9, 2))
    with pytest.raises(start.Problem, match=r"3\.11 or newer.*this is Python 3\.9"):
        start.check_machine()


def test_a_taken_port_is_named_with_a_free_one(start: Any, taken_port: int) -> None:
    with pytest.raises(start.Problem, match=rf"Port {taken_port} .*\n.*\nTry:.*--port \d+"):
        start.check_port(taken_port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_cannot_be_is_refused(start: Any, port: int) -> None:
    with pytest.raises(start.Problem):
        start.check_port(port)


def test_a_new_folder_gets_the_demo_unless_it_is_not_wanted(start: Any, tmp_path: Path) -> None:
    assert start.choose_mode(tmp_path, no_demo=False) == "demo"
    assert start.choose_mode(tmp_path, no_demo=True) == "real"


def test_a_folder_stays_what_it_was(start: Any, tmp_path: Path) -> None:
    start.write_stamp(tmp_path / "start.json", {"mode": "real"})
    assert start.choose_mode(tmp_path, no_demo=False) == "real"


def test_a_demo_never_becomes_real(start: Any, tmp_path: Path) -> None:
    start.write_stamp(tmp_path / "start.json", {"mode": "demo"})
    with pytest.raises(start.Problem, match="demo region"):
        start.choose_mode(tmp_path, no_demo=True)


def test_a_folder_of_an_operator_never_becomes_a_demo(start: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("x")
    assert start.choose_mode(tmp_path, no_demo=False) == "real"


def test_a_moved_folder_can_be_started_with_the_python_of_its_own_environment(
    start: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That Python goes with the environment, so a new one is made by the Python beneath it."""
    own = tmp_path / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(own)], check=True)
    shown = "import start; print(start.SYSTEM_PYTHON)"
    ran = subprocess.run(
        [str(own / "bin" / "python"), "-c", shown],
        cwd=start.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    python = Path(ran.stdout.strip())
    assert python.exists() and own not in python.parents


@pytest.mark.parametrize("content", ["", "{", "[]", "null"])
def test_a_damaged_stamp_counts_as_none(start: Any, tmp_path: Path, content: str) -> None:
    (tmp_path / "stamp.json").write_text(content)
    assert start.read_stamp(tmp_path / "stamp.json") == {}


def test_a_fingerprint_changes_with_a_file(start: Any) -> None:
    one, two = ROOT / "pyproject.toml", ROOT / "LICENSE"
    assert start.fingerprint([one, two]) == start.fingerprint([two, one])
    assert start.fingerprint([one]) != start.fingerprint([two])


def test_whom_it_says_to_sign_in_as_exists(start: Any) -> None:
    known = {name for _, name, *_ in ONE_PER_ROLE}
    assert {name for name, _ in start.DEMO_PEOPLE} <= known
    with translation.override("nl"):
        assert reverse("account_login") == f"/{start.SIGN_IN}"


def test_a_program_that_fails_says_what_it_said(start: Any) -> None:
    with pytest.raises(start.Problem, match="no such thing"):
        start.quietly([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_it_tells_how_long_all_of_it_took_and_not_only_the_end(
    start: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start.time, "monotonic", lambda: start.BEGAN + 45.04)
    start.welcome(8000, "real")
    assert "all of it took 45.0 s" in capsys.readouterr().out


def test_help_needs_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "start.py", "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "--no-demo" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(not IS_SET_UP, reason="start.py has not set up this folder")
def test_it_serves_remembers_and_ends_cleanly(tmp_path: Path, start: Any) -> None:
    port = next(p for p in range(9300, 9400) if start.is_free(p))
    own = {n: v for n, v in os.environ.items() if not n.startswith(("MIB_", "DJANGO_"))}
    command = [
        sys.executable,
        "start.py",
        "--no-demo",
        "--data",
        tmp_path / "d",
        "--port",
        str(port),
    ]
    for _ in ("first", "second"):
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout
            said = []
            for line in process.stdout:
                said.append(line)
                if "Ctrl-C" in line:
                    break
            assert "Ctrl-C" in said[-1], "".join(said)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:  # noqa: S310
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        assert start.is_free(port)
    assert not any("Making" in line for line in said)
    assert json.loads((tmp_path / "d" / "start.json").read_text())["mode"] == "real"


def test_a_start_waits_for_no_library_that_few_pages_need(set_up: Installation) -> None:
    heavy = "altair duckdb highspy icalendar jsonschema numpy openpyxl scipy splink vl_convert"
    code = "import sys, meerinbeeld.config.wsgi; print(*sorted({*sys.argv[1:]} & {*sys.modules}))"
    assert set_up.python(code, *heavy.split()).strip() == ""
