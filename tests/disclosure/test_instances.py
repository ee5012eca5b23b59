# SPDX-License-Identifier: EUPL-1.2
"""The tables on which other programs were measured: no more loss, and no narrow interval."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from disclosure import Rules, Table, attack, protect, read_csv
from disclosure.published import read

DATA = Path(__file__).parent / "data"
TREES = {"country": json.loads((DATA / "regions.json").read_text("utf-8"))}


def table(name: str) -> Table:
    return read_csv(DATA / f"{name}.csv", count="freq", trees=TREES)


@pytest.mark.parametrize(
    ("name", "width", "cells", "loss"),
    [
        ("tab_n20000_d2", 1, 8, 112),
        ("tab_n20000_d3", 1, 62, 931),
        ("tab_n20000_d3", 5, 170, 3455),
    ],
)
def test_loss_is_at_most_that_of_the_best_other_program(
    name: str, width: int, cells: int, loss: int
) -> None:
    found = protect(table(name), Rules(threshold=10, width=width), seconds=20)
    assert found.suppressed_sum <= loss
    assert found.secondary <= cells
    (data,) = found.files.values()
    report: Any = attack([read(data, name)], trees=TREES, width=width, every=True)
    assert (report.exact, report.narrow) == (0, 0)
    assert all(i.certain for i in report.intervals)


def test_not_exactly_recomputable_is_not_enough() -> None:
    found = protect(table("tab_n20000_d3"), Rules(threshold=10, width=1), seconds=20)
    (data,) = found.files.values()
    report = attack([read(data, "t")], trees=TREES, width=9)
    assert report.exact == 0
    assert report.narrow > 100
