# SPDX-License-Identifier: EUPL-1.2
"""What every form that changes a record carries: a token against sending twice, and the version
that the person looked at."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.changing import Seen, Versioned
from meerinbeeld.ui.forms.text import Text

Choices = list[tuple[str, Any]]


class ActForm(forms.Form):
    """Give it the record at hand; read `once` and `seen` when it is valid."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, *, record: Versioned) -> None:
        super().__init__(data, files)
        self.record = record
        self.initial.update({"once": uuid.uuid4(), "seen": str(Seen.of(record))})

    def clean_seen(self) -> Seen:
        try:
            return Seen.parse(self.cleaned_data["seen"])
        except ValueError:
            raise ValidationError(_("Open this page again and send it once more.")) from None

    def look_again(self, record: Versioned) -> None:
        """Show the same typed words on top of the version as it is now."""
        self.record = record
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(Seen.of(record))
        self.data = data


def prose(label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "") -> Text:
    """A text area with the limit of the installation."""
    return Text(
        label=label, most=settings.MIB_MAX_TEXT, rows=rows, required=required, help_text=help_text
    )


def line(label: Any, *, required: bool = True, help_text: Any = "") -> Text:
    return Text(label=label, most=500, required=required, help_text=help_text)


def pick(
    label: Any,
    choices: Callable[[], Iterable[tuple[str, Any]]],
    *,
    required: bool = True,
    empty: Any = "",
    help_text: Any = "",
    widget: forms.Widget | None = None,
) -> forms.ChoiceField:
    """One of a list of norms, in the language of the reader and as it is today."""

    def with_empty() -> Choices:
        return [("", empty), *choices()] if empty or not required else list(choices())

    return forms.ChoiceField(
        label=label,
        choices=with_empty,
        required=required,
        help_text=help_text,
        widget=widget or forms.Select,
        error_messages={"invalid_choice": _("Choose something from the list.")},
    )
