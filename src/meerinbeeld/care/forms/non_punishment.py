# SPDX-License-Identifier: EUPL-1.2
"""A page of the non-punishment file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.care.actions.non_punishment import Found
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.choices import codes, helps
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices


class NonPunishmentForm(CaseForm):
    """Was the person compelled, what does that rest on, who was told, and what came of it."""

    finding = pick(
        _("Was the person compelled to do what they are accused of?"),
        codes("non_punishment_finding"),
        widget=Choices(),
    )
    offence = prose(
        _("What is the person accused of?"),
        rows=2,
        required=False,
        help_text=_("Leave it empty when nothing is known."),
    )
    text = prose(
        _("What does that rest on?"),
        rows=5,
        help_text=_("Facts that a lawyer can use: who, how, since when, with which threat."),
    )
    put_before = pick(
        _("Put before whom?"),
        codes("non_punishment_recipient"),
        required=False,
        empty=_("nobody yet"),
    )
    put_before_on = PeopleDateField(label=_("On which day was it put before them?"), required=False)
    outcome = pick(_("What came of it?"), codes("non_punishment_outcome"), widget=Choices())

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, case=case)
        self.fields["finding"].widget.helps = helps("non_punishment_finding")
        self.fields["outcome"].widget.helps = helps("non_punishment_outcome")
        self.initial["outcome"] = "waiting"

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        told, day = given.get("put_before"), given.get("put_before_on")
        if told and not day and "put_before_on" not in self.errors:
            self.add_error("put_before_on", ValidationError(_("Say on which day.")))
        if day and not told:
            self.add_error("put_before", ValidationError(_("Say before whom it was put.")))
        return given

    def found(self) -> Found:
        given = self.cleaned_data
        return Found(
            finding=given["finding"],
            text=given["text"],
            offence=given["offence"],
            put_before=given["put_before"],
            put_before_on=given["put_before_on"],
            outcome=given["outcome"],
        )
