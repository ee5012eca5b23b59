# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.insight.rules.blind import by_share, seen_of
from meerinbeeld.insight.rules.chance import Seen
from tests.calm import calm

values = st.fixed_dictionaries({key: st.one_of(st.none(), st.integers(0, 80)) for key in "abcd"})
shares = st.fixed_dictionaries({key: st.sampled_from((0.05, 0.2, 0.4, 1.0)) for key in "abc"})


@calm
@given(values, shares)
def test_each_thing_is_told_about_once(
    seen: dict[str, int | None], expected: dict[str, float]
) -> None:
    found = by_share(seen, expected)
    told = [one.key for one in (*found.blind, *found.ordinary, *found.too_small)]
    assert sorted(told) == sorted(expected)


@calm
@given(values, shares)
def test_nothing_is_called_blind_because_its_number_is_hidden(
    seen: dict[str, int | None], expected: dict[str, float]
) -> None:
    for one in by_share(seen, expected).blind:
        assert seen.get(one.key, 0) is not None


@calm
@given(values, shares)
def test_what_is_expected_of_all_that_is_shown_is_what_was_seen(
    seen: dict[str, int | None], expected: dict[str, float]
) -> None:
    found = by_share(seen, expected)
    shown = [k for k in expected if seen.get(k, 0) is not None]
    told = {one.key: one for one in (*found.blind, *found.ordinary, *found.too_small)}
    whole = sum(seen.get(key, 0) or 0 for key in shown)
    if shown:
        assert sum(told[key].expected for key in shown) == pytest.approx(whole)


def test_a_large_place_with_hardly_anything_is_looked_at_first() -> None:
    found = by_share({"a": 40, "b": 2, "c": 9}, {"a": 0.5, "b": 0.4, "c": 0.1})
    assert [one.key for one in found.blind] == ["b"]
    assert found.blind[0].expected == pytest.approx(51 * 0.4)


def test_a_small_place_with_nothing_is_too_small_to_tell() -> None:
    found = by_share({"a": 40, "b": 0}, {"a": 0.95, "b": 0.05})
    assert [one.key for one in found.too_small] == ["b"]
    assert math.exp(-found.too_small[0].expected) > 0.05


def test_a_hidden_number_stays_hidden_and_is_no_less_than_expected() -> None:
    assert seen_of(None, 7.6) == Seen(8, is_hidden=True)
    assert seen_of(None, 0.2) == Seen(1, is_hidden=True)
    assert seen_of(3, 7.6) == Seen(3)
