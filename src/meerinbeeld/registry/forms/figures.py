# SPDX-License-Identifier: EUPL-1.2
"""Forms of figures: the period, what to export, and being sure of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import Choices, pick
from meerinbeeld.registry.actions.exporting import HTCDS_CSV, HTCDS_JSON, ICTIP
from meerinbeeld.registry.rules import period as periods
from meerinbeeld.registry.rules.period import Period
from meerinbeeld.registry.views import letter_words


def kinds() -> Choices:
    return [
        (HTCDS_JSON, _("HTCDS v2, as JSON")),
        (HTCDS_CSV, _("HTCDS v2, as CSV")),
        (ICTIP, _("IC-TIP: events, victims, perpetrators and reporters")),
    ]


class PeriodForm(forms.Form):
    """An old bookmark with another period shows the one by itself."""

    by_default: ClassVar[dict[str, str]] = {}
    periode = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, data: QueryDict, choices: Sequence[Period], by_itself: Period) -> None:
        super().__init__({**self.by_default, "periode": by_itself.code, **data.dict()})
        self.by_itself = by_itself
        named = [(one.code, letter_words.period_words(one)) for one in choices]
        self.fields["periode"].choices = named  # type: ignore[attr-defined]

    def period(self) -> Period:
        self.is_valid()
        code = getattr(self, "cleaned_data", {}).get("periode", "")
        return periods.parse(code) or self.by_itself


class ExportForm(PeriodForm):
    by_default: ClassVar[dict[str, str]] = {"soort": HTCDS_JSON}
    soort = pick(_("Format"), kinds)

    def kind(self) -> str:
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get("soort") or HTCDS_JSON)


class SureForm(forms.Form):
    """Data about people leaves, also where it names nobody."""

    sure = forms.BooleanField(
        label=_("I know who gets this file, and that they may have it."),
        error_messages={"required": _("Tick this first.")},
    )
