# SPDX-License-Identifier: EUPL-1.2
"""What holds for all data."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from darkfigure import CaptureData, DarkFigureError, DataError, estimate, fit, fit_all
from darkfigure.masks import closure, format_model, parse_model

NAMES = ("A", "B", "C", "D")


def _data(counts: list[int]) -> CaptureData:
    table = np.array([0.0, *map(float, counts)])
    try:
        return CaptureData(NAMES[: table.size.bit_length() - 1], table)
    except DataError:
        assume(False)
        raise


def tables(t: int = 4) -> st.SearchStrategy[CaptureData]:
    cells = 2**t - 1
    return st.lists(
        st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 900)),
        min_size=cells,
        max_size=cells,
    ).map(_data)


@settings(max_examples=40, deadline=None)
@given(tables(), st.permutations(NAMES))
def test_permuting_lists_permutes_the_model_and_not_the_estimate(
    data: CaptureData, order: list[str]
) -> None:
    first, second = fit_all(data), fit_all(data.reorder(order))
    assume(first.ranking.size > 1)
    assume(first.bic[first.ranking[1]] - first.bic[first.best] > 1e-6)
    moved = ",".join(
        ":".join(NAMES[int(n) - 1] for n in part)
        for part in first.name(first.best).strip("[]").split(",")
    )
    there = parse_model(moved, 4, second.data.lists)
    assert second.name(second.best) == format_model(there)
    assert second.dark[second.best] == pytest.approx(first.dark[first.best], rel=1e-7)


@settings(max_examples=25, deadline=None)
@given(tables(3))
def test_an_all_zero_list_changes_nothing(data: CaptureData) -> None:
    wider = CaptureData((*data.lists, "Z"), np.concatenate([data.counts, np.zeros(8)]))
    before, after = fit_all(data), fit_all(wider)
    assume(before.ranking.size > 0)
    assume(
        before.ranking.size < 2 or before.bic[before.ranking[1]] > before.bic[before.best] + 1e-6
    )
    assert after.dark[after.best] == pytest.approx(before.dark[before.best], rel=1e-7)
    shift = math.log(data.observed)
    assert after.bic[after.best] == pytest.approx(before.bic[before.best] + shift, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(tables(3), st.integers(2, 50))
def test_scaling_the_counts_scales_the_estimate_of_a_model(data: CaptureData, factor: int) -> None:
    larger = CaptureData(data.lists, data.counts * factor)
    before, after = fit_all(data), fit_all(larger)
    assert (before.status == after.status).all()
    for index in before.ranking.tolist():
        assert after.dark[index] == pytest.approx(factor * before.dark[index], rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(tables(3), st.data())
def test_splitting_counts_over_rows_changes_nothing(data: CaptureData, draw: st.DataObject) -> None:
    rows = []
    for mask in np.flatnonzero(data.counts).tolist():
        first = draw.draw(st.integers(0, int(data.counts[mask])))
        history = [mask >> i & 1 for i in range(3)]
        rows += [(history, first), (history, int(data.counts[mask]) - first)]
    assert CaptureData.from_rows(data.lists, rows, sum_doubled=True).version == data.version
    with pytest.raises(DataError, match="already given"):
        CaptureData.from_rows(data.lists, rows)


@settings(max_examples=40, deadline=None)
@given(tables(3))
def test_an_estimate_is_a_number_above_the_observed_or_a_refusal(data: CaptureData) -> None:
    try:
        found = estimate(data, replicates=20, seed=1, threads=1)
    except DarkFigureError as refusal:
        assert str(refusal)
        return
    assert found.estimate > data.observed
    assert all(map(math.isfinite, (*found.interval_80, *found.interval_95)))
    assert found.interval_95[0] <= found.interval_80[0] <= found.interval_80[1]
    assert found.interval_80[1] <= found.interval_95[1]


@settings(max_examples=30, deadline=None)
@given(tables(3))
def test_at_the_maximum_the_margins_are_those_observed(data: CaptureData) -> None:
    table = fit_all(data)
    assume(table.ranking.size > 0)
    found = fit(data, table.name(table.best))
    for mask in found.finite:
        fitted = sum(m for w, m in enumerate(found.fitted) if w & mask == mask)
        assert fitted == pytest.approx(data.margins[mask], rel=1e-7)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 63), max_size=6))
def test_notation_is_read_back_as_written(generators: list[int]) -> None:
    terms = closure(generators, 6)
    assert parse_model(format_model(terms), 6) == terms


@settings(max_examples=30, deadline=None)
@given(tables(3), st.sampled_from([-1.0, 0.5, math.nan, math.inf]), st.integers(1, 7))
def test_an_invalid_count_never_gives_a_number(data: CaptureData, wrong: float, where: int) -> None:
    counts = data.counts.copy()
    counts[where] = wrong
    with pytest.raises(DataError):
        CaptureData(data.lists, counts)


def test_two_lists_give_the_closed_form() -> None:
    data = CaptureData(("A", "B"), np.array([0.0, 30.0, 50.0, 10.0]))
    assert fit(data).dark_figure == pytest.approx(30 * 50 / 10)
