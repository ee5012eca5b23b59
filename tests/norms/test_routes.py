# SPDX-License-Identifier: EUPL-1.2
"""Route advice: always some, danger first, and never a criminal complaint as a condition."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.norms import NormsError, RouteAdvice, RouteFacts, advise_route
from tests.norms.conftest import Overlay

ZWOLLE, AMSTERDAM = "GM0193", "GM0363"
TODAY = date(2026, 11, 23)
FORMS = tuple(code.value for code in norms.norms().codes["form_of_exploitation"])
THREE = (True, False, None)

FACTS = st.builds(
    RouteFacts,
    subject_kind=st.sampled_from(["person", "place", "self"]),
    minor=st.sampled_from(THREE),
    danger=st.booleans(),
    identifiable=st.sampled_from(THREE),
    forms=st.frozensets(st.sampled_from(FORMS)),
    municipality=st.sampled_from([ZWOLLE, AMSTERDAM, "Olst-Wijhe", "", "nowhere"]),
    on=st.dates(min_value=date(1950, 1, 1), max_value=date(2100, 1, 1)),
)


def facts(subject: str = "person", **known: object) -> RouteFacts:
    plain = RouteFacts(subject, False, False, None, frozenset(), ZWOLLE, TODAY)
    if "form" in known:
        known["forms"] = frozenset({known.pop("form")})
    return replace(plain, **known)  # type: ignore[arg-type]


def advice(subject: str = "person", **known: object) -> list[str]:
    return [f"{a.strength} {a.target}" for a in advise_route(facts(subject, **known))]


def test_every_combination_of_facts_gets_advice() -> None:
    singles = [frozenset[str](), *(frozenset({form}) for form in FORMS)]
    for subject, minor, danger, found, forms in product(
        ("person", "place", "self"), THREE, (True, False), THREE, singles
    ):
        given_facts = RouteFacts(subject, minor, danger, found, forms, ZWOLLE, TODAY)
        assert_well_formed(advise_route(given_facts))


def assert_well_formed(found: list[RouteAdvice]) -> None:
    assert found
    assert [a.strength for a in found] == ["first"] + ["also"] * (len(found) - 1)
    assert len({a.target for a in found}) == len(found)
    for item in found:
        assert item.because
        assert len(set(item.because)) == len(item.because)


@given(FACTS)
def test_advice_is_well_formed_for_any_form_place_and_day(any_facts: RouteFacts) -> None:
    found = advise_route(any_facts)
    assert_well_formed(found)
    targets = norms.codelist("route_target").known
    reasons = norms.codelist("route_reason").known
    for item in found:
        assert item.target in targets
        assert set(item.because) <= set(reasons)


@given(FACTS)
def test_danger_always_goes_first(any_facts: RouteFacts) -> None:
    found = advise_route(replace(any_facts, danger=True))
    assert (found[0].target, found[0].strength) == ("police", "first")
    assert found[0].because[0] == "danger_now"


@given(FACTS)
def test_danger_takes_no_other_advice_away(any_facts: RouteFacts) -> None:
    calm = {a.target for a in advise_route(replace(any_facts, danger=False))}
    acute = {a.target for a in advise_route(replace(any_facts, danger=True))}
    assert calm - acute <= {"municipality"}  # which stands there only when nobody else does


@given(FACTS)
def test_a_minor_always_reaches_safe_home_and_the_police(any_facts: RouteFacts) -> None:
    found = [a.target for a in advise_route(replace(any_facts, minor=True))]
    assert {"safe_home", "police"} <= set(found)
    assert found[0] == ("police" if any_facts.danger else "safe_home")


@given(FACTS)
def test_an_adult_who_can_be_found_always_gets_a_way_to_help(any_facts: RouteFacts) -> None:
    known = replace(any_facts, subject_kind="person", minor=False, identifiable=True)
    assert "care_coordinator" in {a.target for a in advise_route(known)}


def test_no_fact_and_no_rule_knows_a_criminal_complaint() -> None:
    assert {f.name for f in fields(RouteFacts)} == {
        *("subject_kind", "minor", "danger", "identifiable", "forms", "municipality", "on")
    }
    words = ("aangifte", "complaint")
    for code in norms.codelist("route_reason"):
        for sentence in (code.help_nl, code.help_en):
            if any(word in sentence for word in words):
                # Where the word stands, it says that none is needed.
                assert any(
                    w in sentence for w in ("geen aangifte", "No criminal", "niemand", "nobody")
                )


@pytest.mark.parametrize(
    ("subject", "known", "expected"),
    [
        (
            "person",
            {"minor": True, "identifiable": True, "form": "criminal_exploitation"},
            ["first safe_home", "also police"],
        ),
        (
            "person",
            {"identifiable": True, "form": "sexual_exploitation"},
            ["first care_coordinator", "also police"],
        ),
        (
            "person",
            {"identifiable": True, "form": "labour_exploitation"},
            ["first labour_inspectorate", "also care_coordinator"],
        ),
        (
            "person",
            {"form": "sexual_exploitation"},
            ["first police", "also municipality"],
        ),
        ("person", {}, ["first municipality", "also other_help"]),
        (
            "self",
            {"minor": None},
            ["first care_coordinator", "also safe_home", "also other_help"],
        ),
        ("self", {"minor": True}, ["first safe_home", "also police", "also other_help"]),
        (
            "place",
            {"form": "criminal_exploitation"},
            ["first riec", "also police", "also municipality"],
        ),
        (
            "place",
            {"form": "labour_exploitation"},
            ["first labour_inspectorate", "also municipality"],
        ),
        ("place", {"form": "sexual_exploitation"}, ["first police", "also municipality"]),
        ("place", {}, ["first municipality"]),
        ("place", {"danger": True}, ["first police", "also municipality"]),
    ],
)
def test_who_to_turn_to(subject: str, known: dict[str, object], expected: list[str]) -> None:
    assert advice(subject, **known) == expected


def test_the_advice_says_why_and_by_which_norm() -> None:
    found = advise_route(facts(minor=True, identifiable=True))[0]
    with translation.override("nl"):
        assert found.target_label == "Veilig Thuis"
        assert found.because_labels == ("minderjarig",)
        assert found.sentences[0].startswith("De persoon is jonger dan 18.")
    with translation.override("en"):
        assert found.sentences[0].startswith("The person is under 18.")
    assert str(found.norm) == "meldroute IJsselland@2026-03"
    assert found.norm.verify


def test_an_older_signal_keeps_the_route_of_its_day() -> None:
    earlier = advise_route(facts(on=date(2026, 2, 28)))[0]
    assert str(earlier.norm) == "landelijke meldroute@2013"


def test_a_municipality_of_another_region_follows_the_national_route() -> None:
    assert advise_route(facts(municipality=AMSTERDAM))[0].norm.key == "landelijke meldroute"


def test_a_municipality_may_be_given_by_name() -> None:
    assert advise_route(facts(municipality="zwolle")) == advise_route(facts())


OWN_ROUTE = """
kind: routes
name: routes
close:
  - {{key: meldroute IJsselland, valid_to: 2026-12-31}}
entries:
  - key: meldroute IJsselland
    version: "2027-01"
    valid_from: 2027-01-01
    region: ijsselland
    source: decision of the core group
    verify: false
    label: {{nl: Meldroute, en: Route}}
    help: {{nl: Zo gaat het., en: This is how.}}
    rules: {rules}
"""
DANGER = "{target: police, strength: first, because: [danger_now], when: {danger: true}}"
LAST = "{target: municipality, strength: otherwise, because: [focal_officer]}"
EXTRA = (
    "{target: border_police, strength: first, because: [suspected_crime], when: {subject: [self]}}"
)


def test_a_region_brings_its_own_route(overlay: Overlay) -> None:
    overlay(OWN_ROUTE.format(rules=f"[{DANGER}, {EXTRA}, {LAST}]\n    card: []"))
    new = advise_route(facts("self", on=date(2027, 1, 1)))
    assert [(a.target, str(a.norm)) for a in new] == [
        ("border_police", "meldroute IJsselland@2027-01")
    ]
    assert advice("self", on=date(2026, 12, 31))[0] == "first care_coordinator"


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (f"[{LAST}]", "the first rule is not the one for danger"),
        (f"[{EXTRA}, {DANGER}, {LAST}]", "the first rule is not the one for danger"),
        (f"[{DANGER}]", "the last rule does not always hold"),
        (f"[{DANGER}, {{target: police, strength: also}}, {LAST}]", "gives no reason"),
        (
            f"[{DANGER}, {{target: riec, strength: also, because: [minor], "
            f"when: {{complaint_filed: true}}}}, {LAST}]",
            "asks for 'complaint_filed', which is no fact",
        ),
        (
            f"[{DANGER}, {{target: moon, strength: also, because: [minor]}}, {LAST}]",
            "the target 'moon' does not exist",
        ),
        (
            f"[{DANGER}, {{target: riec, strength: also, because: [luck]}}, {LAST}]",
            "the reason 'luck' does not exist",
        ),
        (
            f"[{DANGER}, {{target: riec, strength: maybe, because: [minor]}}, {LAST}]",
            "the strength 'maybe'",
        ),
        (
            f"[{DANGER}, {{target: riec, strength: also, because: [minor], "
            f"when: {{minor: perhaps}}}}, {LAST}]",
            "Use true, false, unknown",
        ),
        (
            f"[{DANGER}, {{target: riec, strength: also, because: [minor], "
            f"when: {{subject: [ship]}}}}, {LAST}]",
            "Use: person, place, self",
        ),
        ("police", "'rules' is not a list of mappings"),
        (
            f"[{DANGER}, {{target: riec, strength: also, because: [minor], unless: x}}, {LAST}]",
            "a rule has the unknown field 'unless'",
        ),
        (
            f"[{DANGER}, {LAST}]\n    card: [{{target: police, outlets: [emergency]}}] #",
            "no 'when' in nl and en",
        ),
    ],
)
def test_a_route_that_could_harm_is_refused(overlay: Overlay, rules: str, said: str) -> None:
    overlay(OWN_ROUTE.format(rules=rules if "card:" in rules else f"{rules}\n    card: []"))
    with pytest.raises(NormsError) as refused:
        norms.norms()
    assert said in str(refused.value)
    assert "own.yaml" in str(refused.value)
