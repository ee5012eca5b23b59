# SPDX-License-Identifier: EUPL-1.2
"""The filter of the page of quality."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import pick
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.problems import CONTRADICTS
from meerinbeeld.registry.queries.quality import TILES, Wanted
from meerinbeeld.registry.rules.completeness import NATIONAL


class QualityForm(forms.Form):
    """Anything that is not in the list is left out, so that an old bookmark still works."""

    jaar = forms.ChoiceField(label=_("Year"), required=False)
    wie = forms.ChoiceField(label=_("Organisation"), required=False)
    wat_mist = pick(
        _("What is wrong"),
        lambda: [
            (str(_("Missing")), [(name, words.field_label(name)) for name in NATIONAL]),
            (str(_("Contradicts")), list(CONTRADICTS.items())),
        ],
        required=False,
        empty=_("Anything"),
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
            organisation=given.get("wie", ""),
            problem=given.get("wat_mist", ""),
        )
