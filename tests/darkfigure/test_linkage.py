# SPDX-License-Identifier: EUPL-1.2
"""Uncertain links widen the interval."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pytest

from darkfigure import CaptureData, DataError, ModelError, RefusalError, comparison, estimate
from darkfigure.linkage import Linkage, People, estimate_linked
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


# --- People who were told apart already ----------------------------------------------------------


def test_people_without_doubt_are_always_counted_alike() -> None:
    people = People("AB", {0b01: 40, 0b10: 30, 0b11: 9})
    drawn = [people.draw(stream(1, SIMULATION, at)).histories() for at in range(3)]
    assert drawn == [{"A": 40, "B": 30, "A:B": 9}] * 3


def test_people_are_one_as_often_as_their_chance_says() -> None:
    people = People(
        "AB", {0b11: 5}, [0b01, 0b10] * 200, [(2 * i, 2 * i + 1, 0.3) for i in range(200)]
    )
    overlap = [people.draw(stream(1, SIMULATION, at)).histories()["A:B"] - 5 for at in range(40)]
    assert 55 < np.mean(overlap) < 65
    assert all(
        sum(people.draw(stream(2, SIMULATION, at)).counts) in range(205, 406) for at in (1, 2)
    )


def test_who_is_apart_never_becomes_one_not_even_through_others() -> None:
    chained = People("ABC", {0b111: 9}, [1, 2, 4], [(0, 1, 1.0), (1, 2, 1.0)], [(0, 2)])
    found = [chained.draw(stream(1, SIMULATION, at)).histories() for at in range(20)]
    assert all(one["A:B:C"] == 9 for one in found)
    assert {"A:B" in one for one in found} == {True, False}  # which of the two holds is by chance
    free = People("ABC", {0b111: 9}, [1, 2, 4], [(0, 1, 1.0), (1, 2, 1.0)])
    assert free.draw(stream(1, SIMULATION, 1)).histories() == {"A:B:C": 10}


def test_the_likeliest_linkage_joins_what_is_rather_one_person_the_surest_first() -> None:
    people = People(
        "ABC", {0b111: 9}, [1, 2, 4, 1, 2], [(0, 1, 0.6), (1, 2, 0.9), (3, 4, 0.4)], [(0, 2)]
    )
    assert people.likeliest().histories() == {"A:B:C": 9, "B:C": 1, "A": 2, "B": 1}


def test_people_who_are_not_there_and_wrong_chances_are_refused() -> None:
    with pytest.raises(DataError, match="between 0 and 1"):
        People("AB", {}, [1, 2], [(0, 1, 1.2)])
    with pytest.raises(DataError, match="unknown person"):
        People("AB", {}, [1, 2], [(0, 2, 0.5)])
    with pytest.raises(DataError, match="unknown person"):
        People("AB", {}, [1, 2], [(0, 1, 0.5)], [(0, 5)])


def test_a_comparison_pools_what_has_a_bootstrap_and_warns_of_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparison, "DRAWS", 4)
    monkeypatch.setattr(comparison, "REPLICATES_EACH", 20)
    people = People(
        "AB", {1: 60, 2: 50, 3: 30}, [1, 2] * 30, [(2 * i, 2 * i + 1, 0.5) for i in range(30)]
    )
    judged = CaptureData.from_rows("AB", [([1, 0], 90), ([0, 1], 80), ([1, 1], 30)])
    heard: list[str] = []
    found = comparison.compare(judged, linkage=people, seed=1, progress=heard.append)
    names = [row.method for row in found.rows]
    pooled = [f"{name}, 4 linkages" for name in ("BIC", "stepwise p < 0.02", "downhill")]
    assert names == [*pooled, "main effects", "Chapman"]
    warned = dict(found.notes())[comparison.ONE_LINKAGE]
    assert warned == ["main effects", "Chapman"]
    assert heard.count("BIC, 4 linkages, 4 of 4") == 1
    middle = {row.method: row.estimate.estimate for row in found.rows if row.estimate}
    assert middle["BIC, 4 linkages"] < middle["main effects"]
