# SPDX-License-Identifier: EUPL-1.2
"""Forms about a paper of a case: what it is, and until when it is valid."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import line, pick
from meerinbeeld.care.actions.documents import About
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.queries.documents import ShownDocument
from meerinbeeld.ui.forms.fields import PeopleDateField


class DocumentForm(CaseForm):
    kind = pick(_("What is it?"), lambda: norms.codelist("document_kind").choices())
    kind.initial = "other"  # several files at once are seldom all of the first kind
    expires_on = PeopleDateField(
        label=_("Until which day is it valid?"),
        required=False,
        help_text=_("Leave it empty for what does not expire. You hear about it in time."),
    )
    note = line(
        _("What should the team know about it?"),
        required=False,
        help_text=_("For example: copy, the original is with the lawyer."),
    )

    def about(self) -> About:
        given = self.cleaned_data
        return About(given["kind"], given["expires_on"], given["note"])

    @staticmethod
    def initial_of(shown: ShownDocument) -> dict[str, Any]:
        return {"kind": shown.kind, "expires_on": shown.expires_on, "note": shown.note}
