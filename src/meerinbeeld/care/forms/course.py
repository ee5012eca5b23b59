# SPDX-License-Identifier: EUPL-1.2
"""Forms of the course of the help: a step with a few words, and how it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import Choices, pick, prose
from meerinbeeld.care.actions.course import Ending
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.choices import codes, helps
from meerinbeeld.parties.queries import active_organisations
from meerinbeeld.ui.forms.widgets import Choices as Radios


class StepForm(CaseForm):
    """A step in the course of the help; the words are for the team."""

    explanation = prose(_("What should be remembered of it?"), rows=3, required=False)

    def __init__(self, data: Any = None, *, case: Case, label: Any = "", needed: bool = False):
        super().__init__(data, case=case)
        self.fields["explanation"].label = label or self.fields["explanation"].label
        self.fields["explanation"].required = needed


class CloseForm(CaseForm):
    """Why help ends, where the person goes, and why nothing was measured, if so."""

    reason = pick(_("Why does the help end?"), lambda: [], widget=Radios())
    organisation = pick(
        _("To whom was the person handed over?"),
        lambda: [(str(one.id), one.name) for one in active_organisations().order_by("name")],
        required=False,
        empty=_("nobody"),
        help_text=_("Hand over in person: call, and agree who does what."),
    )
    other_help = pick(
        _("Where can the person turn to?"),
        codes("other_help"),
        required=False,
        empty=_("nowhere else, for now"),
    )
    explanation = prose(
        _("What should be remembered of the end?"),
        rows=4,
        required=False,
        help_text=_("Out of sight? Write what you did to get in touch."),
    )
    not_measured_because = pick(
        _("Why is the end not measured?"),
        codes("measure_waiver"),
        empty=_("it will be measured first"),
        help_text=_("Measure first how it goes, or say why that cannot be done."),
    )

    def __init__(self, data: Any = None, *, case: Case, is_measured: bool) -> None:
        super().__init__(data, case=case)
        self.fields["reason"].choices = _reasons(case.phase)  # type: ignore[attr-defined]
        self.fields["reason"].widget.helps = helps("care_close_reason")
        if is_measured:
            del self.fields["not_measured_because"]

    def clean(self) -> dict[str, Any]:
        """The action asks the same; here each word stands at its own field."""
        given = super().clean() or {}
        code = norms.codelist("care_close_reason").get(given.get("reason", ""))
        needs = code.extra.get("needs") if code else None
        if needs in _ASKS and not given.get(needs) and needs not in self.errors:
            self.add_error(needs, ValidationError(_ASKS[needs]))
        return given

    def ending(self) -> Ending:
        given = self.cleaned_data
        return Ending(
            reason=given["reason"],
            explanation=given["explanation"],
            other_help=given["other_help"],
            organisation_id=UUID(given["organisation"]) if given["organisation"] else None,
            not_measured_because=given.get("not_measured_because", ""),
        )


_ASKS = {
    "organisation": _("Say to whom the person was handed over."),
    "other_help": _("Say where the person can turn to."),
    "explanation": _("Write what you did to get in touch."),
}


def _reasons(phase: str) -> Choices:
    """What can be chosen in this phase."""
    return [
        (code.value, code.label)
        for code in norms.codelist("care_close_reason")
        if phase in code.extra.get("phases", ())
    ]
