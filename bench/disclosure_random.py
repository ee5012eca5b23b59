# SPDX-License-Identifier: EUPL-1.2
"""Random tables, protected in every way that there is, and an attacker who shares no code with it.

    python -m bench.disclosure_random 3000           the tables of seeds 0 to 2,999
    python -m bench.disclosure_random 1000 3000      and of the next thousand

One to four dimensions, with nodes within nodes, sparse and dense; thresholds, widths, zeros,
dominance and an attacker who knows the rule. The attacker reads the bytes with the reader of the
tests and solves with SciPy over the leaves; he prints what he opened, with the seed of each table.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from tests.disclosure.oracle import leaves_of, rows_of

from disclosure import OptionError, Protection, RefusalError, Rules, Table, from_records, from_rows
from disclosure import protect as protected

Floats = NDArray[np.float64]
Trees = dict[str, dict[str, list[str]]]
LEAVES = {1: 9, 2: 5, 3: 3, 4: 3}
METHODS = ("optimal", "fast", "round", "cellkey")
STEP = 250


@dataclass(frozen=True)
class Case:
    """One table, what is asked of it, and the way it is protected."""

    table: Table
    trees: Trees
    rules: Rules
    method: str


def drawn(seed: int) -> Case:
    """The table of a seed; methods take turns."""
    random = np.random.default_rng(seed)
    dimensions = int(random.integers(1, 5))
    codes = [
        [f"{d}c{i}" for i in range(random.integers(1, LEAVES[dimensions] + 1))]
        for d in range(dimensions)
    ]
    trees = {f"dim{d}": _tree(c, random) for d, c in enumerate(codes) if random.random() < 0.4}
    means = random.choice([0.2, 1, 4, 12, 60]) * random.exponential(size=tuple(map(len, codes)))
    counts = random.poisson(means * (random.random(means.shape) < random.choice([0.4, 1])))
    method = METHODS[seed % len(METHODS)]
    threshold = int(random.integers(2, 11))
    share = float(random.choice([50, 75, 90])) if random.random() < 0.15 else None
    informed = share is None and method in METHODS[:2] and bool(random.random() < 0.2)
    wish = int(random.integers(1, threshold + 3))
    rules = Rules(
        threshold, None if informed else wish, bool(random.random() < 0.2), share, informed
    )
    header = [f"dim{d}" for d in range(dimensions)]
    rows = [[*c, int(n)] for c, n in zip(product(*codes), counts.ravel(), strict=True)]
    if share is None:
        return Case(from_rows([*header, "count"], rows, trees=trees), trees, rules, method)
    parts = [[*c, str(p), f"w{random.integers(3)}"] for *c, n in rows for p in _split(n, random)]
    made = from_records([*header, "count", "who"], parts, contributor="who", trees=trees)
    return Case(made, trees, rules, method)


def _tree(codes: Sequence[str], random: np.random.Generator) -> dict[str, list[str]]:
    """Nodes over runs of leaves, one of them in another, one perhaps over a single leaf."""
    name = codes[0][0]
    cut = int(random.integers(1, len(codes) + 1))
    tree = {f"{name}A": list(codes[:cut]), f"{name}B": list(codes[cut:])}
    if cut > 2 and random.random() < 0.5:
        tree[f"{name}A"] = [f"{name}I", codes[0]]
        tree[f"{name}I"] = list(codes[1:cut])
    return {node: members for node, members in tree.items() if members}


def _split(count: int, random: np.random.Generator) -> list[int]:
    cut = int(random.integers(0, count + 1))
    return [cut, count - cut]


def ranges(case: Case, found: Protection, count: str, status: str) -> tuple[float, float]:
    """What one row of the file tells of its count, to an attacker who knows the method."""
    total, rules = float(case.table.total), case.rules
    if found.method in ("round", "cellkey"):
        value, kept = int(count), found.details
        reach = kept["base"] * kept["steps"] - 1 if found.method == "round" else kept["noise"]
        return float(max(1 if value else 0, value - reach)), float(value + reach)
    if count:
        return float(count), float(count)
    if not rules.informed:
        return 0.0, total
    if status == "primary":
        return (0.0 if rules.zeros else 1.0), float(rules.threshold - 1)
    return float(rules.threshold), total


def opened(case: Case, found: Protection) -> tuple[int, int]:
    """(counts known exactly, primary intervals narrower than asked) in the published bytes."""
    (data,) = found.files.values()
    columns, cells = rows_of(data)
    lines = _lines(case, columns, list(cells))
    true = case.table.counts.ravel()
    limits = np.array([ranges(case, found, count, status) for count, status in cells.values()])
    changed = found.method in ("round", "cellkey")
    small = (true < case.rules.threshold) & (true >= (0 if case.rules.zeros else 1))
    exact = narrow = 0
    for at, (count, status) in enumerate(cells.values()):
        primary = bool(small[at]) if changed else status == "primary"
        if not (primary or (not changed and not count)):
            continue
        low, high = _ends(lines, limits, at)
        exact += high <= low
        narrow += primary and high - low < case.rules.asked
    return exact, narrow


def _lines(case: Case, columns: Sequence[str], cells: Sequence[tuple[str, ...]]) -> Floats:
    """Each published cell as a row of ones over the leaves."""
    trees: Mapping[str, Mapping[str, Sequence[str]]] = case.trees
    every = [
        sorted({codes[i] for codes in cells} - {"*", *trees.get(name, {})})
        for i, name in enumerate(columns)
    ]
    inside = [
        {
            code: np.isin(leaves, leaves_of(code, leaves, trees.get(name, {}))).astype(float)
            for code in {codes[i] for codes in cells}
        }
        for i, (name, leaves) in enumerate(zip(columns, every, strict=True))
    ]
    rows = []
    for codes in cells:
        row = np.ones(1)
        for i, code in enumerate(codes):
            row = np.kron(row, inside[i][code])
        rows.append(row)
    return np.array(rows)


def _ends(lines: Floats, limits: Floats, at: int) -> tuple[int, int]:
    same = limits[:, 0] == limits[:, 1]
    loose = ~same
    ends = []
    for sign in (1.0, -1.0):
        answer = linprog(
            sign * lines[at],
            A_ub=np.concatenate([lines[loose], -lines[loose]]) if loose.any() else None,
            b_ub=np.concatenate([limits[loose, 1], -limits[loose, 0]]) if loose.any() else None,
            A_eq=lines[same] if same.any() else None,
            b_eq=limits[same, 0] if same.any() else None,
            bounds=(0, None),
            method="highs",
        )
        if not answer.success:
            raise ValueError(answer.message)
        ends.append(sign * answer.fun)
    return int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))


def tried(number: int, first: int = 0) -> tuple[Counter[str], list[int]]:
    """Protect and attack so many tables: what came of it, and the seeds of those that opened."""
    tally: Counter[str] = Counter()
    bad = []
    for seed in range(first, first + number):
        case = drawn(seed)
        try:
            found = protected(
                case.table, case.rules, method=case.method, seconds=5, secret=b"k" * 16
            )
        except (RefusalError, OptionError):
            tally[f"{case.method} refused"] += 1
            continue
        tally[f"{case.method} published"] += 1
        exact, narrow = opened(case, found)
        tally["exact"] += exact
        tally["narrow"] += narrow
        if exact or narrow:
            bad.append(seed)
        if (seed + 1) % STEP == 0:
            print(f"seed {seed}: {len(bad)} opened so far", file=sys.stderr, flush=True)
    return tally, bad


def main(number: int, first: int = 0) -> bool:
    """Print what the attacker found; True when he found nothing."""
    begun = time.process_time()
    tally, bad = tried(number, first)
    done = ", ".join(f"{what} {tally[what]:,}" for what in sorted(tally) if " " in what)
    print(f"\n{number:,} random tables ({done}): {tally['exact']} counts exactly known, "
          f"{tally['narrow']} intervals narrower than asked, "
          f"{time.process_time() - begun:.0f} CPU s")  # fmt: skip
    for seed in bad[:20]:
        print(f"  opened: seed {seed}")
    return not bad


if __name__ == "__main__":
    sys.exit(0 if main(*map(int, sys.argv[1:3])) else 1)
