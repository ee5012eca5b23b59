# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.insight.rules.capture import (
    Histories,
    TableMistake,
    from_table,
    histories,
    rounded_out,
)
from tests.calm import calm

told = st.lists(st.tuples(st.integers(0, 60), st.sampled_from("ABCDEFGHIJ")), max_size=300)


@calm
@given(told)
def test_every_person_is_counted_once(pairs: list[tuple[int, str]]) -> None:
    assert histories(pairs, "others").observed == len({person for person, _list in pairs})


@calm
@given(told)
def test_there_are_never_more_lists_than_a_search_can_go_through(
    pairs: list[tuple[int, str]],
) -> None:
    found = histories(pairs, "others")
    assert len(found.lists) <= 6
    assert len(set(found.lists)) == len(found.lists)
    assert all(0 < mask < 1 << len(found.lists) for mask in found.counts)


@calm
@given(told)
def test_a_list_that_stands_alone_has_the_people_that_it_told_of(
    pairs: list[tuple[int, str]],
) -> None:
    found = histories(pairs, "others")
    for at, name in enumerate(found.lists):
        if name != "others":
            assert found.on_list(at) == len({person for person, by in pairs if by == name}) >= 5


def test_small_lists_are_taken_together() -> None:
    pairs = [(n, "Big") for n in range(9)] + [(1, "Small"), (20, "Tiny"), (21, "Small")]
    found = histories(pairs, "the others")
    assert found.lists == ("Big", "the others")
    assert dict(found.counts) == {0b01: 8, 0b11: 1, 0b10: 2}
    assert found.on_several == 1
    assert found.rows() == [((1, 0), 8), ((0, 1), 2), ((1, 1), 1)]


def test_nobody_told_gives_nothing() -> None:
    assert histories([], "others") == Histories((), {})


def test_a_number_for_others_is_rounded_to_tens() -> None:
    assert [rounded_out(n) for n in (0, 4.9, 5, 64, 65, 1234)] == [0, 0, 10, 60, 70, 1230]


HEAD = ["Police", "Care", "Aantal"]


def test_a_table_is_read_with_its_counts_wherever_they_stand() -> None:
    rows = [["1", "0", "40"], ["0", "1", "12"], ["1", "1", "7"], ["0", "0", "0"]]
    found = from_table(HEAD, rows)
    assert found == Histories(("Police", "Care"), {0b01: 40, 0b10: 12, 0b11: 7})
    turned = [[row[2], row[0], row[1]] for row in rows]
    assert from_table(["count", "Police", "Care"], turned) == found


@pytest.mark.parametrize(
    ("code", "headers", "rows"),
    [
        ("count_column", ["Police", "Care"], [["1", "1"]]),
        ("count_column", [*HEAD, "count"], [["1", "1", "2", "3"]]),
        ("few_lists", ["Police", "count"], [["1", "4"]]),
        ("many_lists", [*"ABCDEFGHIJKLM", "count"], []),
        ("names", ["Police", "Police", "count"], [["1", "1", "4"]]),
        ("names", ["Police", "", "count"], [["1", "1", "4"]]),
        ("mark", HEAD, [["1", "x", "4"]]),
        ("count", HEAD, [["1", "1", "1.000"]]),
        ("count", HEAD, [["1", "1", "-3"]]),
        ("count", HEAD, [["1", "1", "³"]]),
        ("count", HEAD, [["1", "1", "99999999999"]]),
        ("twice", HEAD, [["1", "1", "4"], ["1", "1", "2"]]),
        ("nobody", HEAD, [["1", "1", "4"], ["0", "0", "2"]]),
        ("no_overlap", HEAD, [["1", "0", "4"], ["0", "1", "2"]]),
        ("empty", HEAD, [["1", "1", "0"]]),
    ],
)
def test_what_is_wrong_with_a_table_is_told(
    code: str, headers: list[str], rows: list[list[str]]
) -> None:
    with pytest.raises(TableMistake) as told:
        from_table(headers, rows)
    assert told.value.code == code
