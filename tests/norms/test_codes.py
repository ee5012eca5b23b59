# SPDX-License-Identifier: EUPL-1.2
"""Code lists: what is offered today, and what stays readable for ever."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.norms import Code, NormRef, configure, language
from meerinbeeld.parties.models import OrganisationKind
from tests.norms.conftest import Overlay

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2190, 1, 1))
EVERY = [(name, code) for name in norms.code_lists() for code in norms.norms().codes[name]]

PROMISED = {
    "form_of_exploitation": "sexual_exploitation criminal_exploitation labour_exploitation "
    "forced_begging forced_services organ_removal unknown",
    "urgency": "acute day week none",
    "stop_reason": "no_trafficking_other_help no_trafficking passed_on_followed_by_other "
    "not_enough_information duplicate withdrawn_by_reporter resolved_exploitation_stopped "
    "care_case_opened",
    "route_target": "police border_police labour_inspectorate safe_home care_coordinator riec "
    "municipality other_help",
    "reporter_kind": "anonymous resident school care municipality_staff police victim_self",
    "subject_kind": "person place self",
    "age_band": "under_12 12_15 16_17 18_22 23_plus unknown",
    "item_kind": "story when place_detail people person_name birth_date phone plate email address "
    "employer reporter_name reporter_contact safe_time injuries age_band how_sure contact_channel",
    "contact_channel": "receipt phone email none",
    "ground": "avg_6_1_e avg_9_2_g avg_9_2_c avg_6_1_a",
    "language": "nl en ro pl ar",
}


@pytest.mark.parametrize(("name", "values"), PROMISED.items())
def test_the_codes_that_other_parts_count_on_are_offered(name: str, values: str) -> None:
    offered = norms.codelist(name, date(2026, 11, 23))
    assert set(values.split()) <= set(offered.values)


def test_the_three_most_frequent_forms_stand_first() -> None:
    assert norms.codelist("form_of_exploitation").values[:3] == (
        "sexual_exploitation",
        "criminal_exploitation",
        "labour_exploitation",
    )


@pytest.mark.parametrize("value", ["forced_marriage", "surrogacy", "illegal_adoption"])
def test_a_form_of_a_law_that_is_not_in_force_is_readable_but_not_offered(value: str) -> None:
    forms = norms.codelist("form_of_exploitation")
    assert value not in forms
    assert value not in dict(forms.choices())
    assert forms.label(value) != value
    assert forms.known[value].norm.pending


def test_a_region_switches_a_pending_form_on_from_a_day(overlay: Overlay) -> None:
    overlay("""
kind: codelist
name: form_of_exploitation
open:
  - {key: forced_marriage, valid_from: 2027-01-01, source: "Stb. 2026, 999", verify: false}
""")
    before, after = date(2026, 12, 31), date(2027, 1, 1)
    assert "forced_marriage" not in norms.codelist("form_of_exploitation", before)
    code = norms.codelist("form_of_exploitation", after).known["forced_marriage"]
    assert "forced_marriage" in norms.codelist("form_of_exploitation", after)
    assert str(code.norm) == "form_of_exploitation.forced_marriage@2027-01-01"
    assert (code.norm.source, code.norm.verify) == ("Stb. 2026, 999", False)


@given(DAYS, st.sampled_from(EVERY))
def test_every_stored_code_has_a_label_on_every_day(day: date, stored: tuple[str, Code]) -> None:
    name, code = stored
    found = norms.codelist(name, day)
    for tongue in ("nl", "en"):
        with translation.override(tongue):
            assert found.label(code.value).strip()
            assert found.label(code.value) in {c.label for n, c in EVERY if n == name}


def test_a_closed_code_keeps_its_label(overlay: Overlay) -> None:
    overlay("""
kind: codelist
name: reporter_kind
close:
  - {key: business, valid_to: 2026-06-30}
""")
    assert "business" in norms.codelist("reporter_kind", date(2026, 6, 30))
    later = norms.codelist("reporter_kind", date(2026, 7, 1))
    assert "business" not in later
    assert later.label("business") == "Bedrijf, hotel of verhuurder"


def test_a_code_with_a_new_wording_reads_as_it_did_on_its_day(overlay: Overlay) -> None:
    overlay("""
kind: codelist
name: urgency
close:
  - {key: week, valid_to: 2026-12-31}
entries:
  - key: week
    valid_from: 2027-01-01
    source: a test
    verify: true
    label: {nl: Binnen zeven dagen, en: Within seven days}
""")
    assert norms.codelist("urgency", date(2026, 12, 31)).label("week") == "Deze week"
    assert norms.codelist("urgency", date(2027, 1, 1)).label("week") == "Binnen zeven dagen"
    assert norms.codelist("urgency", date(1990, 1, 1)).label("week") == "Binnen zeven dagen"


def test_a_value_that_was_never_a_code_reads_as_itself() -> None:
    assert norms.codelist("urgency").label("next_year") == "next_year"
    assert norms.codelist("urgency").help("next_year") == ""


def test_an_unknown_list_says_which_there_are() -> None:
    with pytest.raises(LookupError, match="There are: age_band"):
        norms.codelist("colours")


def test_labels_and_choices_follow_the_active_language() -> None:
    urgency = norms.codelist("urgency")
    with translation.override("nl"):
        assert urgency.choices()[0] == ("acute", "Acuut")
    with translation.override("en-gb"):
        assert urgency.choices()[0] == ("acute", "Acute")
    with translation.override(None):
        assert urgency.label("acute") == "Acuut"


def test_without_a_language_function_it_speaks_dutch() -> None:
    configure()
    assert language.active_language() == "nl"
    assert norms.codelist("urgency").label("acute") == "Acuut"


def test_the_kinds_of_organisation_are_those_of_the_parties() -> None:
    assert set(norms.codelist("organisation_kind").values) == set(OrganisationKind.values)


def test_a_route_target_names_a_kind_of_organisation_and_a_purpose() -> None:
    purposes = {"reporting", "care", "safety", "enforcement", "monitoring", "programme"}
    for code in norms.codelist("route_target"):
        assert code.extra["organisation_kind"] in norms.codelist("organisation_kind")
        assert code.extra["purpose"] in purposes


def test_what_an_item_is_tells_how_to_treat_it() -> None:
    marks = {None, "name", "birth_date", "phone", "plate", "email", "place"}
    for code in norms.codelist("item_kind"):
        assert isinstance(code.extra["mask"], bool)
        assert code.extra["mark"] in marks
        assert code.extra["audience"] in {"team", "chain"}
        if "codes" in code.extra:
            assert norms.codelist(code.extra["codes"])


def test_nothing_about_a_reporter_leaves_the_team_or_can_be_looked_up() -> None:
    about = [c for c in norms.codelist("item_kind") if c.extra["about"] == "reporter"]
    assert {c.extra["audience"] for c in about} == {"team"}
    assert {c.extra["mark"] for c in about} == {None}
    assert {"reporter_name", "reporter_contact", "safe_time"} <= {c.value for c in about}


def test_a_reason_to_stop_has_a_first_sentence_for_the_reporter_in_both_languages() -> None:
    for code in norms.codelist("stop_reason"):
        assert code.extra["feedback_nl"].strip()
        assert code.extra["feedback_en"].strip()
        assert isinstance(code.extra["counts"], bool)
        assert norms.term(code.extra["retention"])


def test_not_confirmed_is_not_lost() -> None:
    first = norms.codelist("stop_reason").codes[0]
    assert first.value == "no_trafficking_other_help"
    assert first.extra["needs"] == "other_help"


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 4000)), max_size=6), DAYS)
def test_a_norm_holds_from_its_first_to_its_last_day(
    windows: list[tuple[date, int | None]], on: date
) -> None:
    for start, length in windows:
        end = None if length is None else start + timedelta(days=length)
        ref = NormRef("x", "1", start, end, "a test", verify=False)
        assert ref.holds(on) == (start <= on and (end is None or on <= end))


def test_what_is_cached_cannot_be_changed() -> None:
    extra: Any = norms.codelist("urgency").codes[0].extra
    with pytest.raises(TypeError):
        extra["rank"] = 9


def test_a_decision_finds_its_norm_back() -> None:
    ref = norms.term("break_glass").norm
    assert norms.norm(str(ref)) == ref
    assert norms.norm("something@else") is None


def test_every_norm_has_a_name_of_its_own_that_fits_where_decisions_store_it() -> None:
    names = [str(ref) for ref in norms.norms().refs()]
    assert len(names) == len(set(names))
    assert max(map(len, names)) <= 80


def test_every_list_and_term_that_the_code_asks_for_exists() -> None:
    asked = re.compile(r"""norms\.(codelist|term)\(\s*"(\w+)\"""")
    source = Path(norms.__file__).parents[1]
    found = {
        match.groups()
        for path in source.rglob("*.py")
        for match in asked.finditer(path.read_text(encoding="utf-8"))
    }
    assert {name for kind, name in found if kind == "codelist"} <= set(norms.code_lists())
    assert {name for kind, name in found if kind == "term"} <= set(norms.norms().terms)
