# SPDX-License-Identifier: EUPL-1.2
"""The filter of the inbox."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick
from meerinbeeld.parties.models import Municipality
from meerinbeeld.signals.models import Phase
from meerinbeeld.signals.queries.inbox import Wanted


def _codes(name: str) -> Any:
    return lambda: norms.codelist(name).choices()


class FilterForm(forms.Form):
    """Anything that is not in the list is left out, so that an old bookmark still works."""

    vorm = pick(_("Form"), _codes("form_of_exploitation"), required=False, empty=_("All forms"))
    fase = pick(
        _("Phase"),
        lambda: [(value, capfirst(label)) for value, label in Phase.choices],
        required=False,
        empty=_("All open phases"),
    )
    gemeente = forms.ChoiceField(label=_("Municipality"), required=False)
    spoed = pick(_("Urgency"), _codes("urgency"), required=False, empty=_("All"))
    wie = pick(
        _("Taken on by"),
        lambda: [("me", _("me")), ("nobody", _("nobody"))],
        required=False,
        empty=_("Everybody"),
    )

    def __init__(self, data: Any, municipalities: list[Municipality]) -> None:
        super().__init__(data)
        towns = [(town.cbs_code, town.name) for town in municipalities]
        self.fields["gemeente"].choices = [("", _("All")), *towns]  # type: ignore[attr-defined]
        if len(towns) < 2:
            del self.fields["gemeente"]

    def wanted(self, tile: str, page: int) -> Wanted:
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Wanted(
            tile=tile,
            form=given.get("vorm", ""),
            phase=given.get("fase", ""),
            municipality=given.get("gemeente", ""),
            urgency=given.get("spoed", ""),
            assignee=given.get("wie", ""),
            page=page,
        )
