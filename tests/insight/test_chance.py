# SPDX-License-Identifier: EUPL-1.2
"""Small counts: the limits hold what they promise, also when the mean is only guessed."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.insight.rules import chance
from tests.calm import calm

means = st.floats(0.05, 60)


def poisson(rng: random.Random, mean: float) -> int:
    """A count by multiplying uniform numbers (Knuth)."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


@calm
@given(st.integers(0, 80), means)
def test_a_probability_is_the_sum_of_its_terms(count: int, mean: float) -> None:
    terms = (math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))
    assert chance.at_most(count, mean) == pytest.approx(sum(terms), abs=1e-9)
    assert chance.at_least(count + 1, mean) == pytest.approx(
        1 - chance.at_most(count, mean), abs=1e-9
    )


@calm
@given(st.integers(0, 400), st.integers(1, 36))
def test_limits_hold_the_usual_number_and_leave_no_more_than_they_may(
    total: int, moments: int
) -> None:
    limits = chance.predicted(total, moments)
    assert (limits.lower or 0) <= total / moments <= limits.upper
    share = 1 / (moments + 1)

    def exactly_or_more(count: int) -> float:
        n = total + count
        return sum(math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(count, n + 1))

    if total < 120:  # beyond it the sum in this test is slow, not the rule
        assert exactly_or_more(limits.upper + 1) <= chance.RARE / 2 + 1e-12
        if limits.upper > total / moments:
            assert exactly_or_more(limits.upper) > chance.RARE / 2 - 1e-12


@pytest.mark.parametrize("mean", [0.5, 2.0, 8.0, 30.0])
def test_a_chart_of_pure_chance_seldom_raises_a_false_alarm(mean: float) -> None:
    """At most one month in 370: of 20,000 months that is 54, and the noise of that number."""
    rng = random.Random(int(mean * 10))
    alarms = months = 0
    for _chart in range(20_000 // 24):
        counts = [poisson(rng, mean) for _month in range(24)]
        found = chance.judged(counts)
        alarms += sum(one.stands_out for one in found)
        months += len(found)
    assert alarms <= months * chance.RARE + 4 * math.sqrt(months * chance.RARE)


def test_a_month_that_trebles_is_seen() -> None:
    counts = [8, 7, 9, 8, 6, 10, 8, 7, 9, 8, 24, 8]
    found = chance.judged(counts)
    assert [one.stands_out for one in found] == [False] * 10 + [True, False]
    assert found[10].is_high


def test_a_month_of_nothing_is_seen_only_where_something_is_usual() -> None:
    busy, rare = [12, 11, 13, 12, 10, 14, 12, 0], [1, 0, 2, 1, 0, 1, 1, 0]
    assert chance.judged(busy)[-1].is_low
    assert not chance.judged(rare)[-1].stands_out


def test_with_few_moments_nothing_is_judged() -> None:
    assert chance.judged([3, 40, 2]) == []


@pytest.mark.parametrize("mean", [3.0, 12.0])
def test_a_run_of_nine_is_seldom_chance(mean: float) -> None:
    rng = random.Random(7)
    charts = [[poisson(rng, mean) for _month in range(24)] for _chart in range(2000)]
    share = sum(any(chance.in_runs(chart)) for chart in charts) / len(charts)
    assert share < 0.05


def test_a_lasting_rise_is_seen_as_a_run() -> None:
    counts = [4, 5, 4, 6, 5, 4, 5, 4, 6, 9, 8, 9, 10, 8, 9, 8, 9, 10]
    assert chance.in_runs(counts) == [True] * len(counts)
    assert not any(chance.in_runs([4, 9] * 9))


@calm
@given(st.lists(st.integers(0, 9), max_size=40))
def test_a_run_never_marks_part_of_itself_only(counts: list[int]) -> None:
    marked = chance.in_runs(counts)
    assert len(marked) == len(counts)
    lengths = "".join("x" if one else " " for one in marked).split()
    assert all(len(run) >= chance.RUN for run in lengths)


@calm
@given(means, st.floats(0.001, 0.999))
def test_a_limit_of_the_funnel_lies_within_one_of_the_exact_one(mean: float, p: float) -> None:
    smooth = chance.funnel_limit(mean, p)
    exact = next(k for k in range(1000) if chance.at_most(k, mean) >= p)
    assert max(0, exact - 1) - 1e-9 <= smooth <= exact + 1e-9


@calm
@given(means)
def test_the_outer_limits_of_the_funnel_lie_outside_the_inner(mean: float) -> None:
    low, high = (chance.funnel_limit(mean, q) for q in (chance.INNER / 2, 1 - chance.INNER / 2))
    lower, higher = (chance.funnel_limit(mean, q) for q in (chance.OUTER / 2, 1 - chance.OUTER / 2))
    assert lower <= low <= mean + 1
    assert mean - 1 <= high <= higher


def test_places_are_set_against_the_whole_by_inhabitants() -> None:
    found = {s.key: s for s in chance.spots({"a": 30, "b": 0}, {"a": 1000, "b": 1000, "c": 1000})}
    assert found["a"].expected == found["b"].expected == pytest.approx(10)
    assert found["a"].stands_out
    assert found["b"].stands_out
    assert chance.spots({"a": 3}, {}) == []


def test_of_many_equal_places_hardly_one_stands_out() -> None:
    rng = random.Random(11)
    sizes = {str(place): 20_000 for place in range(11)}
    out = sum(
        spot.stands_out
        for _year in range(400)
        for spot in chance.spots({key: poisson(rng, 9) for key in sizes}, sizes)
    )
    assert out / (400 * 11) <= chance.OUTER + 4 * math.sqrt(chance.OUTER / 4400)


def test_nothing_seen_where_little_is_expected_says_nothing() -> None:
    assert not chance.Blind("x", chance.Seen(0), 2.5).can_tell
    assert chance.Blind("x", chance.Seen(0), 6.0).is_blind


@calm
@given(st.floats(3.1, 40), st.integers(0, 40))
def test_what_is_too_little_is_too_little_by_chance_as_well(expected: float, seen: int) -> None:
    one = chance.Blind("x", chance.Seen(seen), expected)
    assert one.is_blind == (chance.at_most(seen, expected) < chance.SILENT)
