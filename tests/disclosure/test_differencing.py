# SPDX-License-Identifier: EUPL-1.2
"""What a new table gives away beside earlier ones."""

from __future__ import annotations

import pytest

from disclosure import DataError, OptionError, difference
from disclosure.published import Published, read

TREES = {"age": {"young": ["0", "1"], "old": ["2", "3"]}}


def file(text: str, name: str = "t") -> Published:
    return read(("age,n,status\n" + text.replace(" ", "\n")).encode(), name)


HIDES = "0,,primary 1,,secondary 2,20,safe 3,30,safe *,62,safe"


def test_a_second_table_that_fills_the_hole_is_found() -> None:
    other = file("1,9,safe", "other")
    found = difference(other, [file(HIDES)], trees=TREES, width=3)
    assert (found.about, found.holds) == ("same", False)
    assert (found.exact, found.exact_before) == (2, 0)


def test_nodes_and_leaves_of_two_tables_are_taken_together() -> None:
    nodes = file("young,12,safe old,50,safe *,62,safe", "nodes")
    leaves = file("0,,primary 1,9,safe 2,,secondary 3,30,safe *,62,safe", "leaves")
    found = difference(nodes, [leaves], trees=TREES, width=3)
    assert found.exact == 2
    assert found.exact_before == 0


def test_a_table_that_adds_nothing_holds() -> None:
    found = difference(file("2,20,safe *,62,safe", "again"), [file(HIDES)], trees=TREES, width=3)
    assert found.holds


def test_tables_that_agree_and_do_not_add_up_are_not_called_safe() -> None:
    with pytest.raises(DataError, match="do not add up together"):
        difference(file("1,9,safe", "other"), [file(HIDES)], width=3)


def test_a_small_difference_between_versions_is_a_small_group() -> None:
    old = file("0,20,safe 1,30,safe *,50,safe", "old")
    new = file("0,21,safe 1,30,safe *,51,safe", "new")
    found = difference(new, [old])
    assert found.about == "versions"
    assert [(c.codes, c.low, c.high) for c in found.changes] == [(("0",), 1, 1), (("*",), 1, 1)]
    assert "age=0: 1 to 1" in found.summary()


def test_a_large_difference_is_no_small_group() -> None:
    old = file("0,20,safe 1,30,safe *,50,safe", "old")
    new = file("0,30,safe 1,30,safe *,60,safe", "new")
    assert difference(new, [old]).holds


def test_who_left_is_a_small_group_as_well() -> None:
    old = file("0,20,safe 1,30,safe *,50,safe", "old")
    new = file("0,18,safe 1,30,safe *,48,safe", "new")
    assert {(c.low, c.high) for c in difference(new, [old]).changes} == {(-2, -2)}


def test_growing_counts_tell_the_attacker_more() -> None:
    old = file("0,,primary 1,,secondary 2,20,safe *,40,safe", "old")
    new = file("0,9,safe 1,,secondary 2,20,safe *,42,safe", "new")
    either, grown = (difference(new, [old], grows=g) for g in (False, True))
    assert either.narrow == 0
    assert grown.narrow == 1


def test_growing_that_is_not_true_is_told() -> None:
    old, new = file("0,20,safe *,20,safe", "old"), file("0,18,safe *,18,safe", "new")
    with pytest.raises(DataError, match="taken away"):
        difference(new, [old], grows=True)


def test_there_is_no_difference_with_nothing() -> None:
    with pytest.raises(OptionError):
        difference(file(HIDES), [])
