# SPDX-License-Identifier: EUPL-1.2
"""By which year and which organisation a list of the register is narrowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.parties.models import Organisation


class NarrowingForm(forms.Form):
    """Anything that is not in the list is left out, so that an old bookmark still works."""

    jaar = forms.ChoiceField(label=_("Year"), required=False)
    wie = forms.ChoiceField(label=_("Organisation"), required=False)

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

    def given(self) -> dict[str, Any]:
        """What was chosen, with the year as a number or None."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {})
        year = chosen.get("jaar", "")
        return {**chosen, "jaar": int(year) if year else None}
