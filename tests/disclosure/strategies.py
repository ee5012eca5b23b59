# SPDX-License-Identifier: EUPL-1.2
"""Random tables: one to four dimensions, with and without hierarchies, sparse and dense."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import strategies as st

from disclosure import Table, from_rows

SIZES = {1: 8, 2: 5, 3: 3, 4: 3}


@st.composite
def trees(draw: st.DrawFn, dimensions: int) -> dict[str, dict[str, list[str]]]:
    """For some dimensions two nodes over the leaves, sometimes one of them in the other."""
    found: dict[str, dict[str, list[str]]] = {}
    for d in range(dimensions):
        if draw(st.booleans()):
            size = draw(st.integers(2, SIZES[dimensions]))
            leaves = [f"d{d}c{i}" for i in range(size)]
            cut = draw(st.integers(1, size - 1))
            tree = {f"d{d}A": leaves[:cut], f"d{d}B": leaves[cut:]}
            if cut > 2 and draw(st.booleans()):
                tree = {f"d{d}A": [f"d{d}I", leaves[0]], f"d{d}I": leaves[1:cut], **tree}
                tree[f"d{d}A"] = [f"d{d}I", leaves[0]]
            found[f"dim{d}"] = tree
    return found


@st.composite
def tables(draw: st.DrawFn, most: int = 4) -> tuple[Table, dict[str, Any]]:
    """A table and its hierarchies."""
    dimensions = draw(st.integers(1, most))
    tree = draw(trees(dimensions))
    codes = []
    for d in range(dimensions):
        name = f"dim{d}"
        if name in tree:
            inside = [m for members in tree[name].values() for m in members]
            codes.append(sorted({m for m in inside if m not in tree[name]}))
        else:
            size = draw(st.integers(1, SIZES[dimensions]))
            codes.append([f"d{d}c{i}" for i in range(size)])
    cells = list(product(*codes))
    dense = draw(st.sampled_from([2, 6, 12, 60]))
    empty = draw(st.sampled_from([0, 1, 3]))
    count = st.one_of(*[st.just(0)] * empty, st.integers(0, dense))
    counts = draw(st.lists(count, min_size=len(cells), max_size=len(cells)))
    header = [f"dim{d}" for d in range(dimensions)] + ["count"]
    rows = [[*c, n] for c, n in zip(cells, counts, strict=True)]
    return from_rows(header, rows, trees=tree), tree
