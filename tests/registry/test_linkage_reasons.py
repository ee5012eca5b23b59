# SPDX-License-Identifier: EUPL-1.2
"""Why two records may be about one person is told by names of comparisons, and by no value."""

from __future__ import annotations

from meerinbeeld.registry.linkage.job import link
from meerinbeeld.registry.linkage.persons import Person, Persons
from tests.registry.region import region


def test_a_pair_says_why_without_a_word_of_the_person() -> None:
    records = region(300, 8)
    linked = link(Persons.of(one.record for one in records))
    pair = next(
        (one, two)
        for one, first in enumerate(records)
        for two, second in enumerate(records[:one])
        if first.person == second.person
    )
    reasons = linked.why(*pair)
    assert sum(reason.bits for reason in reasons) > 0
    assert {"given", "family", "birth"} & {reason.comparison for reason in reasons}
    assert all(reason.level.isidentifier() for reason in reasons)


def test_an_alias_speaks_for_one_person_where_another_first_name_speaks_against() -> None:
    def weight(alias: str) -> float:
        known = Person(
            "1", given_name="Joy", alias=alias, family_name="Osagiede", birth_date="1999"
        )
        other = Person("2", given_name="Blessing", family_name="Osagiede", birth_date="1999-05-12")
        reasons = link(Persons.of([known, other])).why(0, 1)
        return next(one.bits for one in reasons if one.comparison == "given")

    assert weight("Blessing") > 0 > weight("Grace")
