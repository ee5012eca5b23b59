# SPDX-License-Identifier: EUPL-1.2
"""Text fields that lose nothing: what is too long is shown back and not cut off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from meerinbeeld.ui.forms.typed import UNREADABLE, cleaned


def _grouped(number: int) -> str:
    """In threes, as the language in use writes it."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


class Text(forms.CharField):
    """A text of at most `most` signs, without signs that nobody sees.

    There is no `maxlength` in the page: a browser would silently cut off what somebody pastes.
    """

    default_error_messages = {
        "too_long": _("This text has %(length)s signs. At most %(most)s fit. Shorten it, please."),
        "unreadable": _(
            "Some signs could not be read and show as �. Please type those words again."
        ),
    }

    def __init__(
        self, *, label: Any, most: int, rows: int = 0, help_text: Any = "", required: bool = False
    ) -> None:
        attrs = {"autocomplete": "off"}
        widget = (
            forms.Textarea(attrs={**attrs, "rows": str(rows)})
            if rows
            else forms.TextInput(attrs=attrs)
        )
        super().__init__(label=label, help_text=help_text, required=required, widget=widget)
        self.most = most

    def to_python(self, value: Any) -> str:
        return cleaned(str(super().to_python(value) or "")).strip()

    def validate(self, value: Any) -> None:
        super().validate(value)
        if UNREADABLE in value:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        if len(value) > self.most:
            numbers = {"length": _grouped(len(value)), "most": _grouped(self.most)}
            raise ValidationError(self.error_messages["too_long"], code="too_long", params=numbers)
