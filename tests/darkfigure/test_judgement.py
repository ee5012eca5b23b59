# SPDX-License-Identifier: EUPL-1.2
"""Warnings in plain words, refusals, sensitivity and the table of all methods."""

from __future__ import annotations

import json

import numpy as np
import pytest

from darkfigure import METHODS, CaptureData, RefusalError, datasets, estimate, fit_all, judgement
from darkfigure.cli import main
from darkfigure.comparison import Comparison, Row, compare
from darkfigure.result import Estimate
from darkfigure.sensitivity import sensitivity
from darkfigure.simple import pair_estimates


def _made(method: str, total: float) -> Row:
    span = (total * 0.9, total * 1.1)
    return Row(method, Estimate(method, ("A", "B"), 10, total, span, span), None, 0.1)


def test_methods_within_a_factor_one_and_a_half_agree(uk5: CaptureData) -> None:
    found = Comparison(uk5, (_made("one", 1000), _made("two", 1490)), 1, 0.2)
    assert found.agree
    assert "agree within a factor" in found.verdict


def test_methods_further_apart_are_said_to_disagree(uk5: CaptureData) -> None:
    found = Comparison(uk5, (_made("one", 1000), _made("two", 1510)), 1, 0.2)
    assert not found.agree
    assert "The methods disagree" in found.verdict


@pytest.mark.usefixtures("short_chains")
def test_compare_shows_each_method_once_and_why_some_give_no_number() -> None:
    found = compare(datasets.load("Artificial_3"), replicates=40, seed=1)
    names = [row.method for row in found.rows]
    assert len(set(names)) == len(names) >= 9
    text = found.summary()
    for row in found.rows:
        assert row.method in text
        assert (row.estimate is None) == (row.refused is not None)
    assert json.loads(found.to_json())["methods"][0]["estimate"] == pytest.approx(539.1, abs=0.1)


def test_hardly_any_overlap_is_refused() -> None:
    thin = CaptureData(("A", "B"), np.array([0.0, 50.0, 40.0, 4.0]))
    with pytest.raises(RefusalError, match="Only 4 of 94 cases"):
        estimate(thin, seed=1)


@pytest.mark.parametrize("method", METHODS)
def test_cases_that_are_all_on_the_same_lists_give_no_number(method: str) -> None:
    counts = np.zeros(4)
    counts[3] = 60.0
    with pytest.raises(RefusalError, match="on the same lists"):
        estimate(CaptureData(("A", "B"), counts), method, seed=1)


def test_a_list_within_the_other_gives_no_number_for_two() -> None:
    data = CaptureData(("A", "B"), np.array([0.0, 0.0, 40.0, 20.0]))
    with pytest.raises(RefusalError, match="nobody that the other misses"):
        estimate(data, "chapman")
    (pair,) = pair_estimates(data)
    assert pair.interval_95 is None


TWINS = np.array([0.0, 0, 0, 100, 200, 0, 0, 30])
"""A and B hold the same 130 cases; as one list they and C give 130 * 230 / 30."""

NESTED = np.array([0.0, 300, 0, 100, 200, 60, 0, 30])
"""B lies within A; C is apart from both."""


@pytest.mark.parametrize("method", sorted(set(METHODS) - {"chapman"}))
def test_a_list_given_twice_gives_no_number_and_merged_it_does(method: str) -> None:
    """As two lists that agree by chance they would give 422, with every method in agreement."""
    data = CaptureData(("A", "B", "C"), TWINS)
    with pytest.raises(RefusalError, match="A and B hold exactly the same 130 cases"):
        estimate(data, method, seed=1)
    with pytest.raises(RefusalError, match="one list given twice"):
        compare(data, seed=1)
    merged = estimate(data.merge("A", "B"), "bic", replicates=0, seed=1)
    assert merged.estimate == pytest.approx(130 * 230 / 30)


def test_two_lists_without_cases_are_not_taken_for_one_given_twice() -> None:
    data = CaptureData(("A", "B", "Y", "Z"), np.array([0.0, 300, 500, 100, *[0.0] * 12]))
    assert estimate(data, "main-effects").estimate == pytest.approx(400 * 600 / 100)


def test_a_list_within_another_is_said_and_that_no_model_describes_it() -> None:
    data = CaptureData(("A", "B", "C"), NESTED)
    for method in ("bic", "stepwise", "downhill", "bic-average", "main-effects"):
        found = estimate(data, method, replicates=200, seed=1)
        text = " ".join(found.warnings)
        assert "Every case on B is on A as well" in text
        assert "does not describe how people come on these lists" in text
        assert found.diagnostics["predictive_p"] == 0.0


@pytest.mark.parametrize("name", ["UKdat_4", "UKdat_5", "UKdat", "Ned_5", "Kosovo"])
def test_the_best_model_of_published_data_describes_them_and_independence_does_not(
    name: str,
) -> None:
    data = datasets.load(name)
    best = estimate(data, "bic", replicates=0, seed=1)
    assert best.details["predictive_p"] > 0.1
    assert not any("does not describe" in text for text in best.warnings)
    alone = estimate(data, "main-effects")
    assert alone.details["predictive_p"] < 0.01
    assert any("does not describe" in text for text in alone.warnings)


def test_methods_that_all_miss_the_data_do_not_pass_for_agreement(uk5: CaptureData) -> None:
    rows = [_made("one", 1000), _made("two", 1100), _made("three", 1200)]
    for row, p in zip(rows, (0.0, 0.01), strict=False):
        assert row.estimate is not None
        row.estimate.details["predictive_p"] = p
    found = Comparison(uk5, tuple(rows), 1, 0.2)
    assert not found.agree
    assert "No method describes these data" in found.verdict
    assert rows[1].estimate is not None
    rows[1].estimate.details["predictive_p"] = 0.3
    assert found.agree


def test_groups_of_lists_that_share_nobody_are_named() -> None:
    counts = np.zeros(16)
    counts[[1, 2, 3, 4, 8, 12]] = [500, 300, 50, 100, 100, 50]
    found = judgement.data_warnings(CaptureData(("A", "B", "C", "D"), counts))
    assert any("share no case: A, B; C, D." in text for text in found)
    counts[5] = 1
    found = judgement.data_warnings(CaptureData(("A", "B", "C", "D"), counts))
    assert not any("share no case" in text for text in found)


def test_an_empty_third_list_does_not_hide_that_there_are_two() -> None:
    data = CaptureData(("A", "B", "Z"), np.array([0.0, 300, 500, 100, 0, 0, 0, 0]))
    assert any("Two lists cannot show" in text for text in judgement.data_warnings(data))


def test_no_admissible_model_is_refused() -> None:
    counts = np.zeros(8)
    counts[[1, 3, 5, 7]] = [200, 50, 60, 20]  # everyone is on A
    with pytest.raises(RefusalError, match="No model has an estimate"):
        estimate(CaptureData(("A", "B", "C"), counts), seed=1)


def test_too_few_usable_replicates_are_refused() -> None:
    with pytest.raises(RefusalError, match="only 70 of 100"):
        judgement.refuse_unusable((10.0, 20.0), 70, 100)


def test_an_interval_without_a_meaningful_end_is_refused() -> None:
    with pytest.raises(RefusalError, match="no meaningful upper limit"):
        judgement.refuse_unusable((10.0, 20_000.0), 100, 100)
    with pytest.raises(RefusalError, match="no meaningful upper limit"):
        judgement.refuse_unusable((10.0, float("inf")), 100, 100)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ned_5", "No case is on both K and R"),
        ("UKdat_5", "No case is on both LA and GP"),
        ("Artificial_3", "Only 6 cases are on more than one list"),
    ],
)
def test_what_the_data_put_in_doubt_is_said(name: str, words: str) -> None:
    assert any(words in text for text in judgement.data_warnings(datasets.load(name)))


def test_models_that_fit_alike_and_differ_are_named(uk5: CaptureData) -> None:
    (text,) = judgement.model_warnings(fit_all(uk5))
    assert "fit about equally well" in text


def test_two_lists_come_with_the_warning_that_they_cannot_show_dependence() -> None:
    data = CaptureData(("A", "B"), np.array([0.0, 300.0, 500.0, 100.0]))
    found = estimate(data, replicates=50, seed=1)
    assert found.estimate == pytest.approx(400 * 600 / 100)
    assert any("Two lists cannot show" in text for text in found.warnings)


@pytest.mark.usefixtures("short_chains")
def test_each_warning_of_a_comparison_stands_once_with_its_methods() -> None:
    text = compare(datasets.load("Ned_5"), replicates=30, seed=1).summary()
    assert text.count("No case is on both K and R") == 1
    assert text.count("bounded only") == 1
    assert text.count("latent classes: no number. The chains") == 1
    assert max(map(len, text.splitlines())) <= 120


def test_sensitivity_repeats_the_published_subsets() -> None:
    """Leaving GP out of the five British lists gives the published four."""
    found = sensitivity(datasets.load("UKdat_5"))
    without = next(v for v in found.omitted if v.change == "without GP")
    assert (without.model, without.observed) == ("[12,13,4]", 2428)
    assert without.estimate == pytest.approx(11987.1, abs=0.1)
    assert len(found.merged) == 10
    assert found.base.estimate == pytest.approx(25311.3, abs=0.1)
    assert any("depends" in text for text in found.warnings)


def test_influence_is_the_jackknife_of_each_history() -> None:
    data = datasets.load("UKdat_4")
    found = sensitivity(data)
    row = next(r for r in found.influence if r.history == "LA:NG")
    counts = data.counts.copy()
    counts[3] -= 1
    fewer = fit_all(CaptureData(data.lists, counts))
    total = fewer.data.observed + float(fewer.dark[fewer.best])
    assert row.estimate_without_one == pytest.approx(total, rel=1e-7)
    assert sum(r.count for r in found.influence) == data.observed


def test_sensitivity_speaks_and_writes_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", "Kosovo"]) == 0
    assert "Chapman" in capsys.readouterr().out
    assert main(["sensitivity", "Ned_5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    pair = next(p for p in found["pairs"] if p["lists"] == ["K", "R"])
    assert pair["petersen"] is None


def test_the_number_carries_the_version_of_the_data(uk5: CaptureData) -> None:
    counts = uk5.counts.copy()
    counts[1] += 1
    other = CaptureData(uk5.lists, counts)
    found = estimate(uk5, replicates=0, seed=1)
    assert found.data_version == uk5.version != other.version


def test_an_unknown_interval_level_is_refused(uk5: CaptureData) -> None:
    found = estimate(uk5, "main-effects", seed=1)
    assert found.conf_int(0.8) == found.interval_80
    with pytest.raises(ValueError, match=r"0\.80 and 0\.95"):
        found.conf_int(0.9)
