# SPDX-License-Identifier: EUPL-1.2
"""Closing in two steps: the reason, then what belongs to that reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.norms import Code
from meerinbeeld.signals.actions.ending import Ending
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.forms.exchange import FeedbackForm
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.queries import choices
from meerinbeeld.ui.forms.widgets import Choices


class InColumns(Choices):
    """A long list of choices beside each other."""

    class_name = "mib-options mib-options--columns"


class CloseForm(FeedbackForm):
    """`settled`: the reporter heard the last word already, so those questions are not asked."""

    other_help = pick(
        _("Where is the person helped now?"),
        lambda: norms.codelist("other_help").choices(),
        widget=Choices(),
    )
    helped_by = pick(
        _("By which organisation?"),
        lambda: [(str(one.id), one.name) for one in choices.helpers()],
        required=False,
        empty=_("another, or not known"),
    )
    explanation = prose(
        _("What led to this?"),
        rows=3,
        help_text=_("One or two sentences for the team, and for whoever opens this again later."),
    )
    field_order = ("other_help", "helped_by", "explanation", "how", "text", "waived")

    def __init__(
        self, data: Any = None, *, signal: Signal, way: str, reason: Code, settled: bool
    ) -> None:
        super().__init__(data, signal=signal, way=way)
        self.reason, self.settled = reason, settled
        del self.fields["last"]
        helped = reason.extra.get("needs") == "other_help"
        if helped:
            helps = {code.value: code.help for code in norms.codelist("other_help")}
            self.fields["other_help"].widget = InColumns(helps)
            self.fields["other_help"].widget.choices = norms.codelist("other_help").choices()
        else:
            del self.fields["other_help"], self.fields["helped_by"]
        if settled:
            del self.fields["how"], self.fields["text"], self.fields["waived"]

    def ending(self) -> Ending:
        given = self.cleaned_data
        word = None if self.settled else self.word()
        return Ending(
            reason=self.reason.value,
            explanation=given["explanation"],
            other_help=given.get("other_help", ""),
            helped_by=UUID(given["helped_by"]) if given.get("helped_by") else None,
            word=word,
            waived_because=given.get("waived", "") if word is None else "",
        )


class ReopenForm(ActForm):
    explanation = prose(_("Why do you reopen it?"), rows=3)
