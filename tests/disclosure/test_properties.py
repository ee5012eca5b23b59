# SPDX-License-Identifier: EUPL-1.2
"""Whatever the table: what is published gives nobody away, or nothing is published."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from disclosure import RefusalError, Rules, Table, attack, from_dict, protect, release
from disclosure.protecting import attack_files
from disclosure.published import read
from disclosure.table import with_margins
from disclosure.writing import written
from tests.disclosure.oracle import intervals, rows_of
from tests.disclosure.strategies import tables

often = settings(
    max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
some = settings(often, max_examples=30)


def hidden_but_zeros(table: Table, rules: Rules) -> bytes:
    """The most that can be hidden: everything that is not an empty cell."""
    primary = (table.counts > 0) & (table.counts < rules.threshold)
    status = np.where(primary, 1, np.where(table.counts > 0, 2, 0)).astype(np.int8)
    return written(table, status, table.counts)


def check(data: bytes, tree: dict[str, Any], total: int, width: int) -> None:
    for found in intervals(data, tree, total):
        assert found.high > found.low, found
        assert found.status != "primary" or found.high - found.low >= width, found


@often
@given(tables(), st.sampled_from(["optimal", "fast"]), st.integers(2, 10), st.data())
def test_no_interval_is_exact_or_narrower_than_asked(
    drawn: tuple[Table, dict[str, Any]], method: str, threshold: int, data: st.DataObject
) -> None:
    table, tree = drawn
    rules = Rules(threshold=threshold, width=data.draw(st.integers(1, threshold)))
    try:
        found = protect(table, rules, method=method, seconds=5)
    except RefusalError:
        event("refused")
        widths = [
            f.high - f.low
            for f in intervals(hidden_but_zeros(table, rules), tree, table.total)
            if f.status == "primary"
        ]
        assert min(widths) < rules.asked, "refused, and hiding everything would have done"
        return
    event("protected")
    (published,) = found.files.values()
    check(published, tree, table.total, rules.asked)
    assert found.exact == found.narrow == 0


@some
@given(tables(), st.integers(2, 10))
def test_the_file_says_what_the_table_says(
    drawn: tuple[Table, dict[str, Any]], threshold: int
) -> None:
    table, _ = drawn
    try:
        found = protect(table, Rules(threshold=threshold, width=1), method="fast", seconds=5)
    except RefusalError:
        return
    (published,) = found.files.values()
    names, cells = rows_of(published)
    assert names == list(table.columns)
    assert list(cells) == list(table.rows())
    for count, (shown, status) in zip(table.counts.ravel(), cells.values(), strict=True):
        assert (status == "primary") == (0 < count < threshold)
        assert shown == ("" if status != "safe" else str(count))
    loss = sum(
        int(n)
        for n, (_, status) in zip(table.counts.ravel(), cells.values(), strict=True)
        if status == "secondary"
    )
    assert found.suppressed_sum == loss


@some
@given(tables(3), st.integers(0, 2**32))
def test_the_attack_finds_what_the_other_attacker_finds(
    drawn: tuple[Table, dict[str, Any]], seed: int
) -> None:
    table, tree = drawn
    random = np.random.default_rng(seed)
    status = np.where(random.random(table.shape) < 0.5, random.integers(0, 3, table.shape), 0)
    status[(0,) * status.ndim] = 0
    data = written(table, status.astype(np.int8), table.counts)
    found = attack([read(data, "t")], trees=tree, width=3, every=True)
    ours = {i.codes: (i.status, i.low, i.high) for i in found.intervals}
    theirs = {f.codes: (f.status, f.low, f.high) for f in intervals(data, tree, table.total)}
    assert ours == theirs


@some
@given(tables(3), st.integers(0, 2**32))
def test_the_quick_attack_counts_the_same_as_the_whole(
    drawn: tuple[Table, dict[str, Any]], seed: int
) -> None:
    table, tree = drawn
    random = np.random.default_rng(seed)
    status = np.where(random.random(table.shape) < 0.6, random.integers(0, 3, table.shape), 0)
    files = [read(written(table, status.astype(np.int8), table.counts), "t")]
    quick, whole = (attack(files, trees=tree, width=4, every=every) for every in (False, True))
    assert (quick.exact, quick.narrow) == (whole.exact, whole.narrow)
    assert quick.min_interval_width == whole.min_interval_width


@some
@given(tables(2), st.integers(3, 8))
def test_proven_means_that_no_pattern_loses_less(
    drawn: tuple[Table, dict[str, Any]], threshold: int
) -> None:
    table, _ = drawn
    rules = Rules(threshold=threshold, width=1)
    free = np.flatnonzero(table.counts.ravel() >= threshold)
    if free.size > 9:
        free = free[:0]
    try:
        found = protect(table, rules, method="optimal", seconds=10)
    except RefusalError:
        return
    assert found.gap == 0
    joined = release([table])
    primary = (table.counts > 0) & (table.counts < threshold)
    for pattern in range(2**free.size if free.size else 0):
        chosen = free[[bool(pattern >> i & 1) for i in range(free.size)]]
        loss = int(table.counts.ravel()[chosen].sum())
        if loss >= found.suppressed_sum:
            continue
        status = np.where(primary, 1, 0).astype(np.int8)
        status.ravel()[chosen] = 2
        files = {table.name: written(table, status, table.counts)}
        assert attack_files(joined, files, rules).narrow, (chosen, loss)


@some
@given(tables(3), st.integers(2, 6), st.data())
def test_rounding_keeps_every_sum_right_and_every_small_count_wide(
    drawn: tuple[Table, dict[str, Any]], width: int, data: st.DataObject
) -> None:
    table, tree = drawn
    rules = Rules(threshold=data.draw(st.integers(2, 8)), width=width)
    try:
        found = protect(table, rules, method="round", seconds=5)
    except RefusalError:
        event("refused")
        return
    (published,) = found.files.values()
    base = found.details["base"]
    _, cells = rows_of(published)
    shown = np.array([int(count) for count, _ in cells.values()]).reshape(table.shape)
    assert not (shown % base).any()
    moved = np.abs(shown - table.counts)
    assert moved.max() == found.details["largest_change"] < base * found.details["steps"]
    leaves = shown[tuple(slice(d.first_leaf, None) for d in table.dimensions)]
    assert (with_margins(leaves, table.dimensions) == shown).all()


@some
@given(tables(3), st.integers(1, 4))
def test_noise_by_key_is_the_same_in_every_table_of_the_same_people(
    drawn: tuple[Table, dict[str, Any]], width: int
) -> None:
    table, tree = drawn
    secret = b"a secret of the region"
    try:
        first, again = (
            protect(table, Rules(width=width), method="cellkey", secret=secret) for _ in "ab"
        )
    except RefusalError:
        event("refused")
        return
    assert first.files == again.files
    (published,) = first.files.values()
    _, cells = rows_of(published)
    shown = np.array([int(count) for count, _ in cells.values()]).reshape(table.shape)
    assert (shown[table.counts == 0] == 0).all()
    assert np.abs(shown - table.counts).max() <= 2 * width


@some
@given(st.integers(0, 2**32), st.integers(2, 8))
def test_two_tables_that_share_a_column_are_safe_together(seed: int, threshold: int) -> None:
    random = np.random.default_rng(seed)
    joint = random.poisson(random.choice([1, 4, 9]), (3, 3, 2))
    first = from_dict(
        ("a", "b"),
        {(f"a{i}", f"b{j}"): int(n) for (i, j), n in np.ndenumerate(joint.sum(axis=2))},
        name="first",
    )
    second = from_dict(
        ("b", "c"),
        {(f"b{i}", f"c{j}"): int(n) for (i, j), n in np.ndenumerate(joint.sum(axis=0))},
        name="second",
    )
    try:
        found = protect([first, second], Rules(threshold=threshold), seconds=5)
    except RefusalError:
        event("refused")
        return
    for cell in intervals(list(found.files.values()), {}, int(joint.sum())):
        assert cell.high > cell.low, cell
        assert cell.status != "primary" or cell.high - cell.low >= threshold, cell
