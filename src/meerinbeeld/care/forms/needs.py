# SPDX-License-Identifier: EUPL-1.2
"""Measuring how it goes: a number from 1 to 5 in each domain of life, with room for a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import line, pick
from meerinbeeld.care.actions.needs import Score
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.forms.shelter import moment_of
from meerinbeeld.care.models import Case, Measure
from meerinbeeld.care.rules.needs import HIGHEST, LOWEST
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices

#: What a number means; the same words stand under the picture.
SCALE: Final = {
    1: pgettext_lazy("how it goes", "very badly"),
    2: pgettext_lazy("how it goes", "badly"),
    3: pgettext_lazy("how it goes", "so-so"),
    4: pgettext_lazy("how it goes", "fairly well"),
    5: pgettext_lazy("how it goes", "well"),
}


@dataclass(frozen=True)
class Row:
    """One domain of life in the form."""

    score: BoundField
    note: BoundField
    #: The number that was given last, or None.
    last: int | None


class MeasureForm(CaseForm):
    """Filled in together with the person. What was not talked about stays empty."""

    moment = pick(_("When is this?"), lambda: Measure.Moment.choices, widget=Choices())
    on = PeopleDateField(
        label=_("On which day?"), required=False, help_text=_("Leave it empty for today.")
    )

    def __init__(
        self, data: Any = None, *, case: Case, moment: str, last: Mapping[str, int]
    ) -> None:
        super().__init__(data, case=case)
        self.initial["moment"] = moment
        self._last = last
        self._domains = norms.codelist("life_domain")
        for code in self._domains:
            self.fields[f"score_{code.value}"] = _score(code.label)
            self.fields[f"note_{code.value}"] = line(
                _now("In a few words: %(domain)s") % {"domain": code.label}, required=False
            )

    def rows(self) -> Iterator[Row]:
        for domain in self._domains.values:
            yield Row(self[f"score_{domain}"], self[f"note_{domain}"], self._last.get(domain))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wordy = [d for d in self._domains.values if given.get(f"note_{d}")]
        for domain in wordy:
            if not given.get(f"score_{domain}") and f"score_{domain}" not in self.errors:
                self.add_error(f"score_{domain}", ValidationError(_("Give the number as well.")))
        if not self.errors and not list(self.scores()):
            raise ValidationError(_("Give at least one number."))
        return given

    def scores(self) -> Iterator[Score]:
        for domain in self._domains.values:
            if score := self.cleaned_data.get(f"score_{domain}"):
                yield Score(domain, int(score), self.cleaned_data[f"note_{domain}"])

    def at(self) -> datetime | None:
        return moment_of(self.cleaned_data["on"])


def _score(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[(str(score), SCALE[score]) for score in range(LOWEST, HIGHEST + 1)],
        widget=forms.RadioSelect(),
        error_messages={"invalid_choice": _("Choose something from the list.")},
    )
