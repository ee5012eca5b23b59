# SPDX-License-Identifier: EUPL-1.2
"""Widgets: big choices with a line of help, a date in three parts, several files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

Text = Any


class _WithHelp(forms.Widget):
    """Adds the line of help of each choice."""

    helps: Mapping[str, Text]

    def create_option(self, name: str, value: Any, *rest: Any, **named: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(  # type: ignore[misc]
            name, value, *rest, **named
        )
        option["help"] = self.helps.get(str(value), "")
        return option


class Choices(_WithHelp, forms.RadioSelect):
    """One choice in a list; `helps` maps a value to its line of help."""

    class_name = "mib-options"

    def __init__(self, helps: Mapping[str, Text] | None = None) -> None:
        super().__init__(attrs={"class": self.class_name})
        self.helps = helps or {}


class ChoiceCards(Choices):
    """One choice in big cards, for the public pages."""

    class_name = "mib-cards"


class ManyChoices(_WithHelp, forms.CheckboxSelectMultiple):
    """Several choices in two columns."""

    class_name = "mib-options mib-options--columns"

    def __init__(self, helps: Mapping[str, Text] | None = None) -> None:
        super().__init__(attrs={"class": self.class_name})
        self.helps = helps or {}


class ManyChoiceCards(ManyChoices):
    class_name = "mib-cards"


class DayMonthYear(forms.MultiWidget):
    """Three short boxes: easier than a calendar for a date one knows by heart."""

    template_name = "django/forms/widgets/day_month_year.html"
    use_fieldset = True

    def __init__(self) -> None:
        digits = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            widgets=[
                forms.TextInput(attrs={**digits, "maxlength": "2"}),
                forms.TextInput(attrs={**digits, "maxlength": "2"}),
                forms.TextInput(attrs={**digits, "maxlength": "4"}),
            ]
        )

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class FilesInput(forms.ClearableFileInput):
    """More than one file in one go."""

    allow_multiple_selected = True
