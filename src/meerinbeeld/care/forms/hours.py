# SPDX-License-Identifier: EUPL-1.2
"""Hours in one line: what, how long, for whom, which day."""

from __future__ import annotations

import uuid
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.care.models import WorkedHours
from meerinbeeld.care.rules.hours import minutes_of
from meerinbeeld.parties.models import Municipality
from meerinbeeld.ui.forms.fields import PeopleDateField


class HoursForm(forms.Form):
    once = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("What"))
    long = forms.CharField(
        label=_("How long"), max_length=12,
        widget=forms.TextInput(
            attrs={"class": "mib-input--short", "autocomplete": "off", "placeholder": "1:30"}
        ),
    )  # fmt: skip
    gemeente = forms.ChoiceField(label=_("For"), required=False)
    day = PeopleDateField(label=_("Day"))

    def __init__(self, data: Any = None, *, towns: list[Municipality]) -> None:
        super().__init__(data)
        self.initial.update({"once": uuid.uuid4(), "day": timezone.localdate()})
        self.fields["what"].choices = _kinds()  # type: ignore[attr-defined]
        self.fields["gemeente"].choices = [  # type: ignore[attr-defined]
            ("", _("The whole region")),
            *((town.cbs_code, town.name) for town in towns),
        ]

    def clean_long(self) -> int:
        minutes = minutes_of(self.cleaned_data["long"])
        if not minutes:
            raise ValidationError(_("Write how long it took, such as 1:30."))
        return minutes


def _kinds() -> list[tuple[str, Any]]:
    """The kinds of work by stream."""
    codes = norms.codelist("work_kind")
    streams = dict(WorkedHours.Stream.choices)
    return [
        (str(streams[stream]).capitalize(), [(code.value, code.label) for code in found])
        for stream, found in groupby(codes, key=lambda code: str(code.extra["stream"]))
    ]
