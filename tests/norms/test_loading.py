# SPDX-License-Identifier: EUPL-1.2
"""A wrong file says where it is wrong and what to do; nothing is half loaded."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meerinbeeld import norms
from meerinbeeld.norms import NormRef, NormsError, Problem, configure
from meerinbeeld.norms.routes import best_route
from meerinbeeld.norms.schema import check_windows
from meerinbeeld.norms.yamlfiles import Entry
from tests.norms.conftest import Overlay

HEAD = "kind: codelist\nname: urgency\n"
TERMS = "kind: terms\nname: terms\n"
DATES = "valid_from: 2026-01-01, source: a test, verify: true"
GOOD = DATES + ", label: {nl: a, en: b}"


def problems(overlay: Overlay, text: str) -> tuple[Problem, ...]:
    overlay(text)
    with pytest.raises(NormsError) as refused:
        norms.norms()
    return refused.value.problems


@pytest.mark.parametrize(
    ("text", "said", "advice"),
    [
        ("name: urgency", "'kind' or 'name' is missing", "at the top"),
        ("- a\n- b", "does not hold a mapping", "Begin with 'kind:'"),
        ("kind: [", "not readable as YAML", "Correct it"),
        (HEAD + "name: again", "the key 'name' stands there twice", "Correct it"),
        ("kind: tea\nname: tea", "the kind 'tea' is not known", "codelist"),
        (HEAD + "colour: red", "'colour' is not known here", "entries"),
        (HEAD + "entries: [{label: x}]", "has no 'key'", "key"),
        (HEAD + f"entries: [{{key: x, {GOOD}, labl: x}}]", "'labl' is not known", "'label'"),
        (
            HEAD + f"entries: [{{key: x, {DATES}, label: {{nl: a}}}}]",
            "'label.en' is missing",
            "label: {nl: …, en: …}",
        ),
        (
            HEAD + "entries: [{key: x, source: s, verify: true, label: {nl: a, en: b}}]",
            "'valid_from' is not a date",
            "YYYY-MM-DD",
        ),
        (
            HEAD
            + "entries: [{key: x, valid_from: 2026-01-01, verify: true, label: {nl: a, en: b}}]",
            "'source' is missing",
            "Write it",
        ),
        (
            HEAD + "entries: [{key: x, valid_from: 2026-01-01, source: s, label: {nl: a, en: b}}]",
            "'verify' is missing",
            "Write true until",
        ),
        (
            HEAD + f"entries: [{{key: x, valid_to: 2025-01-01, {GOOD}}}]",
            "'valid_to' lies before",
            "Correct",
        ),
        (HEAD + f"entries: [{{key: x, pending: true, {GOOD}}}]", "a pending entry", "Leave out"),
        (HEAD + f"entries: [{{key: x, extra: 3, {GOOD}}}]", "'extra' is not a mapping", "{name"),
        (HEAD + f"entries: [{{key: acute, {GOOD}}}]", "overlaps the one of 2019", "valid_to"),
        (HEAD + "close: [{key: acute}]", "does not close exactly one", "valid_to: YYYY"),
        (
            HEAD + "close: [{key: x, valid_to: 2026-01-01}]",
            "does not close exactly",
            "existing key",
        ),
        (HEAD + "close: [acute]", "has no 'key'", "Name the entry"),
        (HEAD + "open: [{key: acute, valid_from: 2026-01-01}]", "does not open", "pending entry"),
        (
            "kind: terms\nname: terms\nentries: [{key: x, amount: many, unit: days, " + GOOD + "}]",
            "'amount' is not a whole number",
            "Write the number",
        ),
        (
            "kind: terms\nname: terms\nentries: [{key: x, amount: 2, unit: moons, " + GOOD + "}]",
            "the unit 'moons' is not known",
            "working_days",
        ),
        (
            TERMS + f"entries: [{{key: x, amount: 2, unit: days, on_working_day: 3, {GOOD}}}]",
            "is not true or false",
            "Write true or false",
        ),
        (
            HEAD + f"entries: [{{key: x, {DATES}, label: {{nl: a, en: b, de: c}}}}]",
            "'label.de' is not known",
            "nl and en",
        ),
        (
            HEAD + f"entries: [{{key: x, {GOOD}}}, {{key: x, {GOOD}}}]",
            "the version '2026-01-01' stands there twice",
            "own date or name",
        ),
        (
            f"kind: regions\nname: regions\nentries: [{{key: x, {GOOD}}}]",
            "'municipalities' is missing",
            "GM0193",
        ),
        (
            HEAD + f"entries: [{{key: x, zzz: 1, {GOOD}}}]",
            "'zzz' is not known",
            "Known: key",
        ),
        ("kind: codelist\nname: own\nentries: []", "the title is missing", "title: {nl"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(
    overlay: Overlay, text: str, said: str, advice: str
) -> None:
    found = [p for p in problems(overlay, text) if said in p.what]
    assert found, f"nothing said '{said}'"
    assert found[0].file == "own.yaml" or "own" in str(found[0])
    assert found[0].line >= 1
    assert advice in found[0].fix


def test_all_mistakes_are_told_at_once(overlay: Overlay) -> None:
    found = problems(overlay, HEAD + "entries: [{key: x}, {key: y}]")
    assert len(found) >= 6
    assert {p.entry for p in found} == {"x", "y"}


def test_a_message_names_file_line_and_entry(overlay: Overlay) -> None:
    text = (
        HEAD
        + "entries:\n  - key: acute\n    "
        + GOOD.replace(", ", "\n    ", 2).replace("true, label", "true\n    label")
    )
    message = str(problems(overlay, text)[0])
    assert message == (
        "own.yaml, line 4, entry 'acute': this version overlaps the one of 2019-01-01. "
        "Give that one a 'valid_to' before 2026-01-01."
    )


def test_an_overlay_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    configure(overlay=tmp_path / "gone")
    with pytest.raises(NormsError, match="does not exist"):
        norms.norms()


def test_the_environment_names_the_overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD + f"entries: [{{key: tonight, {GOOD}}}]"
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("MIB_NORMS_DIR", str(tmp_path))
    configure()
    assert "tonight" in norms.codelist("urgency")


def test_a_package_without_emergency_number_or_national_route_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meerinbeeld.norms.yamlfiles.DATA", tmp_path)
    with pytest.raises(NormsError) as refused:
        norms.load()
    said = str(refused.value)
    assert "the emergency number is missing" in said
    assert "there is no national route" in said


def test_without_a_national_route_there_is_nothing_to_fall_back_on() -> None:
    with pytest.raises(LookupError, match="no national route"):
        best_route((), "ijsselland", date(2026, 1, 1))


def test_an_empty_file_changes_nothing(overlay: Overlay) -> None:
    overlay("# nothing yet\n")
    assert len(norms.codelist("urgency")) == 4


def test_a_region_adds_a_desk_of_its_own_to_the_card(overlay: Overlay) -> None:
    overlay("""
kind: outlets
name: outlets
entries:
  - key: zwolle_desk
    municipalities: [GM0193]
    name: {nl: Meldpunt Zwolle, en: Desk Zwolle}
    phone: "038 000 00 00"
    hours: {nl: op werkdagen, en: on working days}
    for_whom: {nl: iedereen, en: everyone}
    told: {nl: niets, en: nothing}
    targets: [municipality]
    organisation_kind: municipality
    anonymous: true
    valid_from: 2026-01-01
    source: a test
    verify: true
""")
    names = [o.name_en for line in norms.route_card("GM0193").lines for o in line.outlets]
    assert "Desk Zwolle" in names
    assert "Desk Zwolle" not in [o.name_en for o in norms.outlets("GM0150")]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("targets", "[moon]", "the target 'moon' does not exist"),
        ("organisation_kind", "circus", "the organisation kind 'circus' does not exist"),
        ("targets", "police", "'targets' is not a list of words"),
    ],
)
def test_a_desk_that_points_nowhere_is_refused(
    overlay: Overlay, field: str, value: str, said: str
) -> None:
    desk = {
        "name": "{nl: a, en: b}",
        "hours": "{nl: a, en: b}",
        "for_whom": "{nl: a, en: b}",
        "told": "{nl: a, en: b}",
        "targets": "[police]",
        "organisation_kind": "police",
        field: value,
    }
    body = ", ".join(f"{k}: {v}" for k, v in desk.items())
    dates = "valid_from: 2026-01-01, source: a test, verify: true"
    text = f"kind: outlets\nname: outlets\nentries: [{{key: desk, {body}, {dates}}}]"
    assert any(said in p.what for p in problems(overlay, text))


def test_an_indicator_without_a_card_is_refused(overlay: Overlay) -> None:
    text = (
        "kind: codelist\nname: indicator\nentries: [{key: x, extra: {group: y, forms: [z]}, " + GOOD
    )
    said = " ".join(p.what for p in problems(overlay, text + "}]"))
    assert "the card 'y' does not exist" in said
    assert "the form 'z' does not exist" in said


WINDOWS = st.lists(
    st.tuples(
        st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 1, 1)),
        st.none() | st.integers(0, 3000),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda window: window[0],
)


@given(WINDOWS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_versions_that_hold_on_one_day_are_always_refused(
    windows: list[tuple[date, int | None]],
) -> None:
    refs = [
        NormRef("x", str(start), start, None if n is None else start + timedelta(n), "s", True)
        for start, n in windows
    ]
    found: list[Problem] = []
    check_windows([(Entry("f", 1, "x", {}), ref) for ref in refs], found)
    days = {ref.valid_from for ref in refs}  # an overlap always shows on some first day
    clash = any(sum(ref.holds(day) for ref in refs) > 1 for day in days)
    assert bool(found) == clash


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2190, 1, 1)))
def test_no_norm_of_ours_ever_holds_in_two_versions(day: date) -> None:
    keys = [ref.key for ref in norms.norms().refs() if ref.holds(day)]
    assert len(keys) == len(set(keys))


def test_every_norm_of_ours_has_a_source_in_words() -> None:
    for ref in norms.norms().refs():
        assert len(ref.source) >= 8, str(ref)
