# SPDX-License-Identifier: EUPL-1.2
"""The build of the look: pruning, and that the committed files are what it makes."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "src/meerinbeeld/ui/static/ui"


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("frontend_build", ROOT / "frontend/build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its own module up by name.
    sys.modules["frontend_build"] = module
    spec.loader.exec_module(module)
    return module


THEME = """
.x-theme {
  --a: var(--b);
  --b: calc(1px + var( --c ));
  --c: 2px;
  --unused: var(--also-unused);
  --also-unused: 3px;
  --round: var(--trip);
  --trip: var(--round);
}
"""


def test_the_pruner_keeps_what_is_read_and_what_that_reads(build: ModuleType) -> None:
    kept = build.prune(THEME, [".button { color: var(--a) }"])
    assert kept == {"--a": "var(--b)", "--b": "calc(1px + var( --c ))", "--c": "2px"}


def test_the_pruner_keeps_the_order_of_the_theme(build: ModuleType) -> None:
    kept = build.prune(THEME, ["x{color:var(--c)}", "y{color:var(--a)}"])
    assert list(kept) == ["--a", "--b", "--c"]


def test_properties_that_read_each_other_do_not_hang_the_pruner(build: ModuleType) -> None:
    assert set(build.prune(THEME, ["x{color:var(--round, red)}"])) == {"--round", "--trip"}


def test_what_nobody_reads_is_left_out(build: ModuleType) -> None:
    assert build.prune(THEME, ["x{color:red}"]) == {}


def test_the_committed_look_is_what_the_build_makes() -> None:
    """With the packages at hand everything is compared, without them the part of our own."""
    done = subprocess.run(
        [sys.executable, "frontend/build.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_package_has_one_exact_version(build: ModuleType) -> None:
    versions = build.wanted_packages().values()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


@pytest.mark.parametrize("folder", [STATIC, ROOT / "tests/ui/vendor"], ids=["served", "tests"])
def test_files_taken_over_whole_have_the_recorded_hash(folder: Path) -> None:
    rows = re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (folder / "ORIGIN.md").read_text())
    whole = [(name, digest) for name, digest in rows if name.endswith((".woff2", ".txt", ".js"))]
    assert whole
    for name, digest in whole:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_the_layers_come_in_one_order() -> None:
    for name in ("theme-base", "components", "platform"):
        text = (STATIC / f"css/{name}.css").read_text(encoding="utf-8")
        assert "@layer base, components, platform, municipality;" in text
