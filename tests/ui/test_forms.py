# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.ui.forms.fields import (
    DayMonthYearField,
    FilesField,
    PeopleDateField,
    parse_date,
)
from meerinbeeld.ui.forms.widgets import ChoiceCards, ManyChoices
from meerinbeeld.ui.templatetags.ui import plain_errors

TODAY = date(2026, 11, 23)


class Report(forms.Form):
    subject = forms.ChoiceField(
        label="About",
        choices=[("person", "A person"), ("place", "A place")],
        widget=ChoiceCards({"person": "Someone may be forced"}),
    )
    story = forms.CharField(
        label="Story", help_text="Your words.", max_length=50, widget=forms.Textarea
    )
    place = forms.CharField(label="Where", required=False)
    seen = forms.MultipleChoiceField(
        label="Seen", required=False, choices=[("a", "Alone")], widget=ManyChoices()
    )
    agree = forms.BooleanField(label="I agree")
    born = DayMonthYearField(label="Born", required=False)


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def test_a_field_ties_its_help_and_its_error_to_the_control() -> None:
    drawn = Report({"story": ""})["story"].as_field_group()
    assert 'aria-describedby="id_story_helptext id_story_error"' in drawn
    assert 'id="id_story_helptext"' in drawn
    assert 'id="id_story_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "Fill this in." in drawn


def test_what_may_stay_empty_says_so() -> None:
    assert "not required" in Report()["place"].as_field_group()
    assert "not required" not in Report()["story"].as_field_group()


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    drawn = Report()["subject"].as_field_group()
    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert "Someone may be forced" in drawn


def test_a_text_area_never_cuts_off_what_is_pasted() -> None:
    assert "maxlength" not in str(Report()["story"])


def test_no_attribute_is_written_twice() -> None:
    drawn = str(forms.TextInput(attrs={"class": "mib-input--short"}).render("x", "y"))
    assert drawn.count("class=") == 1
    assert "mib-input--short" in drawn


def test_the_list_of_errors_links_to_each_control(draw: Callable[..., str]) -> None:
    drawn = draw("{% form_errors form %}", form=Report({"story": ""}))
    assert "3 things are not right yet" in drawn
    assert 'href="#id_story"' in drawn
    assert 'href="#id_subject_0"' in drawn
    assert "About: Make a choice." in drawn
    whole = draw("{{ form }}", form=Report({"story": ""}))
    for target in ("id_story", "id_subject_0", "id_agree"):
        assert f'id="{target}"' in whole


def test_a_form_without_errors_has_no_list_of_errors(draw: Callable[..., str]) -> None:
    assert draw("{% form_errors form %}", form=Report()).strip() == ""


def test_the_one_question_of_a_page_is_its_heading(draw: Callable[..., str]) -> None:
    assert "<legend" in draw("{% page_field form.subject %}", form=Report())
    assert draw("{% page_field form.subject %}", form=Report()).count("<h1") == 1
    assert draw("{% page_field form.story %}", form=Report()).count("<h1") == 1
    assert "<h1" not in draw("{% field form.story %}", form=Report())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("23-11-2026", date(2026, 11, 23)),
        ("3/2/26", date(2026, 2, 3)),
        ("3.2.2026", date(2026, 2, 3)),
        ("2026-02-03", date(2026, 2, 3)),
        (" 23  November ", date(2026, 11, 23)),
        ("5 mrt 2025", date(2025, 3, 5)),
        ("5 maart", date(2026, 3, 5)),
        ("1 okt.", date(2026, 10, 1)),
        ("gisteren", date(2026, 11, 22)),
        ("today", TODAY),
        ("30-2-2026", None),
        ("ooit", None),
        ("12 blub", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, meant: date | None) -> None:
    assert parse_date(typed, TODAY) == meant


def test_a_day_without_a_year_is_the_last_one_when_the_next_is_far_away() -> None:
    assert parse_date("20 december", date(2026, 1, 5)) == date(2025, 12, 20)
    assert parse_date("29 februari", date(2026, 1, 5)) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_date_reader(typed: str) -> None:
    parse_date(typed, TODAY)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_date_written_out_is_read_back(day: date) -> None:
    assert parse_date(f"{day.day}-{day.month}-{day.year}", TODAY) == day
    assert parse_date(day.isoformat(), TODAY) == day


def test_a_date_that_is_none_says_how_to_write_one() -> None:
    with pytest.raises(forms.ValidationError, match="23-11-2026"):
        PeopleDateField().clean("ooit")


def test_a_filled_in_date_comes_back_as_people_write_it() -> None:
    assert PeopleDateField().prepare_value(TODAY) == "23-11-2026"
    assert PeopleDateField().prepare_value("ooit") == "ooit"
    assert PeopleDateField(required=False).clean("") is None


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (["31", "2", "2026"], "does not exist"),
        (["31", "", "2026"], "Fill in the day"),
        (["x", "2", "2026"], "figures only"),
    ],
)
def test_a_date_of_birth_that_is_wrong_says_what_is_wrong(parts: list[str], words: str) -> None:
    with pytest.raises(forms.ValidationError, match=words):
        DayMonthYearField(required=False).clean(parts)


def test_a_date_of_birth_comes_from_three_boxes() -> None:
    assert DayMonthYearField().clean(["3", "2", "2008"]) == date(2008, 2, 3)
    assert DayMonthYearField(required=False).clean(["", "", ""]) is None
    drawn = str(DayMonthYearField().widget.render("born", TODAY - timedelta(days=1)))
    assert 'value="22"' in drawn
    assert drawn.count("<label") == 3


class Upload(forms.Form):
    files = FilesField(required=False)


def test_several_files_come_as_one_list() -> None:
    given_files: Any = MultiValueDict(
        {"files": [SimpleUploadedFile("a.jpg", b"1"), SimpleUploadedFile("b.jpg", b"2")]}
    )
    form = Upload({}, given_files)
    assert form.is_valid(), form.errors
    assert [file.name for file in form.cleaned_data["files"]] == ["a.jpg", "b.jpg"]


def test_no_files_is_an_empty_list_and_required_files_are_asked_for() -> None:
    form = Upload({}, MultiValueDict())
    assert form.is_valid()
    assert form.cleaned_data["files"] == []
    with pytest.raises(forms.ValidationError):
        FilesField().clean([])


class Asked(forms.Form):
    own = forms.ChoiceField(choices=[("a", "A")], error_messages={"required": "Choose a way."})
    plain = forms.CharField()


def test_what_a_field_asks_in_its_own_words_stands_at_the_top_as_well() -> None:
    form = Asked({})
    assert plain_errors(form["own"]) == ["Choose a way."]
    assert plain_errors(form["plain"]) == ["Fill this in."]
