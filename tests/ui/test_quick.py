# SPDX-License-Identifier: EUPL-1.2
"""What is made cheaply is the same as before, and nothing of one visitor reaches another."""

from __future__ import annotations

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from meerinbeeld.ui.forms.widgets import ChoiceCards

EVIL = '"><script>alert(1)</script>'


def test_what_is_steady_is_made_once_per_language_and_sees_no_visitor(rf: RequestFactory) -> None:
    page = engines["django"].from_string(
        "{% load i18n quick %}{% steady %}{% translate 'Back' %}{{ name }}{{ request.path }}"
        "{% endsteady %} {{ name }}"
    )
    for language, back in (("en", "Back"), ("nl", "Terug"), ("en", "Back")):
        with translation.override(language):
            for name in ("Anna", "Bilal"):
                assert page.render({"name": name}, rf.get("/secret")) == f"{back} {name}"


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(attrs={"title": EVIL, "autofocus": True, "hidden": False}), EVIL),
        (forms.Textarea(attrs={"title": EVIL}), EVIL),
        (forms.Select(choices=[(EVIL, EVIL), ("Group", [("b", EVIL)])]), EVIL),
        (forms.RadioSelect(choices=[(EVIL, EVIL)]), EVIL),
        (ChoiceCards({EVIL: EVIL}), EVIL),
        (forms.CheckboxInput(attrs={"title": EVIL}), True),
        (forms.HiddenInput(), EVIL),
    ],
)
def test_a_control_escapes_all_that_is_typed_or_given(widget: forms.Widget, value: object) -> None:
    if isinstance(widget, ChoiceCards):
        widget.choices = [(EVIL, EVIL)]
    drawn = widget.render("field", value, {"id": "id_field"})
    assert "<script" not in drawn and "&lt;script" in drawn or value is True
    assert 'name="field"' in drawn


def test_attributes_are_bare_when_true_and_left_out_when_false() -> None:
    drawn = forms.TextInput(attrs={"autofocus": True, "hidden": False, "size": 3}).render("f", "")
    assert " autofocus" in drawn and 'size="3"' in drawn
    assert "hidden" not in drawn and "autofocus=" not in drawn


def test_the_chosen_ones_are_marked() -> None:
    choices = [("a", "A"), ("b", "B")]
    drawn = forms.Select(choices=choices).render("f", "b")
    assert '<option value="b" selected>B</option>' in drawn and 'value="a" ' not in drawn
    many = forms.CheckboxSelectMultiple(choices=choices).render("f", ["a"])
    assert many.count("checked") == 1 and 'type="checkbox" name="f" value="a" checked' in many
