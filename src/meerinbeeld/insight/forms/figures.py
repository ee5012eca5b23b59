# SPDX-License-Identifier: EUPL-1.2
"""The filter of the figures. All of it stands in the address, so that a page can be kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.insight.catalogue import (
    FORM,
    GROUP,
    MUNICIPALITY,
    Indicator,
    dimension_labels,
    dimension_name,
)
from meerinbeeld.insight.queries.own import Wanted
from meerinbeeld.insight.rules.periods import quarter_of, year_of

QUARTERS = [("1", "Q1"), ("2", "Q2"), ("3", "Q3"), ("4", "Q4")]


class FigureFilter(forms.Form):
    """What cannot be chosen is left out, so that an old bookmark still works."""

    jaar = forms.ChoiceField(label=_("Year"), required=False)
    kwartaal = forms.ChoiceField(label=_("Quarter"), required=False)
    gemeente = forms.ChoiceField(label=_("Municipality"), required=False)
    vorm = forms.ChoiceField(label=_("Form"), required=False)
    groep = forms.ChoiceField(label=_("Group"), required=False)
    per = forms.ChoiceField(label=_("Set side by side by"), required=False)

    def __init__(
        self, data: Any, years: Sequence[int], *, exact: bool, indicator: Indicator | None = None
    ) -> None:
        if indicator and indicator.beside and exact and "per" not in data:
            data = data.copy()
            data["per"] = indicator.beside
        super().__init__(data)
        self.years = years
        self._choices("jaar", [(str(year), str(year)) for year in years])
        if exact:
            whole, everything = _("Whole year"), _("All")
            self._choices("kwartaal", [("", whole), *QUARTERS])
            for name, dimension in (("gemeente", MUNICIPALITY), ("vorm", FORM), ("groep", GROUP)):
                self._choices(name, [("", everything), *dimension_labels(dimension).items()])
        else:
            for name in ("kwartaal", "gemeente", "vorm", "groep"):
                del self.fields[name]
        if indicator:
            apart = [
                (one, dimension_name(one)) for one in indicator.by if exact or one != MUNICIPALITY
            ]
            self._choices("per", [("", _("Nothing")), *apart])
        else:
            del self.fields["per"]

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _given(self, name: str) -> str:
        self.is_valid()
        return str(getattr(self, "cleaned_data", {}).get(name) or "")

    @property
    def year(self) -> int | None:
        """The year that was chosen, or the newest there is."""
        return int(self._given("jaar") or 0) or next(iter(self.years), None)

    @property
    def by(self) -> str:
        return self._given("per")

    def wanted(self) -> Wanted | None:
        if self.year is None:
            return None
        quarter = self._given("kwartaal")
        span = quarter_of(self.year, int(quarter)) if quarter else year_of(self.year)
        return Wanted(
            span=span,
            municipality=self._given("gemeente"),
            form=self._given("vorm"),
            group=self._given("groep"),
        )
