# SPDX-License-Identifier: EUPL-1.2
"""Chains, thresholding, latent classes and decomposable graphs."""

from __future__ import annotations

import math
import sys
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from numba import njit
from scipy import stats

from darkfigure import CaptureData, ModelError, RefusalError, datasets, estimate
from darkfigure import kernel_random as kr
from darkfigure.bayes import estimate_bayes
from darkfigure.chains import (
    chain_state,
    effective_size,
    predictive_p,
    r_hat,
    require_agreement,
    to_arviz,
)
from darkfigure.decomposable import (
    _clique,
    _scan,
    _signs,
    decomposable_graphs,
    estimate_decomposable,
    posterior,
)
from darkfigure.latent import estimate_latent

BAYES = {
    "Kosovo": (14030, (12334, 16051)),
    "UKdat_4": (11851, (10397, 13569)),
    "UKdat_5": (12385, (10914, 14092)),
    "UKdat": (12332, (10890, 14023)),
    "Ned_5": (49368, (43747, 56989)),
    "Ned": (54634, (46525, 63927)),
}


@pytest.mark.parametrize("name", BAYES)
def test_thresholding_gives_the_reference_posterior(name: str) -> None:
    """R's chain of 100,000 has a Monte Carlo error of about one per cent here."""
    middle, wide = BAYES[name]
    found = estimate_bayes(datasets.load(name), seed=3, draws=20_000)
    assert found.estimate == pytest.approx(middle, rel=0.02)
    assert found.interval_95 == pytest.approx(wide, rel=0.025)
    assert found.details["r_hat"] < 1.01


def test_thresholding_keeps_the_interactions_that_r_keeps() -> None:
    found = estimate_bayes(datasets.load("UKdat_5"), seed=3, draws=20_000)
    assert found.model == "[12,13,25,35,45]"


def test_latent_classes_give_the_reference_posterior_for_kosovo() -> None:
    """The ten chains of the reference have medians from 10402 to 10592."""
    found = estimate_latent(datasets.load("Kosovo"), seed=5, sweeps=50_000, warm=10_000)
    assert 10_250 < found.estimate < 10_750
    assert found.interval_95 == pytest.approx((9147, 14266), rel=0.05)
    assert found.details["predictive_p"] > 0.1


def test_latent_classes_give_the_reference_posterior_for_four_british_lists() -> None:
    found = estimate_latent(datasets.load("UKdat_4"), seed=5, sweeps=40_000, thin=25)
    assert found.estimate == pytest.approx(12012, rel=0.02)
    assert found.interval_95 == pytest.approx((10254, 14615), rel=0.06)


def test_latent_classes_give_the_reference_posterior_for_six_british_lists() -> None:
    """The ten chains of the reference have medians from 20705 to 22984."""
    found = estimate_latent(datasets.load("UKdat"), seed=2, sweeps=50_000)
    assert found.estimate == pytest.approx(22439, rel=0.03)
    assert found.interval_95 == pytest.approx((16187, 34150), rel=0.06)
    assert found.details["r_hat"] < 1.03


def test_latent_classes_refuse_while_the_chains_disagree() -> None:
    with pytest.raises(RefusalError, match=r"do not agree: R-hat is .* medians run from"):
        estimate_latent(datasets.load("Ned_5"), seed=1, sweeps=2_000, warm=100, thin=10)


def test_the_same_seed_gives_the_same_chains_with_any_number_of_threads() -> None:
    data = datasets.load("Kosovo")
    runs = [estimate_bayes(data, seed=4, draws=2_000, threads=n) for n in (1, 2)]
    assert runs[0].replicates.tobytes() == runs[1].replicates.tobytes()


def test_the_first_round_of_thresholding_has_to_settle_too() -> None:
    """From it is read which interactions stay."""
    with pytest.raises(RefusalError, match="first round .* on every interaction"):
        estimate_bayes(datasets.load("Ned"), seed=1, draws=400, warm=0, thin=1)


def test_thresholding_refuses_where_no_model_has_an_estimate() -> None:
    counts = np.zeros(8)
    counts[[1, 7]] = 20.0
    with pytest.raises(RefusalError, match="Even the model without interactions"):
        estimate_bayes(CaptureData(("A", "B", "C"), counts), seed=1)


def test_fewer_than_eight_chains_are_refused() -> None:
    with pytest.raises(RefusalError, match="at least 8 chains"):
        estimate_bayes(datasets.load("UKdat_4"), seed=1, chains=4, draws=2_000)


def test_chains_that_stand_apart_are_refused_with_their_medians() -> None:
    generator = np.random.default_rng(1)
    draws = generator.normal(size=(8, 500)) + 1000
    draws[3] += 5
    with pytest.raises(RefusalError, match="R-hat"):
        require_agreement(draws, "a test")


def test_r_hat_and_effective_size_are_those_of_arviz() -> None:
    """The values on the right are those of arviz 0.23.4 (rhat and ess, their defaults)."""
    generator = np.random.default_rng(2)
    noise = generator.normal(size=(8, 600))
    walk = np.empty_like(noise)
    walk[:, 0] = noise[:, 0]
    for i in range(1, 600):
        walk[:, i] = 0.7 * walk[:, i - 1] + noise[:, i]
    for draws, rhat, size in (
        (noise, 0.9999641039573784, 5004.391700595092),
        (walk, 1.0076512412358818, 895.429327098749),
        (np.exp(walk), 1.0076512412358818, 895.429327098749),
    ):
        assert r_hat(draws) == pytest.approx(rhat, abs=1e-9)
        assert effective_size(draws) == pytest.approx(size, rel=0.002)


@pytest.mark.parametrize(
    ("version", "given", "named"),
    [
        ("0.23.4", (), {"posterior": {"total": "draws"}}),
        ("1.3.0", ({"posterior": {"total": "draws"}},), {}),
    ],
)
def test_draws_are_handed_to_either_generation_of_arviz(
    version: str, given: Any, named: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Any] = []

    def from_dict(*positional: Any, **keywords: Any) -> None:
        taken.append((positional, keywords))

    fake = SimpleNamespace(__version__=version, from_dict=from_dict)
    monkeypatch.setitem(sys.modules, "arviz", cast(ModuleType, fake))
    to_arviz(cast(Any, "draws"))
    assert taken == [(given, named)]


def test_the_predictive_p_value_sees_a_wrong_model() -> None:
    means = np.tile([50.0, 20.0, 5.0], (400, 1))
    assert predictive_p(means, np.array([48.0, 22.0, 4.0]), seed=1) > 0.2
    assert predictive_p(means, np.array([10.0, 60.0, 30.0]), seed=1) < 0.001


@pytest.mark.parametrize(("t", "count"), [(2, 2), (3, 8), (4, 61), (5, 822)])
def test_the_number_of_decomposable_graphs(t: int, count: int) -> None:
    assert len(decomposable_graphs(t)) == count


@pytest.mark.parametrize(
    ("name", "ceiling", "middle", "wide"),
    [
        ("Kosovo", 30, 12592, (9817, 16556)),
        ("UKdat_4", 30, 11396, (9501, 13584)),
        ("UKdat_5", 30, 23015, (10407, 33480)),
        ("UKdat_5", 10, 22356, (10352, 29470)),
        ("Ned_5", 30, 50269, (41615, 203328)),
        ("Ned_5", 10, 47879, (40873, 55462)),
    ],
)
def test_decomposable_graphs_give_the_reference_posterior(
    name: str, ceiling: float, middle: float, wide: tuple[float, float]
) -> None:
    """The reference has a grid of 1,000 numbers, one step of it is the tolerance."""
    data = datasets.load(name)
    step = ceiling * data.observed / 1000
    found = estimate_decomposable(data, ceiling=ceiling)
    assert found.estimate == pytest.approx(middle, abs=step)
    assert found.interval_95 == pytest.approx(wide, abs=1.5 * step)


@pytest.mark.parametrize("counts", [(30, 50, 10), (3, 2, 60), (400, 1, 300), (0, 20, 20)])
def test_the_grid_gives_the_quantiles_of_every_whole_number(counts: tuple[int, int, int]) -> None:
    """Against a sum over each possible number missing, none left out."""
    data = CaptureData(("A", "B"), np.array([0.0, *counts]))
    signs = _signs(decomposable_graphs(2), 2)
    every = np.arange(30 * data.observed + 1.0)
    density, _ = _scan(data, signs, every, np.ones(every.size))
    above = np.cumsum(np.exp(density - density.max()))
    levels = (0.025, 0.1, 0.5, 0.9, 0.975)
    exact = every[np.searchsorted(above / above[-1], levels)]
    assert posterior(data, signs, 30.0).quantiles(levels) == pytest.approx(exact, rel=2e-3, abs=1)


def test_the_grid_follows_counts_of_any_size() -> None:
    """Independent lists, counts times ten thousand: the interval is a hundredth as wide."""
    independent = _signs(decomposable_graphs(2)[:1], 2)
    for factor in (100, 1e6):
        data = CaptureData(("A", "B"), factor * np.array([0.0, 300.0, 500.0, 100.0]))
        low, middle, high = posterior(data, independent, 30.0).quantiles((0.025, 0.5, 0.975))
        assert middle / factor == pytest.approx(1500, rel=0.002)
        # delta method: the log of the missing has the sum of 1 / count as variance
        wanted = 2 * 1.959964 * math.sqrt((1 / 300 + 1 / 500 + 1 / 100 + 1 / 1500) / factor)
        assert math.log(high / low) == pytest.approx(wanted, rel=0.02)


def test_decomposable_graphs_say_when_the_ceiling_matters() -> None:
    found = estimate_decomposable(datasets.load("Ned_5"))
    assert any("The ceiling matters" in text for text in found.warnings)
    assert not any("ceiling" in w for w in estimate_decomposable(datasets.load("Kosovo")).warnings)


def test_one_decomposable_graph_is_the_closed_form_of_two_lists() -> None:
    """For two independent lists the evidence is a product of two beta-binomials."""
    data = CaptureData(("A", "B"), np.array([0.0, 30.0, 50.0, 10.0]))
    missing = 150.0
    total = data.observed + missing
    by_hand = math.lgamma(total + 1) - math.lgamma(missing + 1) - math.log(total)
    for on in (40.0, 60.0):
        by_hand += math.lgamma(on + 0.5) + math.lgamma(total - on + 0.5) - math.lgamma(total + 1)
        by_hand -= 2 * math.lgamma(0.5)
    grid = np.array([missing])
    mine = math.lgamma(total + 1) - math.lgamma(missing + 1) - math.log(total)
    mine += float(_clique(data, 1, grid)[0] + _clique(data, 2, grid)[0])
    assert mine == pytest.approx(by_hand, rel=1e-12)


def test_seven_lists_are_too_many_for_decomposable_graphs() -> None:
    with pytest.raises(ModelError, match="2 to 6 lists"):
        decomposable_graphs(7)


@njit
def _draw(kind, state, a, b, out):  # type: ignore[no-untyped-def]
    for i in range(out.shape[0]):
        if kind == 0:
            out[i] = kr.gamma(state, a)
        elif kind == 1:
            out[i] = kr.beta(state, a, b)
        elif kind == 2:
            out[i] = kr.binomial(state, a, b)
        elif kind == 3:
            out[i] = kr.poisson(state, a)
        else:
            out[i] = kr.normal(state)


@pytest.mark.parametrize(
    ("kind", "a", "b", "law"),
    [
        (0, 0.25, 0.0, stats.gamma(0.25)),
        (0, 1.0, 0.0, stats.gamma(1.0)),
        (0, 7.5, 0.0, stats.gamma(7.5)),
        (1, 1.0, 3.0, stats.beta(1, 3)),
        (1, 40.0, 2.5, stats.beta(40, 2.5)),
        (4, 0.0, 0.0, stats.norm()),
    ],
)
def test_continuous_draws_follow_their_law(
    kind: int, a: float, b: float, law: stats.rv_continuous
) -> None:
    out = np.empty(40_000)
    _draw(kind, chain_state(11, kind), a, b, out)
    assert stats.kstest(out, law.cdf).pvalue > 1e-3


@pytest.mark.parametrize(
    ("kind", "a", "b", "law"),
    [
        (2, 12.0, 0.3, stats.binom(12, 0.3)),
        (2, 995.0, 0.004, stats.binom(995, 0.004)),
        (2, 300.0, 0.2, stats.binom(300, 0.2)),
        (2, 300.0, 0.85, stats.binom(300, 0.85)),
        (3, 3.2, 0.0, stats.poisson(3.2)),
        (3, 60.0, 0.0, stats.poisson(60)),
    ],
)
def test_discrete_draws_follow_their_law(
    kind: int, a: float, b: float, law: stats.rv_discrete
) -> None:
    out = np.empty(60_000)
    _draw(kind, chain_state(12, kind), a, b, out)
    values = np.arange(int(law.ppf(0.001)), int(law.ppf(0.999)) + 1)
    inside = law.pmf(values)
    seen = np.array([(out == v).sum() for v in values])
    expected = np.append(inside, 1 - inside.sum()) * out.size
    found = np.append(seen, out.size - seen.sum())
    keep = expected > 5
    pooled = (
        np.append(found[keep], found[~keep].sum()),
        np.append(expected[keep], expected[~keep].sum()),
    )
    used = pooled[1] > 0
    chi = float((((pooled[0] - pooled[1]) ** 2)[used] / pooled[1][used]).sum())
    assert stats.chi2(used.sum() - 1).sf(chi) > 1e-3


def test_every_method_name_gives_an_estimate_for_kosovo() -> None:
    data = datasets.load("Kosovo")
    for method in ("aic-average", "aicc-average", "bic-average", "dga", "main-effects"):
        assert estimate(data, method, seed=1).estimate > data.observed
