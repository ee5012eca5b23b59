# SPDX-License-Identifier: EUPL-1.2
"""Uploading a signal book, and saying which column is what."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.signals.actions import book_rows
from meerinbeeld.signals.actions.book import Content
from meerinbeeld.signals.actions.book_table import BookError, Table, read_table

WORDS: Final[dict[str, Any]] = {
    "empty": _("This file is empty."),
    "no_rows": _("There is only a heading. Put the signals below it, one on each row."),
    "too_large": _("This file is larger than 5 MB. Split it and import the parts one by one."),
    "unpacks_too_large": _("This file unpacks into far too much. Save the first sheet as CSV."),
    "too_many_rows": _("There are more than 5,000 rows. Split the file and import the parts."),
    "too_many_columns": _("There are more than 60 columns. Take out what is not needed."),
    "old_excel": _("This is an old Excel file or one with a password. Save it as XLSX or CSV."),
    "kind": _("This is no CSV or XLSX file. Save the signal book as one of these."),
    "broken": _("This file is damaged. Open it, save it again as XLSX or CSV, and try once more."),
}
#: The choice for a column that is not taken over.
LEFT_OUT: Final = "-"


class UploadForm(forms.Form):
    use_required_attribute = False

    book = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        help_text=_("CSV or XLSX, with a heading above each column. At most 5 MB and 5,000 rows."),
        error_messages={"required": _("Choose a file. One file may be 5 MB.")},
    )

    def clean_book(self) -> Table:
        try:
            return read_table(self.cleaned_data["book"].read())
        except BookError as error:
            raise ValidationError(WORDS[error.code], code=error.code) from None


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
