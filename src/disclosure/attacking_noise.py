# SPDX-License-Identifier: EUPL-1.2
"""What an attacker learns from rounded or noisy counts.

He knows how counts are changed, so each published count tells him a range of true ones; and he
knows that the true counts add up, in all tables together, so the ranges narrow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from disclosure.attacking import Evidence, Report, intervals_report
from disclosure.bounding import bounds
from disclosure.errors import OptionError
from disclosure.hierarchy import Trees
from disclosure.ptable import PTable
from disclosure.published import Published

#: The least and largest true count for a published one.
Origins = Callable[[int], tuple[int, int]]


def by_rounding(base: int, steps: int = 1) -> Origins:
    """A count went less than ``base`` away, or with more steps so many bases."""
    reach = base * steps - 1

    def origins(published: int) -> tuple[int, int]:
        if published % base:
            raise OptionError(f"{published} is not a multiple of {base}.")
        # A zero is kept, so that what is not 0 counts somebody.
        return max(0 if not published else 1, published - reach), published + reach

    return origins


def by_noise(table: PTable) -> Origins:
    """Any count that the p-table can turn into the published one."""
    return table.origins


def attack_noise(
    files: Sequence[Published],
    origins: Origins,
    *,
    trees: Trees | None = None,
    width: int = 5,
    targets: Sequence[frozenset[tuple[str, str]]] | None = None,
    every: bool = False,
) -> Report:
    """Intervals of all cells, or of ``targets``, when every published count was changed."""
    if width < 1:
        raise OptionError("The width is 1 or more.")
    evidence = Evidence(files, trees)
    ranges = [(0, np.inf) if value is None else origins(value) for value in evidence.value]
    low = np.array([float(r[0]) for r in ranges])
    high = np.array([float(r[1]) for r in ranges])
    cells = [evidence.place[t] for t in targets] if targets is not None else _given(evidence)
    found = bounds(
        evidence.matrix, low, high, targets=cells, width=np.inf if every else float(width)
    )
    return intervals_report(evidence, found, cells, width)


def _given(evidence: Evidence) -> list[int]:
    return [c for c, value in enumerate(evidence.value) if value is not None]
