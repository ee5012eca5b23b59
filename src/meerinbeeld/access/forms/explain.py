# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Membership
from meerinbeeld.access.queries.permissions import things
from meerinbeeld.access.roles import Purpose, Verb
from meerinbeeld.access.words import thing_label


class QuestionForm(forms.Form):
    """May this person, in this role, do this to that for such a purpose?"""

    membership = forms.ModelChoiceField(
        Membership.objects.none(), label=_("Who, in which role"), empty_label=_("choose")
    )
    verb = forms.ChoiceField(label=_("May do what"))
    thing = forms.ChoiceField(label=_("With what"))
    purpose = forms.ChoiceField(label=_("For what purpose"))

    def __init__(self, askable: QuerySet[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.fields["membership"].queryset = askable  # type: ignore[attr-defined]
        self.fields["verb"].choices = Verb.choices  # type: ignore[attr-defined]
        self.fields["thing"].choices = [  # type: ignore[attr-defined]
            (kind, thing_label(kind)) for kind in things()
        ]
        self.fields["purpose"].choices = Purpose.choices  # type: ignore[attr-defined]
