# SPDX-License-Identifier: EUPL-1.2
"""Stepwise and downhill, as published."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from darkfigure import (
    CaptureData,
    ModelError,
    RefusalError,
    comparison,
    datasets,
    estimate,
    fit,
    fit_all,
)
from darkfigure.greedy import estimate_downhill, estimate_stepwise
from darkfigure.masks import closure, format_model, to_bits
from darkfigure.streams import SIMULATION, stream
from tests.darkfigure import oracle


@pytest.mark.parametrize(
    ("name", "model", "total"),
    [
        ("Artificial_3", "[1,2,3]", 539.1),
        ("Kosovo", "[12,13,14,23,34]", 14341.7),
        ("UKdat_4", "[12,13,24]", 11015.2),
        ("UKdat_5", "[12,13,24,25,35,45]", 11313.0),
        ("UKdat", "[12,13,24,25,35,36,45]", 11418.0),
        ("Ned_5", "[12,13,15,24,34,35]", 121521.6),
        ("Ned", "[12,16,23,25,34,36,45,46]", 111139.4),
    ],
)
def test_stepwise_chooses_the_published_model(name: str, model: str, total: float) -> None:
    found = estimate_stepwise(datasets.load(name), replicates=0)
    assert found.model == model
    assert found.estimate == pytest.approx(total, abs=0.06)


@pytest.mark.parametrize(
    ("name", "model", "total"),
    [
        ("Artificial_3", "[1,2,3]", 539.1),
        ("Kosovo", "[123,14,34]", 10356.5),
        ("UKdat_4", "[12,13,4]", 11987.1),
        ("UKdat_5", "[12,13,25,35,45]", 12262.4),
        ("Ned_5", "[135,12,24,34]", 148788.8),
    ],
)
def test_downhill_ends_where_it_was_published_to_end(name: str, model: str, total: float) -> None:
    found = estimate_downhill(datasets.load(name), replicates=0)
    assert found.model == model
    assert found.estimate == pytest.approx(total, abs=0.06)


@pytest.mark.parametrize(
    ("name", "looks"),
    [("Artificial_3", 4), ("Kosovo", 31), ("UKdat_4", 16), ("UKdat_5", 52), ("Ned_5", 64)],
)
def test_downhill_looks_at_as_many_models_as_published(name: str, looks: int) -> None:
    """A walk of its own over the table of all models ends where the compiled one does."""
    table = fit_all(datasets.load(name))
    at = {int(bits): i for i, bits in enumerate(table.bits)}
    value = np.where(table.admissible, table.bic, np.inf)
    here = to_bits(closure([], table.data.t))
    seen = {here}
    while True:
        near = [b for m in range(1 << table.data.t) if (b := here ^ (1 << m)) in at]
        seen.update(near)
        best = min(near, key=lambda b: float(value[at[b]]))
        if value[at[best]] >= value[at[here]]:
            break
        here = best
    assert len(seen) == looks
    assert table.name(at[here]) == estimate_downhill(table.data, replicates=0).model


@pytest.mark.parametrize(
    ("name", "wide"),
    [
        ("Kosovo", (12596, 16527)),
        ("UKdat_4", (9028, 13482)),
        ("UKdat_5", (8785, 14701)),
        ("UKdat", (9267, 14307)),
        ("Ned_5", (47393, 162846)),
        ("Ned", (45759, 171108)),
    ],
)
def test_the_stepwise_interval_is_the_published_one_within_monte_carlo_error(
    name: str, wide: tuple[float, float]
) -> None:
    """Published limits come from one run of 1,000; so do ours, from eight seeds."""
    runs = [
        estimate(datasets.load(name), "stepwise", replicates=1000, seed=seed).interval_95
        for seed in range(8)
    ]
    for side in (0, 1):
        logs = np.log([run[side] for run in runs])
        spread = max(float(logs.std(ddof=1)), 0.004)
        assert abs(np.log(wide[side]) - logs.mean()) < 4 * spread * np.sqrt(1 + 1 / 8)


def test_stepwise_has_an_interval_from_r_s_own_samples() -> None:
    data = datasets.load("UKdat_5")
    found = estimate_stepwise(data, samples=oracle.bootstrap_samples("UKdat_5", 5))
    assert found.usable_replicates == 1000
    assert found.interval_95[0] < 11313 < found.interval_95[1]


def test_more_starts_never_end_higher() -> None:
    data = datasets.load("UKdat_5")
    one = estimate_downhill(data, starts=1, replicates=0, seed=1)
    many = estimate_downhill(data, starts=10, replicates=0, seed=1)
    assert one.model is not None and many.model is not None
    assert fit(data, many.model).bic <= fit(data, one.model).bic


def _seven_lists() -> CaptureData:
    """A population of 3,000 on seven lists, two pairs of which depend on each other."""
    generator = stream(7, SIMULATION, 0)
    on = generator.random((3000, 7)) < 0.2
    on[:, 1] |= on[:, 0] & (generator.random(3000) < 0.4)
    on[:, 5] |= on[:, 4] & (generator.random(3000) < 0.4)
    counts = np.bincount(on @ (1 << np.arange(7)), minlength=128).astype(float)
    counts[0] = 0
    return CaptureData(tuple("ABCDEFG"), counts)


@pytest.mark.parametrize("method", ["stepwise", "downhill"])
def test_seven_lists_are_searched_in_part_and_say_so(method: str) -> None:
    found = estimate(_seven_lists(), method, replicates=20, seed=1)
    assert found.estimate == pytest.approx(3000, rel=0.1)
    assert "12" in str(found.model) and "56" in str(found.model)
    assert any("only a small part" in text for text in found.warnings)


def test_an_exhaustive_search_over_seven_lists_is_refused_with_advice() -> None:
    with pytest.raises(ModelError, match="stepwise or downhill"):
        estimate(_seven_lists(), "bic")


def test_many_lists_are_compared_without_what_takes_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise RefusalError("not in this test")

    monkeypatch.setattr(comparison, "estimate_bayes", refused)
    counts = np.zeros(512)
    counts[1 << np.arange(9)] = np.arange(40, 49)
    counts[[1 << i | 1 << (i + 1) for i in range(8)]] = 9
    told: list[tuple[int, int]] = []
    data = CaptureData(tuple("ABCDEFGHI"), counts)
    found = comparison.compare(data, replicates=10, seed=1, within=lambda *at: told.append(at))
    tables = 10 + np.count_nonzero(counts)
    assert (tables, tables) in told, "a slow method did not say how far it was"
    rows = {row.method: row for row in found.rows}
    assert np.isnan(rows["downhill, no interval"].estimate.interval_95).all()  # type: ignore[union-attr]
    assert "ask for one method alone" in str(rows["latent classes"].refused)
    assert "not computed" in found.summary()
    assert not [m for text, m in found.notes() if "5 times" in text and "downhill" in str(m)]


def test_progress_of_downhill_goes_up_through_all_starts() -> None:
    told: list[tuple[int, int]] = []
    data = _seven_lists()
    estimate_downhill(data, starts=3, replicates=40, seed=1, progress=lambda *at: told.append(at))
    assert told == sorted(told)
    tables = 40 + np.count_nonzero(data.counts)  # the samples, and the jackknife
    assert told[-1] == (3 * tables, 3 * tables)
    assert len(told) == 3 * -(-tables // 20)


def test_without_any_estimate_stepwise_refuses() -> None:
    counts = np.zeros(8)
    counts[[1, 7]] = 20.0
    with pytest.raises(RefusalError, match="no estimate"):
        estimate_stepwise(CaptureData(("A", "B", "C"), counts), replicates=0)


def test_downhill_is_at_a_local_minimum() -> None:
    data = datasets.load("UKdat_4")
    found = estimate_downhill(data, replicates=0)
    best = fit(data, str(found.model))
    for pair in itertools.combinations(range(4), 2):
        terms = closure([*best.terms, 1 << pair[0] | 1 << pair[1]], 4)
        if len(terms) == len(best.terms) + 1:
            assert fit(data, terms).bic > best.bic, format_model(terms)
