# SPDX-License-Identifier: EUPL-1.2
"""Cell keys, p-tables and the attack on rounded and noisy counts."""

from __future__ import annotations

import numpy as np
import pytest

from disclosure import (
    OptionError,
    PTable,
    Published,
    Rules,
    attack_noise,
    by_noise,
    by_rounding,
    from_records,
    protect,
)  # fmt: skip
from disclosure.cellkey import record_key

SECRET = b"sixteen bytes or more"


def published(counts: dict[str, int]) -> Published:
    return Published(
        "t", ("town",), tuple((c,) for c in counts), tuple(counts.values()),
        ("safe",) * len(counts),
    )  # fmt: skip


@pytest.mark.parametrize(("most", "variance", "never"), [(4, 2.0, 0), (10, 12.5, 0), (5, 4.0, 2)])
def test_noise_has_mean_zero_and_no_more_than_the_variance(
    most: int, variance: float, never: int
) -> None:
    table = PTable(most, variance, never)
    for count, (changes, chances) in enumerate(table.rows):
        assert chances.sum() == pytest.approx(1)
        assert changes @ chances == pytest.approx(0, abs=1e-4)
        assert changes**2 @ chances <= variance * 1.001
        results = count + changes
        assert (results >= 0).all()
        assert not ((results > 0) & (results <= never)).any()


def test_noise_is_of_greatest_entropy_where_the_answer_is_known() -> None:
    (changes, chances) = PTable(1, 0.5).rows[1]
    assert changes.tolist() == [-1, 0, 1]
    assert chances == pytest.approx([0.25, 0.5, 0.25], abs=1e-4)


def test_a_key_needs_the_secret_and_stays_the_same_when_people_are_added() -> None:
    assert record_key(SECRET, "p1") == record_key(SECRET, "p1")
    assert record_key(SECRET, "p1") != record_key(b"another secret here", "p1")
    header = ["id", "town"]
    rows = [[f"p{i}", "AB"[i % 2]] for i in range(40)]
    before = from_records(header, rows, record="id", secret=SECRET)
    after = from_records(header, [*rows, ["new", "B"]], record="id", secret=SECRET)
    assert before.keys is not None and after.keys is not None
    assert before.keys[1] == after.keys[1]
    assert before.keys[2] != after.keys[2]
    assert int(before.keys[0]) == (int(before.keys[1]) + int(before.keys[2])) % 2**64


def test_the_same_people_have_the_same_noise_in_another_table() -> None:
    rows = [[f"p{i}", "AB"[i % 2], "xyz"[i % 3]] for i in range(60)]
    one = from_records(["id", "town"], [r[:2] for r in rows], record="id", secret=SECRET)
    two = from_records(["id", "town", "form"], rows, record="id", secret=SECRET)
    shown = [protect(t, Rules(width=2), method="cellkey", secret=SECRET) for t in (one, two)]
    first, second = (next(iter(s.files.values())).decode().splitlines() for s in shown)
    town_a = next(line for line in first if line.startswith("A,")).split(",")[1]
    again = next(line for line in second if line.startswith("A,*,")).split(",")[2]
    assert town_a == again


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(OptionError, match="at least 16"):
        record_key(b"short", "p1")


def test_the_attack_on_noise_uses_that_true_counts_add_up() -> None:
    noise = by_noise(PTable(2, 1.0))
    alone = attack_noise([published({"A": 4, "B": 3})], noise, width=4, every=True)
    ends = {i.codes[0]: (i.low, i.high) for i in alone.intervals}
    assert ends == {"A": (2, 6), "B": (1, 5)}
    summed = attack_noise([published({"A": 4, "B": 3, "*": 11})], noise, width=4, every=True)
    ends = {i.codes[0]: (i.low, i.high) for i in summed.intervals}
    assert ends == {"A": (4, 6), "B": (3, 5), "*": (9, 11)}
    assert summed.narrow == 3


def test_the_attack_on_rounding_uses_that_true_counts_add_up() -> None:
    found = attack_noise([published({"A": 5, "B": 5, "*": 5})], by_rounding(5), width=4, every=True)
    ends = {i.codes[0]: (i.low, i.high) for i in found.intervals}
    assert ends == {"A": (1, 8), "B": (1, 8), "*": (2, 9)}


def test_a_count_that_is_no_multiple_was_not_rounded() -> None:
    with pytest.raises(OptionError, match="not a multiple"):
        attack_noise([published({"A": 7})], by_rounding(5))


def test_changes_of_large_counts_follow_the_table() -> None:
    table = PTable(3, 2.0)
    keys = np.random.default_rng(1).integers(0, 2**64, 20_000, dtype=np.uint64)
    noise = table.change(np.full(20_000, 500), keys)
    assert np.abs(noise).max() == 3
    assert noise.mean() == pytest.approx(0, abs=0.05)
    assert noise.var() == pytest.approx(2.0, abs=0.1)
