# SPDX-License-Identifier: EUPL-1.2
"""The house keeps its shape: floors, file sizes, locks, and what start.py may be written in."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
SOURCES = sorted([*ROOT.glob("src/**/*.py"), ROOT / "start.py"])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
LICENCE = "# SPDX-License-Identifier: EUPL-1.2"
LONGEST = 450
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_go_down_only() -> None:
    tool = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_start_parses_on_the_old_python_it_complains_about() -> None:
    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 8))


def test_start_imports_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "start.py").read_text("utf-8"))
    names = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        str(node.module).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert names <= sys.stdlib_module_names


def test_every_source_file_names_its_licence() -> None:
    assert [name_of(path) for path in [*SOURCES, *TESTS] if not names_its_licence(path)] == []


def names_its_licence(path: Path) -> bool:
    text = path.read_text("utf-8")
    is_generated = "migrations" in path.parts
    return is_generated or not text or LICENCE in text.split("\n", 2)[:2]


def test_no_source_file_is_longer_than_a_reader_can_hold() -> None:
    written = [path for path in SOURCES if "migrations" not in path.parts]
    long = {name_of(p): n for p in written if (n := lines_of(p)) > LONGEST}
    assert long == {}


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_there_is_no_drawer_called_utils() -> None:
    assert [
        name_of(path) for path in SOURCES if re.fullmatch(r"utils?|helpers|misc", path.stem)
    ] == []


@pytest.mark.parametrize("lock", sorted(REQUIREMENTS.glob("*.txt")), ids=name_of)
def test_a_lock_pins_by_hash_and_names_no_host(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not re.search(r"https?:|file:|--index-url|--find-links", text)
    pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)


@pytest.mark.parametrize("wishes", sorted(REQUIREMENTS.glob("*.in")), ids=name_of)
def test_a_requirement_has_its_reason_and_licence_and_is_locked(wishes: Path) -> None:
    lock = wishes.with_suffix(".txt").read_text("utf-8").lower()
    for line in wishes.read_text("utf-8").splitlines():
        if not line or line.startswith(("#", "-r")):
            continue
        wish, _, reason = line.partition("  # ")
        assert "; " in reason, f"{wish} has no reason and licence"
        name = re.split(r"[\[<>=;]", wish.strip())[0].lower().replace("_", "-")
        assert f"\n{name}==" in f"\n{lock}", f"{name} is not in the lock"


def test_the_version_is_the_same_everywhere() -> None:
    public = yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## ([\d.]+)", changes, re.MULTILINE)
    assert newest
    assert PROJECT["version"] == public["softwareVersion"] == newest[1]
