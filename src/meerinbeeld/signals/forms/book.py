# SPDX-License-Identifier: EUPL-1.2
"""Uploading a signal book, and saying which column is what."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.files.fields import TableField
from meerinbeeld.signals.actions import book_rows
from meerinbeeld.signals.actions.book import Content

#: The choice for a column that is not taken over.
LEFT_OUT: Final = "-"


class UploadForm(forms.Form):
    use_required_attribute = False

    book = TableField()


class ColumnsForm(forms.Form):
    """One choice per column of the file."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, content: Content) -> None:
        super().__init__(data, label_suffix="")
        self.content = content
        choices = [(LEFT_OUT, _("do not take over"))]
        choices += [(name, label) for name, (label, _known) in book_rows.FIELDS.items()]
        for place, header in enumerate(content.headers):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=header or _("column without a heading"),
                choices=choices,
                initial=content.mapping.get(place, LEFT_OUT),
            )

    def clean(self) -> None:
        chosen = [name for name in self.cleaned_data.values() if name != LEFT_OUT]
        for name in sorted(set(chosen)):
            if chosen.count(name) > 1:
                words = _("Two columns are both “%(name)s”. Choose one.")
                self.add_error(
                    None, ValidationError(words, params={"name": book_rows.FIELDS[name][0]})
                )
        if "received" not in chosen:
            self.add_error(None, ValidationError(_("Say in which column the date stands.")))

    def mapping(self) -> dict[int, str]:
        return {
            place: self.cleaned_data[f"column_{place}"]
            for place in range(len(self.content.headers))
            if self.cleaned_data[f"column_{place}"] != LEFT_OUT
        }
