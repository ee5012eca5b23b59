# SPDX-License-Identifier: EUPL-1.2
"""The assistant for legal grounds: it always answers, says by which text, and never waits for a
criminal complaint."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.care.models import Case, Cooperation
from meerinbeeld.care.queries import flows
from meerinbeeld.care.rules.grounds import (
    ANSWERS,
    DO_NOT,
    GIVEN,
    NEEDED,
    NOT_ASKED,
    REFUSED,
    FlowFacts,
    advise,
    stands_on_consent,
)
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import OrganisationKind
from meerinbeeld.signals.models import YesNoUnknown

EVERY = list(norms.norms().codes["care_flow"])
CONSENTS = (GIVEN, REFUSED, NOT_ASKED)
EVERY_FACTS = [
    FlowFacts(consent, minor, danger, special)
    for consent, minor, danger, special in itertools.product(
        CONSENTS, YesNoUnknown.values, (True, False), (True, False)
    )
]
DAYS = st.dates(min_value=date(2019, 1, 1), max_value=date(2090, 1, 1))


def name(flow: Code) -> str:
    return str(flow.norm)


@pytest.mark.parametrize("flow", EVERY, ids=name)
def test_every_flow_has_an_answer_with_a_source_whatever_the_facts(flow: Code) -> None:
    grounds, reasons = norms.codelist("ground"), norms.codelist("flow_reason")
    for facts in EVERY_FACTS:
        said = advise(flow, facts)
        assert said.answer in ANSWERS
        assert said.norm == str(flow.norm) and said.source
        assert (said.ground == "") == (said.answer == DO_NOT)
        assert said.ground == "" or grounds.get(said.ground)
        assert said.special_ground == "" or grounds.get(said.special_ground)
        assert said.because and said.provided
        for code in (*said.because, *said.provided):
            found = reasons.get(code)
            assert found is not None, code
            assert found.extra["use"] == ("because" if code in said.because else "provided")


@pytest.mark.parametrize("flow", EVERY, ids=name)
def test_special_data_have_a_ground_of_their_own(flow: Code) -> None:
    for facts in EVERY_FACTS:
        said = advise(flow, facts)
        assert bool(said.special_ground) == (facts.special and bool(said.ground))
        if said.special_ground:
            code = norms.codelist("ground").get(said.special_ground)
            assert code is not None and code.extra["special"]


@pytest.mark.parametrize("flow", EVERY, ids=name)
def test_a_ground_that_needs_a_yes_is_advised_only_after_a_yes(flow: Code) -> None:
    for facts in EVERY_FACTS:
        ground = norms.codelist("ground").get(advise(flow, facts).ground)
        assert stands_on_consent(ground) != NEEDED or facts.consent == GIVEN


@pytest.mark.parametrize("flow", EVERY, ids=name)
def test_an_advised_ground_fits_the_purpose_and_the_partner(flow: Code) -> None:
    for facts in EVERY_FACTS:
        ground = norms.codelist("ground").get(advise(flow, facts).ground)
        if ground is None:
            continue
        assert flow.extra["purpose"] in ground.extra["purposes"]
        kinds = ground.extra.get("organisation_kinds", flow.extra["kinds"])
        assert set(flow.extra["kinds"]) <= set(kinds)


def test_the_law_on_partnerships_is_advised_at_its_tables_only_and_from_its_first_day() -> None:
    for flow, facts in itertools.product(EVERY, EVERY_FACTS):
        if "wgs" in (advise(flow, facts).ground, advise(flow, facts).special_ground):
            assert set(flow.extra["kinds"]) <= {"riec", "care_safety_house"}
            assert flow.norm.valid_from >= date(2025, 3, 1)


def test_a_no_is_never_answered_with_a_plain_yes_but_for_danger_and_the_right_to_report() -> None:
    for flow, facts in itertools.product(EVERY, EVERY_FACTS):
        said = advise(flow, facts)
        if facts.consent == REFUSED and said.answer == "share":
            assert said.ground == "wmo_vt" and (facts.danger or facts.minor == "yes")


def test_nothing_that_the_advice_looks_at_is_a_criminal_complaint() -> None:
    seen = {field.name for field in dataclasses.fields(FlowFacts)}
    assert seen == {"consent", "minor", "danger", "special"}
    for flow in EVERY:
        for rule in flow.extra["rules"]:
            assert set(rule.get("when", {})) <= {"consent", "minor", "danger"}


@pytest.mark.django_db
@pytest.mark.parametrize("choice", Cooperation.values)
def test_what_somebody_chose_towards_the_police_changes_no_advice(choice: str, case: Case) -> None:
    before = [advice for _flow, advice in flows.advice_on_all(case)]
    case.cooperation = choice
    case.save()
    assert [advice for _flow, advice in flows.advice_on_all(case)] == before


@given(DAYS, st.sampled_from(CONSENTS), st.sampled_from(YesNoUnknown.values), st.booleans())
def test_there_is_an_answer_on_every_day(day: date, consent: str, minor: str, danger: bool) -> None:
    facts = FlowFacts(consent, minor, danger)
    for flow in norms.codelist("care_flow", day):
        assert flow.norm.holds(day)
        assert advise(flow, facts).answer in ANSWERS


@pytest.mark.parametrize("flow", EVERY, ids=name)
def test_the_words_of_a_flow_are_known(flow: Code) -> None:
    assert flow.extra["purpose"] in ("care", "safety")
    assert set(flow.extra["kinds"]) <= set(OrganisationKind.values)
    assert set(flow.extra["usual"]) <= set(norms.codelist("care_fact").values)
    assert norms.codelist("consent_age").get(flow.extra["ages"])
    assert flow.help


@pytest.mark.parametrize("ages", norms.codelist("consent_age").codes, ids=lambda a: a.value)
def test_for_every_age_somebody_can_say_yes(ages: Code) -> None:
    givers = norms.codelist("consent_giver").values
    bands = [code.value for code in norms.codelist("age_band") if code.value != "unknown"]
    assert set(ages.extra) == set(bands)
    for band in bands:
        assert ages.extra[band] and set(ages.extra[band]) <= set(givers)
    assert ages.extra["16_17"] == ("person",)
    assert "person" not in ages.extra["under_12"]


def test_what_is_asked_of_a_partner_names_flows_that_exist() -> None:
    known = set(norms.codelist("care_flow").values)
    for code in norms.codelist("care_request"):
        assert set(code.extra["flows"]) <= known
