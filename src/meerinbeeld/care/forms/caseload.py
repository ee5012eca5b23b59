# SPDX-License-Identifier: EUPL-1.2
"""The filter of the caseload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick
from meerinbeeld.access.models import Person
from meerinbeeld.care.models import Phase
from meerinbeeld.care.queries.caseload import TILES, Wanted
from meerinbeeld.parties.models import Municipality


class FilterForm(forms.Form):
    """Anything that is not in the list is left out, so that an old bookmark still works."""

    fase = pick(
        _("Phase"),
        lambda: [(value, capfirst(label)) for value, label in Phase.choices],
        required=False,
        empty=_("All open phases"),
    )
    vorm = pick(
        _("Form"),
        lambda: norms.codelist("form_of_exploitation").choices(),
        required=False,
        empty=_("All forms"),
    )
    gemeente = forms.ChoiceField(label=_("Municipality"), required=False)
    wie = forms.ChoiceField(label=_("Coordinator"), required=False)

    def __init__(
        self, data: Any, municipalities: list[Municipality], coordinators: list[Person]
    ) -> None:
        super().__init__(data)
        towns = [(town.cbs_code, town.name) for town in municipalities]
        people = [(str(person.pk), person.name) for person in coordinators]
        self.fields["gemeente"].choices = [("", _("All")), *towns]  # type: ignore[attr-defined]
        self.fields["wie"].choices = [  # type: ignore[attr-defined]
            ("", _("Everybody")), ("me", _("me")), *people
        ]  # fmt: skip

    def wanted(self, tile: str, page: int) -> Wanted:
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Wanted(
            tile=tile if tile in TILES else "",
            form=given.get("vorm", ""),
            phase=given.get("fase", ""),
            municipality=given.get("gemeente", ""),
            coordinator=given.get("wie", ""),
            page=page,
        )
