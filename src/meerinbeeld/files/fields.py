# SPDX-License-Identifier: EUPL-1.2
"""A field of a form that takes a list, as CSV or XLSX, and gives its table."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.files.tables import Table, TableError, read_table

WORDS: Final[dict[str, Any]] = {
    "empty": _("This file is empty."),
    "no_rows": _("There is only a heading. Put your list below it, one thing on each row."),
    "too_large": _("This file is larger than 5 MB. Split it and import the parts one by one."),
    "unpacks_too_large": _("This file unpacks into far too much. Save the first sheet as CSV."),
    "too_many_rows": _("There are more than 5,000 rows. Split the file and import the parts."),
    "too_many_columns": _("There are more than 60 columns. Take out what is not needed."),
    "old_excel": _("This is an old Excel file or one with a password. Save it as XLSX or CSV."),
    "kind": _("This is no CSV or XLSX file. Save your list as one of these."),
    "broken": _("This file is damaged. Open it, save it again as XLSX or CSV, and try once more."),
    "no_such_sheet": _("This file has no sheet of that name that holds something."),
}


class TableField(forms.FileField):
    """The first sheet that holds something. `table_of` reads another one."""

    def __init__(self, **named: Any) -> None:
        named.setdefault("label", _("The file"))
        named.setdefault(
            "help_text",
            _("CSV or XLSX, with a heading above each column. At most 5 MB and 5,000 rows."),
        )
        super().__init__(allow_empty_file=True, **named)
        self.error_messages["required"] = _("Choose a file. One file may be 5 MB.")

    def clean(self, data: Any, initial: Any = None) -> Any:
        return table_of(super().clean(data, initial))


def table_of(upload: Any, sheet: str = "") -> Table:
    """The table of an upload. Raises `ValidationError` with what to do."""
    upload.seek(0)
    try:
        return read_table(upload.read(), sheet)
    except TableError as error:
        raise ValidationError(WORDS[error.code], code=error.code) from None
