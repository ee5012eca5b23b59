# SPDX-License-Identifier: EUPL-1.2
"""While somebody types, records that may be about the same person come up."""

from __future__ import annotations

import pytest

from meerinbeeld.registry.linkage.job import Linked, link
from meerinbeeld.registry.linkage.likely import MOST_SHOWN, Likely
from meerinbeeld.registry.linkage.persons import Person, Persons
from tests.registry.region import Record, region


@pytest.fixture(scope="module")
def records() -> list[Record]:
    return region(500, 8)


@pytest.fixture(scope="module")
def linked(records: list[Record]) -> Linked:
    return link(Persons.of(one.record for one in records))


@pytest.fixture(scope="module")
def likely(linked: Linked) -> Likely:
    return Likely(linked)


def test_other_records_of_a_person_come_up(likely: Likely, records: list[Record]) -> None:
    met = wanted = 0
    for one in records[:150]:
        rows = {match.row for match in likely.matches(one.record)}
        others = {at for at, other in enumerate(records) if other.person == one.person}
        met, wanted = met + len(others & rows), wanted + len(others)
    assert met / wanted >= 0.95


def test_a_match_says_why_without_a_word_of_the_person(
    likely: Likely, records: list[Record]
) -> None:
    best = likely.matches(records[0].record)[0]
    assert best.probability > 0.95
    assert {"given", "family", "birth"} & {reason.comparison for reason in best.reasons}
    assert all(reason.level.isidentifier() for reason in best.reasons)


def test_nobody_comes_up_for_somebody_new(likely: Likely) -> None:
    new = Person(id="", given_name="Quillon", family_name="Yttrebek", birth_date="1931-11-30")
    assert likely.matches(new) == []


@pytest.mark.parametrize("person", [Person(id=""), Person(id="", given_name="onbekend")])
def test_nothing_typed_brings_nobody_up(likely: Likely, person: Person) -> None:
    assert likely.matches(person) == []


def test_no_more_come_up_than_can_be_read(likely: Likely, records: list[Record]) -> None:
    assert all(len(likely.matches(one.record)) <= MOST_SHOWN for one in records[:20])


def test_an_empty_register_brings_nobody_up() -> None:
    assert Likely(link(Persons.of([]))).matches(Person(id="", given_name="Jan")) == []


def test_the_reasons_of_a_pair_can_be_asked(linked: Linked, records: list[Record]) -> None:
    pair = next(
        (one, two)
        for one, first in enumerate(records)
        for two, second in enumerate(records[:one])
        if first.person == second.person
    )
    assert sum(reason.bits for reason in linked.why(*pair)) > 0
