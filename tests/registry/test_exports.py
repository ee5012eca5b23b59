# SPDX-License-Identifier: EUPL-1.2
"""What leaves the register follows the standard's own file, and names nobody."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.registry.actions.new_notification import LISTS, SEVERAL
from meerinbeeld.registry.exports import htcds, ictip, standard
from meerinbeeld.registry.queries.victims import MANY, ONE, Person, merged, persons
from meerinbeeld.ui import sheets
from tests.people import Village
from tests.registry.making import SECRET_NAME, notify
from tests.registry.test_judging import likely, say

DAY = date(2026, 3, 2)


def some_person(**other: object) -> Person:
    values = {
        "reference": "V-2026-0001", "first_on": DAY, "last_on": DAY,
        "notifiers": ("police",), "forms": ("criminal_exploitation",),
        "one": dict.fromkeys(ONE, ""), "many": dict.fromkeys(MANY, ()), "touched": (), **other,
    }  # fmt: skip
    return Person(**values)  # type: ignore[arg-type]


@st.composite
def any_person(draw: st.DrawFn) -> Person:
    """Any combination of codes that a form can give."""

    def some(codelist: str) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(norms.codelist(codelist).values), unique=True)))

    one = {name: draw(st.sampled_from(["", *norms.codelist(LISTS[name]).values]))
           for name in ONE if name in LISTS}  # fmt: skip
    return some_person(
        notifiers=(draw(st.sampled_from(norms.codelist("notifier_kind").values)),),
        forms=some("form_of_exploitation"),
        one={**dict.fromkeys(ONE, ""), **one},
        many={name: some(SEVERAL[name]) for name in MANY},
    )


@settings(max_examples=60)
@given(any_person())
def test_every_combination_of_codes_passes_the_check_of_the_standard(person: Person) -> None:
    assert htcds.records([person])


def test_each_code_that_is_mapped_is_a_value_of_the_standard() -> None:
    of_field = {
        "sex": "prs_Gender", "victim_standing": "vic_TraffickingStatus",
        "notifier_kind": "vic_TraffickingStatusDecisionMakingOrg",
        "recruitment_way": "vic_MethodOfRecruitment",
        "online_platform": "vic_RecruitmentWebsitesAndApps",
        "means_of_coercion": "vic_MethodsOfControl",
        "form_of_exploitation": "vic_TypeOfExploitation",
        "exploitation_sector": "vic_TypeOfSexExploitation",
    }  # fmt: skip
    for codelist, field in of_field.items():
        for code in norms.codelist(codelist).codes:
            value = code.extra.get("htcds")
            assert value is None or value in standard.fields()[field].values, (codelist, code.value)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"vic_Nonsense": "x"}, "no field"),
        ({"prs_Gender": "Vrouw"}, "not in the list"),
        ({"prs_Citizenship": ["Netherlands"]}, "no country code"),
        ({"vic_MethodsOfControl": "DebtBondage"}, "a list is expected"),
        ({"con_Consent": "yes"}, "true or false"),
    ],
)
def test_the_check_finds_what_is_not_of_the_standard(record: dict[str, object], said: str) -> None:
    assert said in " ".join(standard.problems(record))


def test_criminal_exploitation_goes_out_as_other_with_the_national_code() -> None:
    record = htcds.record(some_person())
    assert record["vic_TypeOfExploitation"] == ["Other"]
    assert record["nl_FormOfExploitation"] == ["criminal_exploitation"]


def test_the_export_names_nobody_and_counts_each_person_once(village: Village) -> None:
    one, other = notify(village, own_number="1"), notify(village, own_number="2")
    notify(village, own_number="3")
    say(village, likely(one, other), "same")
    found = htcds.records(persons(village.actor("carla")))
    assert len(found) == 2
    whole = json.loads(htcds.as_json(found))
    table = list(csv.reader(io.StringIO(sheets.as_csv(htcds.as_table(found)).decode("utf-8-sig")),
                            delimiter=";"))  # fmt: skip
    assert len(whole["victims"]) == len(table) - 1 == 2
    assert SECRET_NAME not in htcds.as_json(found).decode()
    assert "2005" not in htcds.as_json(found).decode()


def test_a_partner_exports_what_it_notified_itself(village: Village) -> None:
    notify(village)
    own = notify(village, "chris", notifier="shelter")
    [person] = persons(village.actor("chris"))
    assert person.reference == own.victim.reference


def test_the_newest_answer_counts_and_unknown_does_not_undo_it(village: Village) -> None:
    early = notify(village, own_number="1", codes={"sex": "female", "sector": "sex_home"},
                   several={"means": ["debt"], "nationalities": ["unknown"]})  # fmt: skip
    later = notify(village, own_number="2", codes={"sex": "unknown", "sector": "sex_escort"},
                   several={"means": ["threats"], "nationalities": ["RO"]})  # fmt: skip
    person = merged("V-2026-0001", [early, later])
    assert (person.one["sex"], person.one["sector"]) == ("female", "sex_escort")
    assert person.many["nationalities"] == ("RO",)
    assert set(person.many["means"]) == {"debt", "threats"}


def test_the_four_parts_say_what_is_known_and_have_no_perpetrators(village: Village) -> None:
    notify(village)
    found = ictip.tables(persons(village.actor("carla")))
    assert list(found) == ["events", "victims", "perpetrators", "reporters"]
    assert [len(table) - 1 for table in found.values()] == [1, 1, 0, 1]
    assert found["victims"][0][0] == "victim"
