# SPDX-License-Identifier: EUPL-1.2
"""Publishes every cell with a changed count: rounded, or with noise by cell key."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from disclosure.attacking import key
from disclosure.attacking_noise import Origins, attack_noise, by_noise, by_rounding
from disclosure.cellkey import cell_keys
from disclosure.errors import OptionError, RefusalError
from disclosure.problem import Cells, Rules, primary_cells
from disclosure.ptable import PTable
from disclosure.published import read
from disclosure.result import Protection
from disclosure.rounding import controlled
from disclosure.table import Release, trees_of
from disclosure.writing import written


def protect_by_rounding(
    joined: Release, rules: Rules, *, base: int | None, seconds: float
) -> Protection:
    """Controlled rounding; the default base leaves each small count an interval as asked."""
    base = rules.asked + 1 if base is None else base
    if base < 2:
        raise OptionError("The base is 2 or more.")
    found = controlled(joined, base, seconds)
    steps = -(-(found.furthest + 1) // base)
    details = {"base": base, "steps": steps, "largest_change": found.furthest}
    return _checked(joined, rules, "round", found.counts, by_rounding(base, steps), details)


def protect_by_key(joined: Release, rules: Rules, *, secret: bytes) -> Protection:
    """Cell-key noise of at most twice the width, so that sums of noisy counts leave enough."""
    table = noise_table(rules)
    changed = joined.counts.copy()
    for one, where in zip(joined.tables, joined.where, strict=True):
        noise = table.change(one.counts.ravel(), cell_keys(secret, one).ravel())
        changed[where] = one.counts.ravel() + noise
    furthest = int(np.abs(changed - joined.counts).max(initial=0))
    details = {
        "noise": table.most,
        "variance": table.variance,
        "largest_change": furthest,
    }
    return _checked(joined, rules, "cellkey", changed, by_noise(table), details)


def noise_table(rules: Rules) -> PTable:
    """The noise that belongs to a width: the same for every table, so that it can stay the same."""
    return _noise(rules.asked)


@lru_cache(maxsize=8)
def _noise(width: int) -> PTable:
    return PTable(2 * width, float(width) ** 2 / 2)


def _checked(
    joined: Release,
    rules: Rules,
    method: str,
    changed: Cells,
    origins: Origins,
    details: dict[str, Any],
) -> Protection:
    """The protection when the attack on the published bytes leaves every small count wide."""
    files = {
        table.name: written(
            table, np.zeros(table.shape, np.int8), changed[where].reshape(table.shape)
        )
        for table, where in zip(joined.tables, joined.where, strict=True)
    }
    primary = np.flatnonzero(primary_cells(joined, rules))
    exact, narrow, least = _learned(joined, files, origins, primary, rules.asked)
    if exact or narrow:
        raise RefusalError(
            f"With {method}, {exact} small counts would be known exactly and {narrow} within less "
            f"than {rules.asked}. Ask a smaller width, or hide cells instead."
        )
    return Protection(
        files, method, joined.counts.size, int(primary.size), 0, 0, least, exact, narrow, None,
        rules.asked, 0.0, {**details, **_changes(joined, changed)},
    )  # fmt: skip


def _learned(
    joined: Release, files: dict[str, bytes], origins: Origins, primary: Cells, width: int
) -> tuple[int, int, int | None]:
    """Exact, narrow and narrowest among the primary cells of a release, from its bytes."""
    counts = {table.name: table.count for table in joined.tables}
    published = [read(data, name, count=counts[name]) for name, data in files.items()]
    wanted = set(primary.tolist())
    targets = [
        key(table.columns, codes)
        for table, where in zip(joined.tables, joined.where, strict=True)
        for codes, cell in zip(table.rows(), where, strict=True)
        if int(cell) in wanted
    ]
    report = attack_noise(
        published,
        origins,
        trees=trees_of(joined),
        width=width,
        targets=list(dict.fromkeys(targets)),
    )
    return report.exact, report.narrow, report.min_interval_width


def _changes(joined: Release, changed: Cells) -> dict[str, Any]:
    moved = np.abs(changed - joined.counts)
    return {"mean_change": round(float(moved.mean()), 3), "unchanged": int((moved == 0).sum())}
