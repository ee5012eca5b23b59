# SPDX-License-Identifier: EUPL-1.2
"""Re-selection in every bootstrap sample, and the BCa interval."""

from __future__ import annotations

import numpy as np
import pytest

from darkfigure import CaptureData, ModelTable, bicselect, datasets, estimate, fit_all, modelspace
from darkfigure.bicselect import estimate_bic
from darkfigure.bootstrap import acceleration, bca_limits, jackknife_tables, select
from darkfigure.masks import parse_model, to_bits
from darkfigure.streams import BOOTSTRAP, resample, stream
from tests.darkfigure import oracle


@pytest.mark.parametrize(
    ("name", "top", "wide", "narrow"),
    [
        ("UKdat_5", None, (11168, 56052), None),
        ("UKdat_5", 100, (11227.0, 55830.7), (12702.3, 40254.9)),
        ("UKdat_5", 20, (11168.5, 55483.1), (12599.8, 40194.9)),
        ("UKdat_5", 5, (11650.7, 41200.1), (12553.2, 36314.8)),
        ("UKdat_5", 1, (19197.7, 33809.8), (20998.9, 30425.8)),
        ("Ned_5", None, (45663, 3253394), None),
        ("Ned_5", 100, (45663.0, 3253393.9), (49156.9, 661418.0)),
        ("Ned_5", 20, (46737.9, 1271518.1), (49827.6, 633872.6)),
        ("Ned_5", 5, (46252.7, 261123.1), (49413.0, 209680.3)),
    ],
)
def test_r_s_own_samples_give_the_published_interval(
    name: str,
    top: int | None,
    wide: tuple[float, float],
    narrow: tuple[float, float] | None,
    uk5_table: ModelTable,
    ned5_table: ModelTable,
) -> None:
    table = uk5_table if name == "UKdat_5" else ned5_table
    samples = oracle.bootstrap_samples(name, 5)
    found = estimate_bic(table.data, samples=samples, top=top, table=table)
    tolerance = 0.5 if narrow is None else 0.06
    assert found.interval_95 == pytest.approx(wide, abs=tolerance, rel=2e-7)
    if narrow is not None:
        assert found.interval_80 == pytest.approx(narrow, abs=0.06, rel=2e-7)
    assert found.usable_replicates == 1000


@pytest.mark.parametrize(
    ("name", "accel"), [("UKdat_5", 0.0313), ("Ned_5", 0.1574), ("Kosovo", -0.0240)]
)
def test_the_jackknife_acceleration_is_the_reference_s(name: str, accel: float) -> None:
    table = fit_all(datasets.load(name))
    tables, weights = jackknife_tables(table.data)
    totals = select(table, tables).dark + (table.data.observed - 1)
    assert acceleration(totals, weights) == pytest.approx(accel, abs=6e-5)


@pytest.mark.parametrize("name", ["UKdat_5", "Ned_5"])
def test_each_model_on_each_of_r_s_samples_has_r_s_total_and_bic(name: str) -> None:
    models, totals = oracle.bootstrap_fits(name, "abund")
    _, bics = oracle.bootstrap_fits(name, "bic")
    samples = oracle.bootstrap_samples(name, 5)
    bits = [to_bits(parse_model(model, 5)) for model in models]
    for number in range(0, 100, 5):
        data = CaptureData(datasets.load(name).lists, samples[number].copy())
        table = fit_all(data)
        at = {int(b): i for i, b in enumerate(table.bits)}
        for row, model in enumerate(bits):
            index = at[model]
            if np.isnan(totals[row, number]):
                assert table.status[index] != 0
                continue
            assert data.observed + table.dark[index] == pytest.approx(totals[row, number], rel=5e-6)
            assert abs(table.bic[index] - bics[row, number]) < 1e-8


def test_pruning_never_changes_the_winner(ned5_table: ModelTable) -> None:
    samples = resample(ned5_table.data.counts, 12, seed=5)
    pruned = select(ned5_table, samples)
    for b in range(samples.shape[0]):
        full = fit_all(CaptureData(ned5_table.data.lists, samples[b].copy()))
        assert pruned.which[b] == full.best
        assert pruned.dark[b] == pytest.approx(full.dark[full.best], rel=1e-8)
        assert pruned.bic[b] == pytest.approx(full.bic[full.best], abs=1e-8)
    assert pruned.work[:, 0].max() < 0.2 * ned5_table.bits.size


def test_a_seed_gives_the_same_bits_with_one_thread_or_two(uk5: CaptureData) -> None:
    one = estimate(uk5, replicates=60, seed=9, threads=1)
    two = estimate(uk5, replicates=60, seed=9, threads=2)
    assert one.replicates.tobytes() == two.replicates.tobytes()
    assert one.interval_95 == two.interval_95
    assert one.estimate == two.estimate


def test_another_seed_gives_another_interval(uk5: CaptureData) -> None:
    one = estimate(uk5, replicates=60, seed=9)
    two = estimate(uk5, replicates=60, seed=10)
    assert one.interval_95 != two.interval_95


def test_bootstrap_samples_keep_the_number_of_cases(uk5: CaptureData) -> None:
    samples = resample(uk5.counts, 50, seed=1)
    assert (samples.sum(axis=1) == uk5.observed).all()
    assert not samples[:, uk5.counts == 0].any()


def test_the_first_replicates_do_not_depend_on_how_many_are_asked(uk5: CaptureData) -> None:
    assert (resample(uk5.counts, 5, seed=1) == resample(uk5.counts, 9, seed=1)[:5]).all()


def test_each_sample_is_drawn_from_the_stream_of_its_number(uk5: CaptureData) -> None:
    cells = np.flatnonzero(uk5.counts)
    drawn = stream(3, BOOTSTRAP, 7).multinomial(uk5.observed, uk5.counts[cells] / uk5.observed)
    assert (resample(uk5.counts, 8, seed=3)[7, cells] == drawn).all()


def test_without_skew_or_bias_bca_is_the_type_8_quantile() -> None:
    values = np.arange(1.0, 1000.0)
    limits = bca_limits(values, 500.0 + 1e-9, 0.0)
    plain = np.quantile(values, (0.025, 0.1, 0.9, 0.975), method="median_unbiased")
    assert limits == pytest.approx(plain, abs=2.0)


def test_equal_jackknife_values_have_no_acceleration() -> None:
    assert acceleration(np.full(4, 7.0), np.array([1.0, 5.0, 2.0, 9.0])) == 0.0


def test_our_own_streams_give_the_published_interval_within_monte_carlo_error(
    uk5_table: ModelTable,
) -> None:
    """The published limits are one run of 1,000 samples; these are five others."""
    runs = [
        estimate_bic(uk5_table.data, seed=seed, table=uk5_table).interval_95 for seed in range(5)
    ]
    for side, published in enumerate((11168, 56052)):
        logs = np.log([run[side] for run in runs])
        error = float(logs.std(ddof=1)) * np.sqrt(1 + 1 / 5)
        assert error < 0.35
        assert abs(np.log(published) - logs.mean()) < 3 * max(error, 0.02)


@pytest.mark.parametrize(
    ("name", "order", "top", "published"),
    [
        ("Kosovo", None, None, (6947, 18010)),
        ("Kosovo", 2, None, (12451, 16273)),
        ("UKdat_4", None, 20, (10062, 32295)),
        ("UKdat_4", None, None, (9976, 30308)),
        ("UKdat_5", 2, None, (11754, 43894)),
        ("UKdat_5", 3, 100, (11227, 55831)),
    ],
)
def test_further_published_intervals_come_back_within_monte_carlo_error(
    name: str, order: int | None, top: int | None, published: tuple[float, float]
) -> None:
    """One published run of 1,000 replicates beside six of ours, on our own streams."""
    table = fit_all(datasets.load(name), order)
    runs = np.log(
        [estimate_bic(table.data, seed=s, top=top, table=table).interval_95 for s in range(6)]
    )
    error = np.maximum(runs.std(axis=0, ddof=1) * np.sqrt(1 + 1 / 6), 0.006)
    assert error.max() < 0.35
    assert (np.abs(np.log(published) - runs.mean(axis=0)) < 3.5 * error).all()


def test_beyond_its_pole_bca_ends_at_the_outermost_replicate() -> None:
    """There the formula turns round and would put the upper limit below the lower one."""
    values = np.arange(1.0, 1001.0)
    assert bca_limits(values, 900.0, 0.6)[3] == 1000.0
    assert bca_limits(values, 100.0, -0.6)[0] == 1.0
    assert (np.diff(bca_limits(values, 900.0, 0.6)) >= 0).all()


def test_a_limit_at_the_outermost_replicate_and_few_replicates_are_said() -> None:
    found = estimate(datasets.load("Ned"), replicates=100, seed=1)
    assert any("upper limit is the largest of 100" in text for text in found.warnings)
    assert any("With 100 bootstrap replicates" in text for text in found.warnings)
    calm = estimate(datasets.load("UKdat_4"), replicates=1000, seed=1)
    assert not any("replicates" in text for text in calm.warnings)


def test_a_table_too_large_for_re_selection_uses_its_first_models_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(modelspace, "KEEP_STARTS", 50)
    monkeypatch.setattr(bicselect, "LARGE_TOP", 40)
    found = estimate(datasets.load("Kosovo"), replicates=50, seed=1)
    assert found.n_models == 113
    assert any("among the first 40" in text for text in found.warnings)
    assert found.model == "[123,14,34]"
