# SPDX-License-Identifier: EUPL-1.2
"""The norms know no framework; Django gets a language hook and a check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.test import override_settings

from meerinbeeld.norms import NormsError
from tests.norms.conftest import Overlay

WRONG = "kind: codelist\nname: urgency\nentries: [{key: x}]"


def test_the_norms_can_be_read_without_django() -> None:
    code = (
        "import sys; from meerinbeeld import norms; norms.norms(); norms.route_card('GM0193');"
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, env=_path()).returncode == 0


def _path() -> dict[str, str]:
    return {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}


def test_the_check_is_silent_about_good_norms() -> None:
    assert [m for m in run_checks() if m.id == "norms.E001"] == []


def test_the_check_tells_each_problem_and_what_to_do(overlay: Overlay) -> None:
    overlay(WRONG)
    found = [m for m in run_checks() if m.id == "norms.E001"]
    assert len(found) >= 3
    assert all("own.yaml, line 3, x" in str(m.msg) and m.hint for m in found)


def test_a_wrong_overlay_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(WRONG, encoding="utf-8")
    with override_settings(MIB_NORMS_DIR=str(tmp_path)), pytest.raises(NormsError):
        apps.get_app_config("norms").ready()


def test_a_good_overlay_is_read_at_the_start(tmp_path: Path) -> None:
    with override_settings(MIB_NORMS_DIR=str(tmp_path)):
        apps.get_app_config("norms").ready()
