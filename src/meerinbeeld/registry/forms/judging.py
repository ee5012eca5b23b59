# SPDX-License-Identifier: EUPL-1.2
"""The forms of judging pairs and of having the register looked through."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.ui.forms.widgets import ManyChoices


class JudgeForm(ActForm):
    """A verdict about a pair: the button that was pressed."""

    verdict = forms.ChoiceField(
        choices=Verdict.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Press one of the buttons."),
            "invalid_choice": _("Press one of the buttons."),
        },
    )


class TakeOutForm(forms.Form):
    """Nothing to fill in; a token against sending twice."""

    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.initial["once"] = uuid4()


class SearchForm(forms.Form):
    """Which organisations deliver each person once."""

    unique = forms.ModelMultipleChoiceField(
        label=_("Whose own list has each person once?"),
        help_text=_(
            "Of a list without doubles each notification gets its best match only. Tick nothing "
            "when you do not know."
        ),
        queryset=Organisation.objects.none(),
        required=False,
        widget=ManyChoices(),
    )

    def __init__(
        self, data: Any = None, *, notifiers: QuerySet[Organisation], unique: Iterable[str] = ()
    ) -> None:
        super().__init__(data)
        self.fields["unique"].queryset = notifiers  # type: ignore[attr-defined]
        self.initial["unique"] = list(unique)

    def chosen(self) -> list[UUID]:
        return [organisation.pk for organisation in self.cleaned_data["unique"]]
