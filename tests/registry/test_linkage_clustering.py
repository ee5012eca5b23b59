# SPDX-License-Identifier: EUPL-1.2
"""Clusters are made by verified merges, and what a person decided always holds."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.registry.linkage.clustering import (
    Contradiction,
    Decided,
    Floats,
    Ints,
    Pair,
    clusters,
    components,
)
from meerinbeeld.registry.linkage.job import (
    ContradictingDecisions,
    Decisions,
    _sorted_rows,
    link,
)
from meerinbeeld.registry.linkage.persons import Person, Persons


def grouped(
    records: int, pairs: dict[Pair, float], decided: Decided | None = None, other: float = -20.0
) -> list[int]:
    """Clusters when these pairs have these weights, and all others have `other`."""
    ends = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)

    def weigh(left: Ints, right: Ints) -> Floats:
        return np.full(len(left), other)

    weights = np.array(list(pairs.values()))
    return clusters(records, ends[:, 0], ends[:, 1], weights, weigh, decided).tolist()


CHAIN = {(0, 1): 5.0, (1, 2): 5.0, (2, 3): 5.0, (3, 4): 5.0}


def test_a_chain_is_not_one_person_though_it_is_one_component() -> None:
    ends = np.array(list(CHAIN))
    assert set(components(5, ends[:, 0], ends[:, 1]).tolist()) == {0}
    assert len(set(grouped(5, CHAIN))) > 1


def test_a_chain_whose_ends_are_alike_too_is_one_person() -> None:
    assert set(grouped(5, CHAIN, other=2.0)) == {0}


def test_one_record_between_two_groups_does_not_join_them() -> None:
    one = {(a, b): 9.0 for a in range(3) for b in range(a + 1, 3)}
    two = {(a, b): 9.0 for a in range(3, 6) for b in range(a + 1, 6)}
    found = grouped(7, {**one, **two, (2, 6): 4.0, (3, 6): 4.0})
    assert found[0] != found[3]


def test_a_list_that_has_each_person_once_gives_each_its_single_best_match() -> None:
    lists = np.array([0, 0, 1], dtype=np.int64)
    found = grouped(3, {(0, 2): 6.0, (1, 2): 9.0, (0, 1): 9.0}, Decided(once_in=lists), other=9.0)
    assert found == [0, 1, 1]


def test_not_the_same_holds_against_any_likeness() -> None:
    found = grouped(3, {(0, 1): 30.0, (1, 2): 30.0, (0, 2): 30.0}, Decided(different=[(0, 1)]))
    assert found[0] != found[1]


def test_the_same_holds_against_any_difference() -> None:
    assert grouped(2, {}, Decided(same=[(0, 1)])) == [0, 0]


def test_decisions_that_cannot_both_hold_are_refused() -> None:
    with pytest.raises(Contradiction):
        grouped(3, {}, Decided(same=[(0, 1), (1, 2)], different=[(0, 2)]))


def alike(number: int) -> Persons:
    one = {"given_name": "Noor", "family_name": "de Wit", "birth_date": "1990-05-12"}
    return Persons.of(
        Person(id=str(at), source="a", phone="0612345670", **one) for at in range(number)
    )


def test_a_decision_survives_a_new_run() -> None:
    apart = Decisions(different=[(("a", "0"), ("a", "1"))])
    for _ in range(2):
        found = link(alike(2), decisions=apart).cluster.tolist()
        assert found == [0, 1]


def test_contradicting_decisions_are_named() -> None:
    names = [("a", str(at)) for at in range(3)]
    decisions = Decisions(
        same=[(names[0], names[1]), (names[1], names[2])], different=[(names[0], names[2])]
    )
    with pytest.raises(ContradictingDecisions) as refused:
        link(alike(3), decisions=decisions)
    assert {refused.value.one, refused.value.two} == {names[0], names[2]}


def test_the_order_of_the_records_does_not_matter() -> None:
    persons = [
        Person(id=str(at), given_name=name, family_name="Bakker", birth_date=f"199{at % 4}-02-03")
        for at, name in enumerate(("Jan", "Johan", "Kees", "Jan", "Cornelis", "Lotte", "Kees"))
    ]

    def groups(given: list[Person]) -> set[frozenset[str]]:
        cluster = link(Persons.of(given)).cluster.tolist()
        return {
            frozenset(given[row].id for row, one in enumerate(cluster) if one == name)
            for name in cluster
        }

    assert groups(persons) == groups(persons[::-1])


@given(
    st.lists(st.sampled_from(["", "b", "a", "é", "\U0001f600", "\uffff"]), max_size=8), st.randoms()
)
def test_records_are_sorted_by_list_and_id_whether_their_ids_ascend_or_not(
    sources: list[str], random: Random
) -> None:
    named = [(source, f"{at:02}") for at, source in enumerate(sources)]
    for rows in (named, random.sample(named, len(named))):
        order = _sorted_rows(Persons.of(Person(id, source) for source, id in rows))
        assert [rows[row] for row in order] == sorted(rows)
