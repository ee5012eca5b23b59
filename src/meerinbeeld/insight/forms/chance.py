# SPDX-License-Identifier: EUPL-1.2
"""What a page of chance, map or blind spots looks at. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.insight.models import Source


class SightForm(forms.Form):
    """What cannot be chosen is left out, so that an old bookmark still works."""

    bron = forms.ChoiceField(label=_("What is counted"), required=False)
    jaar = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, data: Any, sources: Sequence[str], years: Sequence[int]) -> None:
        super().__init__(data)
        self.years = years
        names = [(source, str(Source(source).label).capitalize()) for source in sources]
        self.fields["bron"].choices = names  # type: ignore[attr-defined]
        self.fields["jaar"].choices = [(str(year), str(year)) for year in years]  # type: ignore[attr-defined]
        if len(sources) < 2:
            del self.fields["bron"]

    @property
    def year(self) -> int | None:
        """The year that was chosen, or the newest there is."""
        self.is_valid()
        chosen = getattr(self, "cleaned_data", {}).get("jaar")
        return int(chosen) if chosen else next(iter(self.years), None)
