# SPDX-License-Identifier: EUPL-1.2
"""Forms about a claim for compensation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import Choices, prose
from meerinbeeld.care.actions.claims import PieceState
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case, Claim, ClaimPiece
from meerinbeeld.care.queries.claims import ShownPiece
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices as Radios


class PieceForm(CaseForm):
    status = forms.ChoiceField(
        label=_("How does it stand?"), choices=ClaimPiece.Status.choices, widget=Radios()
    )
    document = forms.ChoiceField(label=_("Which document shows it?"), required=False)
    text = prose(
        _("What is known, in words"),
        rows=6,
        required=False,
        help_text=_("Goes into the bundle as it stands here."),
    )

    def __init__(self, data: Any, papers: Choices, *, case: Case) -> None:
        super().__init__(data, case=case)
        field = self.fields["document"]
        field.choices = [("", _("none")), *papers]  # type: ignore[attr-defined]

    def state(self) -> PieceState:
        given = self.cleaned_data
        document = UUID(given["document"]) if given["document"] else None
        return PieceState(given["status"], given["text"], document)

    @staticmethod
    def initial_of(piece: ShownPiece) -> dict[str, Any]:
        document = str(piece.document) if piece.document else ""
        return {"status": piece.status, "document": document, "text": piece.text}


class ProgressForm(CaseForm):
    status = forms.ChoiceField(
        label=_("How does the claim stand?"), choices=Claim.Status.choices, widget=Radios()
    )
    on = PeopleDateField(label=_("Since which day?"), initial=timezone.localdate)
    outcome = prose(
        _("What was decided?"),
        rows=3,
        required=False,
        help_text=_("For example the amount, and what follows now."),
    )
