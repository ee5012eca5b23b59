# SPDX-License-Identifier: EUPL-1.2
"""Uncertain links widen the interval."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pytest

from darkfigure import DataError, ModelError, RefusalError, estimate
from darkfigure.linkage import Linkage, estimate_linked
from darkfigure.streams import SIMULATION, stream

Pairs = list[tuple[Hashable, Hashable, float]]


def _register(certainty: float, persons: int = 900) -> Linkage:
    """Three independent lists of one population; true links have this probability."""
    on = stream(3, SIMULATION, 1).random((persons, 3)) < 0.25
    records: dict[Hashable, str] = {}
    pairs: Pairs = []
    for person in range(persons):
        mine = [(person, name) for name, here in zip("ABC", on[person], strict=True) if here]
        records.update({record: record[1] for record in mine})
        pairs += [(one, two, certainty) for one, two in zip(mine, mine[1:], strict=False)]
    return Linkage(records, pairs, ("A", "B", "C"))


def test_certain_links_give_the_ordinary_estimate() -> None:
    linkage = _register(1.0)
    pooled = estimate_linked(linkage, draws=3, replicates=100, seed=1)
    plain = estimate(linkage.clustered(linkage.pairs), replicates=300, seed=1)
    assert pooled.estimate == pytest.approx(plain.estimate, rel=1e-9)
    assert pooled.details["linkage_share"] == pytest.approx(0.0, abs=1e-12)
    assert pooled.interval_95 == pytest.approx(plain.interval_95, rel=0.05)


def test_missed_links_raise_the_estimate_and_uncertain_ones_widen_the_interval() -> None:
    sure = estimate_linked(_register(1.0), draws=8, replicates=60, seed=1)
    unsure = estimate_linked(_register(0.6), draws=8, replicates=60, seed=1)
    assert unsure.estimate > sure.estimate
    assert unsure.details["linkage_share"] > 0.05
    width = np.log(unsure.interval_95[1] / unsure.interval_95[0])
    assert width > np.log(sure.interval_95[1] / sure.interval_95[0])


def test_the_doubts_of_the_data_stay_with_the_pooled_estimate() -> None:
    found = estimate_linked(_two_lists(), "stepwise", draws=3, replicates=20, seed=1)
    assert any("Two lists cannot show" in text for text in found.warnings)
    assert "% of the uncertainty" in found.summary()


def _two_lists() -> Linkage:
    records: dict[Hashable, str] = {("a", i): "A" for i in range(200)}
    records.update({("b", i): "B" for i in range(150)})
    pairs: Pairs = [(("a", i), ("b", i), 0.9) for i in range(60)]
    return Linkage(records, pairs, ("A", "B"))


def test_links_chain_together() -> None:
    linkage = Linkage({1: "A", 2: "B", 3: "C", 4: "A"}, [(1, 2, 1.0), (2, 3, 1.0)], ("A", "B", "C"))
    assert linkage.clustered(linkage.pairs).histories() == {"A:B:C": 1, "A": 1}


def test_the_same_seed_draws_the_same_linkages() -> None:
    one = estimate_linked(_register(0.8), draws=3, replicates=20, seed=2)
    two = estimate_linked(_register(0.8), draws=3, replicates=20, seed=2, threads=1)
    assert one.interval_95 == two.interval_95


def test_wrong_probabilities_and_unknown_records_are_refused() -> None:
    with pytest.raises(DataError, match="between 0 and 1"):
        Linkage({1: "A", 2: "B"}, [(1, 2, 1.2)], ("A", "B"))
    with pytest.raises(DataError, match="unknown record"):
        Linkage({1: "A", 2: "B"}, [(1, 9, 0.5)], ("A", "B"))


def test_linkages_without_overlap_are_refused() -> None:
    linkage = Linkage({1: "A", 2: "B"}, [(1, 2, 0.0)], ("A", "B"))
    with pytest.raises(RefusalError, match="0 of 4 linkages"):
        estimate_linked(linkage, draws=4, replicates=5, seed=1)


def test_pooling_needs_a_method_with_a_bootstrap() -> None:
    with pytest.raises(ModelError, match="needs a bootstrap"):
        estimate_linked(_register(1.0), "dga", seed=1)
