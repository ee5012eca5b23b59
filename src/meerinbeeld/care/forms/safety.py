# SPDX-License-Identifier: EUPL-1.2
"""The form of a look at safety. The points are an aid for a talk; a person chooses the level."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.care.actions.safety import Look
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.forms.shelter import moment_of
from meerinbeeld.care.models import Assessment, Case
from meerinbeeld.care.queries.choices import codes, helps
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices, ManyChoices

MOST_CHILDREN = 20


class SafetyForm(CaseForm):
    """Made once more after each move, and when the clock asks for it."""

    occasion = pick(_("Why now?"), lambda: Assessment.Occasion.choices, widget=Choices())
    points = forms.MultipleChoiceField(
        label=_("What was talked about?"),
        required=False,
        choices=codes("safety_point"),
        widget=ManyChoices(),
        help_text=_("An aid for the talk. Nothing is added up."),
    )
    level = pick(_("How safe is it now?"), codes("safety_level"), widget=Choices())
    text = prose(
        _("What does that rest on?"),
        rows=5,
        help_text=_("What the person says, what you see, what others know."),
    )
    agreements = prose(
        _("What did you agree?"),
        rows=3,
        required=False,
        help_text=_("For example: whom to call, a code word, who must not know."),
    )
    children = forms.IntegerField(
        label=_("How many children are with the person?"),
        required=False,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "mib-input--short"}),
        validators=[
            MinValueValidator(0, _("Write 0 when there are none.")),
            MaxValueValidator(MOST_CHILDREN, _("That is more than can be right.")),
        ],
        error_messages={"invalid": _("Write a whole number.")},
    )
    location_secret = forms.BooleanField(
        label=_("The location is secret"),
        required=False,
        help_text=_("Everybody who sees the case sees that. The address itself stays apart."),
    )
    on = PeopleDateField(
        label=_("On which day?"), required=False, help_text=_("Leave it empty for today.")
    )

    def __init__(self, data: Any = None, *, case: Case, start: dict[str, Any]) -> None:
        super().__init__(data, case=case)
        self.fields["level"].widget.helps = helps("safety_level")
        self.fields["points"].widget.helps = helps("safety_point")
        self.initial.update(start)

    def look(self) -> Look:
        given = self.cleaned_data
        return Look(
            occasion=given["occasion"],
            level=given["level"],
            text=given["text"],
            agreements=given["agreements"],
            points=tuple(given["points"]),
            children=given["children"] or 0,
            location_secret=given["location_secret"],
        )

    def at(self) -> datetime | None:
        return moment_of(self.cleaned_data["on"])
