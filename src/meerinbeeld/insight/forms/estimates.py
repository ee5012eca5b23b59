# SPDX-License-Identifier: EUPL-1.2
"""Asking for an estimate: from the register, or from a table of one's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.files.fields import TableField
from meerinbeeld.files.tables import Table
from meerinbeeld.insight.rules.capture import Histories, TableMistake, from_table
from meerinbeeld.ui.forms.fields import PeopleDateField

MISTAKES: Final[dict[str, Any]] = {
    "count_column": _("There has to be one column “aantal” (or “count”), with how many people."),
    "few_lists": _("One list says nothing about who is missing. Give two lists or more."),
    "many_lists": _("At most twelve lists. Take some together."),
    "names": _("Give every list a name of its own, as the heading of its column."),
    "mark": _("Row %(row)d: “%(found)s” is not 1 (on the list) or 0 (not on it)."),
    "count": _("Row %(row)d: “%(found)s” is not a whole number without signs."),
    "twice": _("Row %(row)d stands there twice. Add the two numbers up into one row."),
    "nobody": _("Row %(row)d is about people on no list: they cannot have been counted."),
    "no_overlap": _("Nobody is on more than one list. Then nothing can be said about the rest."),
    "empty": _("Every number is 0."),
}


class NamedForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        help_text=_("By which you find it again. No names of people."),
        max_length=80,
    )


class RegisterForm(NamedForm):
    """Both days are included."""

    first = PeopleDateField(label=_("Notified from"))
    last = PeopleDateField(label=_("Until and with"))

    def clean(self) -> None:
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("This day is before the first one."))

    @property
    def until(self) -> Any:
        return self.cleaned_data["last"] + timedelta(days=1)


class TableForm(NamedForm):
    table = TableField(
        help_text=_("CSV or XLSX: a column of 0 and 1 for each list, and one column “aantal”.")
    )

    def clean_table(self) -> Histories:
        table: Table = self.cleaned_data["table"]
        try:
            return from_table(table.headers, table.rows)
        except TableMistake as wrong:
            words = MISTAKES[wrong.code]
            params = {"row": wrong.row, "found": wrong.found[:40]}
            raise ValidationError(words, code=wrong.code, params=params) from None
