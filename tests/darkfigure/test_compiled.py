# SPDX-License-Identifier: EUPL-1.2
"""Compiled code on disk is renewed when any kernel changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from darkfigure import compiled, kernel_search


def test_a_change_in_any_kernel_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "kernel_a.py").write_text("x = 1\n")
    before = compiled.fingerprint(tmp_path)
    (tmp_path / "kernel_b.py").write_text("y = 1\n")
    between = compiled.fingerprint(tmp_path)
    (tmp_path / "kernel_b.py").write_text("y = 2\n")
    assert len({before, between, compiled.fingerprint(tmp_path)}) == 3


def test_the_cache_of_a_function_carries_the_fingerprint_of_all_kernels() -> None:
    """Without this a search would go on with an outdated fit after an update of one file."""
    cached: Any = kernel_search.search
    assert cached._cache._cache_file._source_stamp[1] == compiled.fingerprint()
