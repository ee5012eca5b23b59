# SPDX-License-Identifier: EUPL-1.2
"""An attacker of our own: reads published bytes and solves with SciPy, with no code of the package.

Dense, slow and plain, so that a mistake in the package and one here are not the same.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds as Limits
from scipy.optimize import LinearConstraint, linprog, milp

Tree = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Found:
    """One suppressed cell: its status and the whole numbers it can be."""

    codes: tuple[str, ...]
    status: str
    low: int
    high: int


def rows_of(data: bytes) -> tuple[list[str], dict[tuple[str, ...], tuple[str, str]]]:
    """The dimensions, and count and status of each cell as they stand in the file."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    return rows[0][:-2], {tuple(r[:-2]): (r[-2], r[-1]) for r in rows[1:]}


def leaves_of(code: str, every: Sequence[str], tree: Tree) -> list[str]:
    """The leaves that a code stands for."""
    if code == "*":
        return list(every)
    if code not in tree:
        return [code]
    return [leaf for member in tree[code] for leaf in leaves_of(member, every, tree)]


def intervals(
    data: bytes | Sequence[bytes],
    trees: Mapping[str, Tree],
    total: int,
    *,
    whole: bool = False,
) -> list[Found]:
    """The interval of each suppressed cell, with all files about the same people.

    Unknown is the table over all columns together: each published cell is one equation over it.
    ``whole`` solves in whole numbers.
    """
    files = [rows_of(one) for one in ([data] if isinstance(data, bytes) else data)]
    names = list(dict.fromkeys(name for columns, _ in files for name in columns))
    every = [_leaves(files, name, trees.get(name, {})) for name in names]
    place = {codes: i for i, codes in enumerate(itertools.product(*every))}
    lines, right, hidden = [], [], []
    for columns, cells in files:
        for codes, (count, status) in cells.items():
            given = dict(zip(columns, codes, strict=True))
            parts = (
                leaves_of(given.get(n, "*"), every[i], trees.get(n, {}))
                for i, n in enumerate(names)
            )
            line = np.zeros(len(place))
            for leaf in itertools.product(*parts):
                line[place[leaf]] = 1
            if count:
                lines.append(line)
                right.append(int(count))
            else:
                hidden.append((codes, status, line))
    known = np.array(lines).reshape(-1, len(place))
    return [
        Found(codes, status, *_range(known, np.array(right), line, total, whole))
        for codes, status, line in hidden
    ]


def _leaves(
    files: Sequence[tuple[list[str], dict[tuple[str, ...], tuple[str, str]]]], name: str, tree: Tree
) -> list[str]:
    return sorted(
        {
            codes[columns.index(name)]
            for columns, cells in files
            if name in columns
            for codes in cells
        }
        - {"*", *tree}
    )


def _range(
    known: np.ndarray, right: np.ndarray, line: np.ndarray, total: int, whole: bool
) -> tuple[int, int]:
    ends = []
    for sign in (1.0, -1.0):
        # He knows besides that the whole table counts no more than its total.
        if whole:
            rules = [LinearConstraint(np.ones((1, line.size)), -np.inf, total)]
            if right.size:
                rules.append(LinearConstraint(known, right, right))
            found = milp(
                sign * line, constraints=rules, integrality=np.ones(line.size),
                bounds=Limits(0, total),
            )  # fmt: skip
        else:
            found = linprog(
                sign * line, A_ub=np.ones((1, line.size)), b_ub=[total],
                A_eq=known if right.size else None, b_eq=right if right.size else None,
                bounds=(0, total), method="highs",
            )  # fmt: skip
        assert found.success, found.message
        ends.append(sign * found.fun)
    return math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6)
