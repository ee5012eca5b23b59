# SPDX-License-Identifier: EUPL-1.2
"""Intervals of one model, averages over models, closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from darkfigure import CaptureData, ModelError, ModelTable, datasets, estimate, fit
from darkfigure.averaging import estimate_average
from darkfigure.fitting import subset_sums
from darkfigure.masks import from_bits
from darkfigure.simple import pair_estimates


def test_wald_limits_are_symmetric_on_the_log_scale(uk5: CaptureData) -> None:
    found = fit(uk5, "[123,25,34]")
    low, high = found.conf_int(0.95, "wald")
    middle = math.sqrt((low - uk5.observed) * (high - uk5.observed))
    assert middle == pytest.approx(found.dark_figure, rel=1e-9)
    assert math.log((high - uk5.observed) / found.dark_figure) == pytest.approx(
        1.959963985 * float(found.bse[0]), rel=1e-7
    )


def test_at_a_profile_limit_the_deviance_rises_by_the_chi_square_point() -> None:
    """Two lists: for a fixed dark figure the best other parameters are searched on a grid."""
    data = CaptureData(("A", "B"), np.array([0.0, 30.0, 50.0, 10.0]))
    low, high = fit(data).conf_int(0.95, "profile")

    def deviance(dark: float) -> float:
        best = math.inf
        for a in np.linspace(-4, 1, 2001):
            # the margins of A and B: alpha_A = a, alpha_B solved from its own score
            b = math.log(60.0) - math.log(dark * (1 + math.exp(a)))
            mean = np.exp(subset_sums(np.array([math.log(dark), a, b, 0.0])))[1:]
            best = min(best, float(2 * (mean - data.counts[1:] * np.log(mean)).sum()))
        return best

    top = deviance(150.0)
    for limit in (low, high):
        assert deviance(limit - 90) - top == pytest.approx(3.841459, abs=0.01)


def test_profile_and_wald_agree_when_counts_are_large(uk5: CaptureData) -> None:
    data = CaptureData(uk5.lists, uk5.counts * 10_000)
    found = fit(data, "[12,13,25,4]")
    assert found.conf_int(0.95, "profile") == pytest.approx(found.conf_int(0.95, "wald"), rel=2e-4)


def test_an_unknown_interval_method_is_refused(uk5: CaptureData) -> None:
    with pytest.raises(ModelError, match="'profile' or 'wald'"):
        fit(uk5).conf_int(0.95, "guess")


def test_the_summary_names_parameters_at_minus_infinity() -> None:
    text = fit(datasets.load("Ned_5"), "[135,12,24,34]").summary()
    assert "K:R" in text and "-inf  no overlap" in text
    assert "IO:P:Z" in text


def test_parameters_that_are_not_hierarchical_are_refused(uk5: CaptureData) -> None:
    with pytest.raises(ModelError, match="not hierarchical"):
        fit(uk5, [0, 1, 2, 4, 8, 16, 7])
    with pytest.raises(ModelError, match="saturated"):
        fit(uk5, "[12345]")
    with pytest.raises(ModelError, match="'19' is not known"):
        fit(uk5, "[19]")


def test_names_and_numbers_give_the_same_model(uk5: CaptureData) -> None:
    assert fit(uk5, "LA:NG:PFNCA,NG:GP,PFNCA:GO").bic == fit(uk5, "[123,25,34]").bic


def test_a_list_may_have_spaces_or_a_number_for_a_name() -> None:
    counts = np.array([0.0, 400, 300, 60, 200, 30, 20, 5])
    spaced = CaptureData(("Police forces", "Border guard", "Shelters"), counts)
    named = fit(spaced, "[Police forces:Border guard, Shelters]")
    assert named.model == "[12,3]"
    # bare digits are always numbers of lists, whatever the lists are called
    numbered = CaptureData(("2", "12", "1"), counts)
    assert fit(numbered, "[12,3]").model == "[12,3]"
    assert fit(numbered, "2:12").bic == named.bic


def test_the_criteria_of_one_fit_are_those_of_the_table(uk5_table: ModelTable) -> None:
    best = uk5_table.best
    found = fit(uk5_table.data, uk5_table.name(best))
    for name, value in (("bic", found.bic), ("aic", found.aic), ("aicc", found.aicc)):
        assert value == pytest.approx(uk5_table.criterion(name)[best], abs=1e-7)


def test_the_standard_error_of_the_search_is_that_of_the_single_fit(uk5_table: ModelTable) -> None:
    for index in uk5_table.ranking[::400].tolist():
        alone = fit(uk5_table.data, from_bits(int(uk5_table.bits[index])))
        assert uk5_table.error[index] == pytest.approx(alone.bse[0], rel=1e-5)


@pytest.mark.parametrize("criterion", ["aic", "aicc", "bic"])
def test_an_average_is_the_weighted_mean_of_the_dark_figures(
    criterion: str, uk5_table: ModelTable
) -> None:
    found = estimate_average(uk5_table.data, criterion, table=uk5_table)
    fine = uk5_table.admissible
    value = uk5_table.criterion(criterion)[fine]
    weight = np.exp(-0.5 * (value - value.min()))
    mean = float((weight * uk5_table.dark[fine]).sum() / weight.sum())
    assert found.dark_figure == pytest.approx(mean, rel=2e-3)
    assert found.interval_95[0] < found.interval_80[0] < found.interval_80[1]
    assert sum(found.details["weights"].values()) <= 1.0 + 1e-9


def test_averaging_one_model_is_its_wald_interval() -> None:
    data = CaptureData(("A", "B"), np.array([0.0, 30.0, 50.0, 10.0]))
    found = estimate(data, "bic-average")
    assert found.interval_95 == pytest.approx(fit(data).conf_int(0.95, "wald"), rel=1e-6)


def test_an_unknown_criterion_is_refused(uk5: CaptureData) -> None:
    with pytest.raises(ModelError, match="criterion"):
        estimate_average(uk5, "dic")


def test_chapman_and_petersen_are_the_closed_forms() -> None:
    data = CaptureData(("A", "B"), np.array([0.0, 30.0, 50.0, 10.0]))
    (pair,) = pair_estimates(data)
    assert pair.chapman == pytest.approx(41 * 61 / 11 - 1)
    assert pair.petersen == pytest.approx(240)
    assert pair.interval_95[0] < pair.chapman < pair.interval_95[1]
    assert estimate(data, "chapman").estimate == pair.chapman


def test_a_pair_without_overlap_has_an_infinite_petersen_estimate() -> None:
    pair = next(p for p in pair_estimates(datasets.load("Ned_5")) if p.lists == ("K", "R"))
    assert (pair.on_both, pair.petersen) == (0, math.inf)
    assert math.isfinite(pair.chapman)
