# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person, Verdict
from meerinbeeld.journal.models import Entry
from meerinbeeld.oversight.models import HoldReason
from meerinbeeld.oversight.words import OUTCOMES
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.models import Signal
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices


class JournalFilter(forms.Form):
    reference = forms.CharField(label=_("Reference of a dossier"), required=False, max_length=20)
    person = forms.ModelChoiceField(
        Person.objects.order_by("name"), label=_("Who"), required=False, empty_label=_("Everybody")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label=_("For whom"),
        required=False,
        empty_label=_("All organisations"),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"),
        required=False,
        choices=[("", _("All outcomes")), *((value, OUTCOMES[value]) for value in Entry.Outcome)],
    )
    since = PeopleDateField(label=_("From"), required=False)
    until = PeopleDateField(label=_("Until"), required=False)


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Was this emergency access justified?"), choices=Verdict.choices, widget=Choices
    )
    note = forms.CharField(
        label=_("What you found"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class HoldForm(forms.Form):
    reference = forms.CharField(label=_("Reference of a signal or a case"), max_length=20)
    reason = forms.ChoiceField(label=_("Why"), choices=HoldReason.choices)


class Chosen(forms.Form):
    """The ticked rows of the list to destroy."""

    dossier = forms.ModelMultipleChoiceField(
        Signal.objects.none(),
        label=_("Dossiers"),
        error_messages={"required": _("Tick at least one.")},
    )

    def __init__(self, data: QueryDict, allowed: QuerySet[Any]) -> None:
        super().__init__(data)
        self.fields["dossier"].queryset = allowed  # type: ignore[attr-defined]
