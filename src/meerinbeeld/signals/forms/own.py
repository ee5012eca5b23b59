# SPDX-License-Identifier: EUPL-1.2
"""Writing to the team about a signal that one reported."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import prose


class ToTeamForm(forms.Form):
    once = forms.UUIDField(widget=forms.HiddenInput)
    text = prose(
        _("Write to the team"),
        rows=4,
        help_text=_("Answer the question, or add what you found out. Only the team reads it."),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.initial["once"] = uuid.uuid4()
