# SPDX-License-Identifier: EUPL-1.2
"""What the rows of a partner's list mean: columns, words, and what is wrong in a cell."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.registry.lists.fields import FIELDS, guess, guess_by_values
from meerinbeeld.registry.lists.rows import Entry, Known, Read, read_rows, strange_words
from meerinbeeld.registry.lists.setting import (
    LEAVE_EMPTY,
    Setting,
    SettingError,
    as_yaml,
    from_yaml,
)

TODAY = datetime.date(2026, 11, 23)
KNOWN = Known(TODAY, {"zwolle": "GM0193", "deventer": "GM0150"})
DUTY = {"rests_on": "duty", "ground": "avg_6_1_c"}


def read(values: dict[str, str], **setting: Any) -> Read:
    """One row with a column for each of these fields."""
    values = {"notified_on": "04-03-2026", **values}
    how = Setting(columns={name: name for name in values}, **{**DUTY, **setting})
    return read_rows(list(values), [list(values.values())], how, KNOWN)[0]


def entry(values: dict[str, str], **setting: Any) -> Entry:
    found = read(values, **setting)
    assert found.entry is not None, found.problems
    return found.entry


# --- Columns --------------------------------------------------------------------------------------


def test_the_usual_headings_of_a_list_are_guessed() -> None:
    headers = ["Dossiernr.", "Datum aanmelding", "Roepnaam", "Tussenvoegsel", "Achternaam",
               "Geb.datum", "M/V", "Nationaliteit", "Vorm uitbuiting", "Gemeente", "Opmerking",
               "Toestemming", "Toestemming op"]  # fmt: skip
    found = guess(headers)
    assert found == {
        "own_number": "Dossiernr.", "notified_on": "Datum aanmelding", "first_name": "Roepnaam",
        "name_prefix": "Tussenvoegsel", "last_name": "Achternaam", "birth_date": "Geb.datum",
        "sex": "M/V", "nationalities": "Nationaliteit", "forms": "Vorm uitbuiting",
        "municipality": "Gemeente", "basis": "Toestemming", "consent_on": "Toestemming op",
    }  # fmt: skip


def test_a_column_with_a_strange_heading_is_known_by_what_stands_in_it() -> None:
    rows = [["vrouw", "Seksuele uitbuiting", "iets"], ["man", "Arbeidsuitbuiting", "anders"]]
    assert guess_by_values({}, ["K1", "K2", "K3"], rows) == {"sex": "K1", "forms": "K2"}


@given(st.lists(st.text(max_size=20), max_size=30, unique=True))
def test_no_column_is_guessed_twice(headers: list[str]) -> None:
    found = guess(headers)
    assert len(set(found.values())) == len(found) and set(found.values()) <= set(headers)


# --- Words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("sex", "V", "female"),
        ("sex", "onbekend", "unknown"),
        ("origin", "Roemeense", "RO"),
        ("origin", "ROU", "RO"),
        ("origin", "Nederland", "NL"),
        ("sector", "Seks: raam, club of bordeel", "sex_window"),
        ("age_band", "17", "16_17"),
        ("age_band", "24 jaar", "23_plus"),
        ("age_band_at_start", "12 tot en met 15", "12_15"),
        ("duration", "longer", "longer"),
    ],
)
def test_a_word_becomes_its_code(field: str, text: str, code: str) -> None:
    assert entry({field: text}).given.codes[field] == code


def test_several_answers_stand_in_one_cell() -> None:
    found = entry({"forms": "Seksuele uitbuiting, arbeidsuitbuiting", "nationalities": "RO/BG"})
    assert found.given.several == {
        "forms": ["sexual_exploitation", "labour_exploitation"],
        "nationalities": ["RO", "BG"],
    }


def test_an_empty_cell_is_no_answer_and_unknown_is_one() -> None:
    assert "sex" not in entry({"sex": ""}).given.codes
    assert entry({"sex": "?"}).given.codes["sex"] == "unknown"


def test_a_list_can_have_words_of_its_own() -> None:
    words = {"forms": {"su": "sexual_exploitation", "nnb": LEAVE_EMPTY}}
    assert entry({"forms": "SU"}, words=words).given.several["forms"] == ["sexual_exploitation"]
    assert "forms" not in entry({"forms": "n.n.b."}, words={"forms": {"n n b": "-"}}).given.several


def test_words_that_are_not_known_are_listed_once() -> None:
    headers = ["vorm", "gemeente"]
    rows = [["SU", "Zwolle"], ["su", "Enschede"], ["AU; SU", "gemeente Deventer"]]
    setting = Setting(columns={"forms": "vorm", "municipality": "gemeente"})
    assert strange_words(headers, rows, setting, KNOWN, 40) == {
        "forms": ["SU", "AU"], "municipality": ["Enschede"],
    }  # fmt: skip


# --- What is wrong --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"notified_on": ""}, "notified_on", "no_day"),
        ({"notified_on": "31-02-2026"}, "notified_on", "not_a_day"),
        ({"notified_on": "01-01-2030"}, "notified_on", "impossible_day"),
        ({"notified_on": "01-01-2015"}, "notified_on", "too_old"),
        ({"sex": "misschien"}, "sex", "strange_word"),
        ({"forms": "draagmoederschap"}, "forms", "strange_word"),
        ({"municipality": "Enschede"}, "municipality", "strange_town"),
        ({"basis": "misschien"}, "basis", "strange_basis"),
        ({"basis": "toestemming"}, "consent_on", "no_consent_day"),
        ({"basis": "ja", "consent_on": "01-01-2030"}, "consent_on", "impossible_day"),
        ({"birth_date": "geen idee"}, "birth_date", "not_a_birth_date"),
        ({"birth_date": "01-01-2027"}, "birth_date", "born_later"),
        ({"phone": "bellen"}, "phone", "not_a_phone"),
        ({"email": "mailen"}, "email", "not_an_email"),
        ({"name": "x" * 100_000}, "name", "too_long"),
        ({"name": "\ufffd"}, "name", "unreadable"),
        ({"own_number": "x" * 81}, "own_number", "too_long"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(
    values: dict[str, str], field: str, code: str
) -> None:
    problems = read(values).problems
    assert [(one.field, one.code) for one in problems] == [(field, code)]
    assert str(problems[0].words)


def test_no_ground_is_ever_taken_for_granted() -> None:
    assert [one.code for one in read({}, rests_on="", ground="").problems] == ["no_basis"]


CELLS = st.lists(st.text(max_size=30), min_size=len(FIELDS), max_size=len(FIELDS))


@given(CELLS)
def test_any_row_is_a_notification_or_says_what_is_wrong(cells: list[str]) -> None:
    found = read(dict(zip(FIELDS, cells, strict=True)))
    if found.entry is None:
        assert found.problems and all(str(one.words) for one in found.problems)
    else:
        assert found.entry.given.notified_on <= TODAY


# --- Who it is about ------------------------------------------------------------------------------


def test_the_parts_of_a_name_and_a_date_of_birth_come_in_one_form() -> None:
    found = entry({"first_name": "Sanne", "name_prefix": "van den", "last_name": "Berg",
                   "birth_date": "3-4-2009"}).given  # fmt: skip
    assert found.details == {
        "first_name": "Sanne", "last_name": "van den Berg", "birth_date": "2009-04-03",
    }  # fmt: skip
    assert found.codes["age_band"] == "16_17"


def test_a_part_of_a_date_of_birth_is_kept_as_a_part() -> None:
    assert entry({"birth_date": "2001"}).given.details["birth_date"] == "2001"
    assert entry({"birth_date": "00-05-2001"}).given.details["birth_date"] == "2001-05"


def test_months_can_stand_first() -> None:
    found = entry({"notified_on": "03-04-2026", "birth_date": "04/13/2001"}, month_first=True).given
    assert found.notified_on == datetime.date(2026, 3, 4)
    assert found.details["birth_date"] == "2001-04-13"


def test_a_row_without_a_ground_is_a_count_about_nobody() -> None:
    found = entry({"basis": "nee", "name": "Zeldzame Naam", "birth_date": "2009-04-03",
                   "own_number": "K-12"})  # fmt: skip
    assert not found.named
    assert (found.given.details, found.given.own_number) == ({}, "")
    assert found.given.codes["age_band"] == "16_17"
    assert "Zeldzame" not in found.identity + found.told


def test_an_empty_cell_for_the_ground_is_no_ground() -> None:
    assert entry({"basis": ""}).given.basis.rests_on == "none"
    assert entry({"basis": "ja", "consent_on": "01-03-2026"}).given.basis.ground == "avg_6_1_a"


# --- The same row ---------------------------------------------------------------------------------


def both(one: dict[str, str], other: dict[str, str], **setting: Any) -> tuple[Entry, Entry]:
    names = list({**one, **other})
    how = Setting(columns={name: name for name in names}, **{**DUTY, **setting})
    rows = [[values.get(name, "") for name in names] for values in (one, other)]
    first, second = (found.entry for found in read_rows(names, rows, how, KNOWN, seen=Counter()))
    assert first is not None and second is not None
    return first, second


def test_a_row_is_the_same_by_its_number_whatever_it_tells() -> None:
    day = {"notified_on": "04-03-2026", "own_number": "K-12"}
    first, second = both({**day, "sex": "V"}, {**day, "sex": "M"})
    assert first.identity == second.identity and first.told != second.told


def test_a_named_row_without_a_number_is_the_same_by_what_it_tells() -> None:
    row = {"notified_on": "04-03-2026", "name": "Zeldzame Naam"}
    first, second = both(row, row)
    assert first.identity == second.identity
    assert both(row, {**row, "name": "Andere Naam"})[1].identity != first.identity


def test_two_nameless_rows_that_are_alike_are_two_people() -> None:
    row = {"notified_on": "04-03-2026", "sex": "V"}
    first, second = both(row, row, rests_on="none", ground="")
    again = both(row, row, rests_on="none", ground="")
    assert first.identity != second.identity
    assert [first.identity, second.identity] == [one.identity for one in again]


def test_the_order_of_columns_and_what_holds_for_all_rows_make_no_other_row() -> None:
    one = entry({"name": "Zeldzame Naam", "sex": "V"})
    other = entry({"sex": "vrouw", "name": "Zeldzame Naam"}, notifier="shelter", **{
        "rests_on": "other", "ground": "avg_6_1_e"})  # fmt: skip
    assert one.identity == other.identity


# --- Saved ----------------------------------------------------------------------------------------


def test_a_setting_is_the_same_after_it_was_written_as_a_file() -> None:
    setting = Setting(
        columns={"sex": "M/V", "notified_on": "Datum"},
        words={"sex": {"v": "female"}},
        month_first=True,
        notifier="police",
        **DUTY,
    )
    assert from_yaml(as_yaml("Jaarlijst", setting)) == ("Jaarlijst", setting)
    assert Setting.of(setting.as_plain()) == setting


@pytest.mark.parametrize(
    "text", ["", "[", "columns: 1", "columns: {}", "columns: {bsn: x}",
             "columns: {sex: x}\nwords: {sex: 3}", "!!python/object:os.system {}"],
)  # fmt: skip
def test_a_file_that_is_no_mapping_is_refused_in_words(text: str) -> None:
    with pytest.raises(SettingError, match=r"\w"):
        from_yaml(text)
