# SPDX-License-Identifier: EUPL-1.2
"""Writing down what the person says about a flow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.care.actions.consent import Answer
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case, Consent
from meerinbeeld.care.queries import flows
from meerinbeeld.ui.forms.widgets import Choices


class ConsentForm(CaseForm):
    """One answer to one flow."""

    flow = pick(
        _("What is it about?"),
        lambda: norms.codelist("care_flow").choices(),
        empty=_("choose"),
    )
    answer = forms.ChoiceField(
        label=_("What did the person say?"),
        choices=[
            (Consent.Answer.GIVEN, _("Yes, you may share this")),
            (Consent.Answer.REFUSED, _("No, do not share this")),
        ],
        widget=Choices({"refused": _("Help goes on. What rested on an earlier yes ends at once.")}),
        error_messages={"required": _("Choose yes or no.")},
    )
    given_by = pick(_("Who answered?"), lambda: norms.codelist("consent_giver").choices())
    how = pick(
        _("How was it explained?"),
        lambda: norms.codelist("consent_how").choices(),
        empty=_("choose"),
    )
    language = pick(_("In which language?"), lambda: norms.codelist("language").choices())
    note = prose(
        _("What should a colleague know about this?"),
        rows=2,
        required=False,
        help_text=_("For example what the person found important. Only the team reads it."),
    )

    def __init__(self, data: Any = None, *, case: Case, flow: str = "") -> None:
        super().__init__(data, case=case)
        wanted = flows.flow(flow)
        usual = flows.givers(case, wanted) if wanted else ()
        self.initial.update(
            {
                "flow": flow,
                "given_by": usual[0] if usual else "person",
                "language": case.language or "nl",
            }
        )

    def given(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            flow=data["flow"],
            answer=data["answer"],
            given_by=data["given_by"],
            how=data["how"],
            language=data["language"],
            note=data["note"],
        )
