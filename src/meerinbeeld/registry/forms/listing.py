# SPDX-License-Identifier: EUPL-1.2
"""The filter of the list of notifications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Notification, Passing
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.listing import TILES, Wanted
from meerinbeeld.registry.rules.completeness import NATIONAL


class FilterForm(forms.Form):
    """Anything that is not in the list is left out, so that an old bookmark still works."""

    jaar = forms.ChoiceField(label=_("Year"), required=False)
    vorm = pick(
        _("Form"),
        lambda: norms.codelist("form_of_exploitation").choices(),
        required=False,
        empty=_("All forms"),
    )
    wie = forms.ChoiceField(label=_("Organisation"), required=False)
    grond = pick(
        _("Rests on"),
        lambda: [(value, capfirst(label)) for value, label in Notification.Rest.choices],
        required=False,
        empty=_("Any ground"),
    )
    door = pick(
        _("Passed on"),
        lambda: [(value, capfirst(label)) for value, label in Passing.State.choices],
        required=False,
        empty=_("Any state"),
    )
    mist = pick(
        _("Missing"),
        lambda: [(name, words.field_label(name)) for name in NATIONAL],
        required=False,
        empty=_("Whatever"),
    )

    def __init__(self, data: Any, years: list[int], organisations: list[Organisation]) -> None:
        super().__init__(data)
        self.fields["jaar"].choices = [  # type: ignore[attr-defined]
            ("", _("All years")),
            *((str(year), str(year)) for year in years),
        ]
        self.fields["wie"].choices = [  # type: ignore[attr-defined]
            ("", _("Everybody")),
            *((str(one.pk), one.name) for one in organisations),
        ]
        if len(organisations) < 2:
            del self.fields["wie"]

    def wanted(self, tile: str) -> Wanted:
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        year = given.get("jaar", "")
        return Wanted(
            tile=tile if tile in TILES else "",
            year=int(year) if year else None,
            form=given.get("vorm", ""),
            organisation=given.get("wie", ""),
            rests_on=given.get("grond", ""),
            passing=given.get("door", ""),
            lacks=given.get("mist", ""),
        )
