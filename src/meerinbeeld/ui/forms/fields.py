# SPDX-License-Identifier: EUPL-1.2
"""Fields that forgive how people write dates, and take several files."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.ui.forms.widgets import DayMonthYear, FilesInput

#: First three letters, Dutch and English; March has two Dutch spellings.
MONTHS = {
    "jan": 1, "feb": 2, "maa": 3, "mrt": 3, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
NAMED_DAYS = {
    "today": 0, "vandaag": 0, "yesterday": -1, "gisteren": -1, "eergisteren": -2,
    "tomorrow": 1, "morgen": 1, "overmorgen": 2,
}  # fmt: skip
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
NUMBERS = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
WORDS = re.compile(r"^(\d{1,2})\s+([a-z]{3,9})\.?(?:\s+(\d{4}))?$")


def parse_date(typed: str, today: date) -> date | None:
    """A date as people write it; None when it is not one.

    Without a year the nearest such day is meant that is not more than half a year ahead.
    """
    text = " ".join(typed.strip().lower().split())
    if text in NAMED_DAYS:
        return today + timedelta(days=NAMED_DAYS[text])
    if found := ISO.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.match(text):
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        return _date(year, int(found[2]), int(found[1]))
    if (found := WORDS.match(text)) and (month := MONTHS.get(found[2][:3])):
        return _with_month_word(int(found[1]), month, found[3], today)
    return None


def _with_month_word(day: int, month: int, year: str | None, today: date) -> date | None:
    if year:
        return _date(int(year), month, day)
    this_year = _date(today.year, month, day)
    if this_year and this_year > today + timedelta(days=183):
        return _date(today.year - 1, month, day)
    return this_year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


class PeopleDateField(forms.Field):
    """One text box that takes "23-11-2026", "23 nov" or "yesterday"."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a date like 23-11-2026 or 23 November, and not “%(typed)s”."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"class": "mib-input--short", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value.day}-{value.month}-{value.year}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        found = parse_date(str(value), timezone.localdate())
        if found is None:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"typed": str(value)[:40]}
            )
        return found


class DayMonthYearField(forms.MultiValueField):
    """A date in three boxes, for birth dates."""

    widget = DayMonthYear
    default_error_messages = {
        "invalid": _("This day does not exist. Write it like 23, 11 and 2026."),
        "incomplete": _("Fill in the day, the month and the year."),
    }

    def __init__(self, *, required: bool = True, label: Any = None, help_text: Any = "") -> None:
        whole = {"invalid": _("Use figures only.")}
        super().__init__(
            fields=[
                forms.IntegerField(error_messages=whole, min_value=1, max_value=31),
                forms.IntegerField(error_messages=whole, min_value=1, max_value=12),
                forms.IntegerField(error_messages=whole, min_value=1000, max_value=9999),
            ],
            required=required,
            require_all_fields=False,
            label=label,
            help_text=help_text,
        )

    def compress(self, data_list: Sequence[int | None]) -> date | None:
        if not data_list:
            return None
        day, month, year = data_list
        if day is None or month is None or year is None:
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        found = _date(year, month, day)
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class FilesField(forms.FileField):
    """Zero or more files as one list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data]
        given = [file for file in files if file]
        if not given:
            super().clean(None, initial)
            return []
        return [super(FilesField, self).clean(file, initial) for file in given]
