# SPDX-License-Identifier: EUPL-1.2
"""Splitting and merging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import line, prose
from meerinbeeld.signals.actions.joining import ALONG, BOTH
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.queries.reading import ShownItem

STAYS = "stays"
WHERE = [(STAYS, _("stays here")), (BOTH, _("in both")), (ALONG, _("goes along"))]


class SplitForm(ActForm):
    """Per item whether it stays, goes along or stands in both."""

    def __init__(self, data: Any = None, *, signal: Signal, items: list[ShownItem]) -> None:
        super().__init__(data, signal=signal)
        self.items = {f"item_{item.id.hex}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = forms.ChoiceField(
                label=item.label,
                # the template trusts help texts, and this one is somebody's own words
                help_text="" if item.masked else escape(_shortened(item.text or "")),
                choices=WHERE,
                initial=STAYS,
            )
        self.fields["explanation"] = prose(_("Why do you split it?"), rows=3)

    def clean(self) -> None:
        if not self.chosen():
            raise ValidationError(_("Choose what goes along to the new signal."))

    def chosen(self) -> dict[UUID, str]:
        return {
            item.id: self.cleaned_data[name]
            for name, item in self.items.items()
            if self.cleaned_data.get(name, STAYS) != STAYS
        }


class MergeForm(ActForm):
    into = line(
        _("To which signal do you add this one?"),
        help_text=_("Its reference, such as S-2026-0412. It has to be an open signal of yours."),
    )
    explanation = prose(_("Why are they the same?"), rows=3)

    def clean_into(self) -> str:
        return str(self.cleaned_data["into"]).strip().upper()


def _shortened(text: str) -> str:
    return text if len(text) <= 200 else text[:200].rstrip() + "…"
