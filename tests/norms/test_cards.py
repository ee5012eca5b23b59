# SPDX-License-Identifier: EUPL-1.2
"""Indicator cards and the route card: an aid to a conversation, and who hears what."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import translation

from meerinbeeld import norms

GROUPS = ["general", "sexual", "criminal", "labour", "household", "begging", "organ", "youth"]
IJSSELLAND = norms.norms().regions[0].municipalities


def test_there_is_a_card_per_form_a_general_one_and_one_for_youth() -> None:
    assert [card.group for card in norms.indicator_cards()] == GROUPS


@pytest.mark.parametrize("group", GROUPS)
def test_a_card_has_signs_and_says_that_they_prove_nothing(group: str) -> None:
    card = norms.indicator_card(group)
    assert len(card.indicators) >= 4
    with translation.override("nl"):
        assert "combinatie" in card.caution
        assert "112" in card.next
    with translation.override("en"):
        assert "no result" in card.caution
        assert card.title
        assert card.intro


@pytest.mark.parametrize("group", GROUPS)
def test_each_sign_says_what_one_can_ask_or_look_at(group: str) -> None:
    for code in norms.indicator_card(group).indicators:
        assert code.help_nl, code.value
        assert code.help_en, code.value


def test_no_sign_carries_a_weight_or_score() -> None:
    for code in norms.norms().codes["indicator"]:
        assert not {"weight", "score", "points", "rank"} & set(code.extra)


def test_an_unknown_card_is_told() -> None:
    with pytest.raises(LookupError, match="no indicator card 'moon'"):
        norms.indicator_card("moon")


@pytest.mark.parametrize(
    ("forms", "minor", "groups"),
    [
        (set(), False, ["general"]),
        ({"criminal_exploitation"}, False, ["general", "criminal"]),
        ({"sexual_exploitation", "labour_exploitation"}, False, ["general", "sexual", "labour"]),
        ({"criminal_exploitation"}, True, ["general", "criminal", "youth"]),
        (set(), None, ["general", "youth"]),
    ],
)
def test_the_cards_beside_a_signal(forms: set[str], minor: bool | None, groups: list[str]) -> None:
    assert [c.group for c in norms.cards_for(frozenset(forms), minor=minor)] == groups


@pytest.mark.parametrize(("subject", "most"), [("person", 20), ("place", 16), ("self", 19)])
def test_the_public_set_is_short_and_ends_with_something_else(subject: str, most: int) -> None:
    found = norms.observations(subject)
    assert 8 <= len(found) <= most
    assert found[-1].value == "something_else"
    assert {item.value for item in found} <= set(norms.codelist("indicator").values)


def test_somebody_who_reports_about_themselves_reads_i_and_my() -> None:
    with translation.override("nl"):
        words = [item.label for item in norms.observations("self")][:-1]
    assert all(re.search(r"\b([Ii]k|[Mm]ij|[Mm]ijn)\b", label) for label in words), words


@pytest.mark.parametrize("town", [*IJSSELLAND, "GM0363", "unknown"])
def test_every_municipality_has_a_route_card_that_begins_with_danger(town: str) -> None:
    card = norms.route_card(town)
    assert card.danger.phone == "112"
    assert card.lines[0].outlets == (card.danger,)
    for line in card.lines:
        assert line.when
        assert all(outlet.told and outlet.for_whom for outlet in line.outlets)


def test_a_card_of_the_region_names_its_own_desks() -> None:
    card = norms.route_card("GM0193", date(2026, 11, 23))
    names = {outlet.key for line in card.lines for outlet in line.outlets}
    assert {"ijsselland_safe_home", "ijsselland_municipality"} <= names
    assert (card.municipality_name, card.region) == ("Zwolle", "ijsselland")
    assert str(card.norm) == "meldroute IJsselland@2026-03"


def test_a_card_elsewhere_leaves_out_what_is_not_known_there() -> None:
    card = norms.route_card("GM0363")
    assert "municipality" not in [line.target for line in card.lines]
    assert not any(o.key.startswith("ijsselland") for line in card.lines for o in line.outlets)


@pytest.mark.parametrize(
    ("key", "phone", "link"),
    [
        ("police", "0900-8844", "09008844"),
        ("safe_home", "0800-2000", "08002000"),
        ("labour_inspectorate", "0800-5151", "08005151"),
        ("crime_anonymous", "0800-7000", "08007000"),
        ("comensha", "033-448 11 86", "0334481186"),
    ],
)
def test_the_national_numbers_are_there_and_still_to_be_checked(
    key: str, phone: str, link: str
) -> None:
    outlet = next(o for o in norms.outlets("GM0193") if o.key == key)
    assert (outlet.phone, outlet.phone_link) == (phone, link)
    assert outlet.norm.verify
    assert outlet.norm.source


def test_the_card_reads_in_both_languages() -> None:
    card = norms.route_card("GM0193")
    with translation.override("nl"):
        dutch = [card.title, card.intro, *(line.when for line in card.lines)]
        dutch += [o.name + o.hours + o.told for line in card.lines for o in line.outlets]
    with translation.override("en"):
        english = [card.title, card.intro, *(line.when for line in card.lines)]
        english += [o.name + o.hours + o.told for line in card.lines for o in line.outlets]
    assert all(nl != en for nl, en in zip(dutch, english, strict=True))


def test_the_emergency_number_stands_first() -> None:
    assert norms.outlets("GM0193")[0].key == "emergency"


def test_a_region_is_found_by_code_or_name() -> None:
    for found in (norms.region_of("GM0193"), norms.region_of("ZWOLLE")):
        assert found is not None
        assert found.code == "ijsselland"
    assert norms.region_of("GM0363") is None
    assert len(IJSSELLAND) == 11
