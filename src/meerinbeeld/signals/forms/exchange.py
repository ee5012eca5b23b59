# SPDX-License-Identifier: EUPL-1.2
"""Writing: a remark, a question to the reporter, feedback."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.signals.actions.exchange import Word
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.queries import words

WRITTEN = ("letter", "in_app")


class RemarkForm(ActForm):
    text = prose(_("Write something"), rows=3)


class AskForm(ActForm):
    text = prose(
        _("Your question"),
        rows=4,
        help_text=_(
            "Ask one thing at a time, in plain words. Do not name anybody: somebody may look along."
        ),
    )


class FeedbackForm(ActForm):
    """Tell the reporter, or write down why that cannot be done."""

    how = forms.ChoiceField(label=_("How do you tell the reporter?"), widget=forms.RadioSelect)
    text = prose(
        _("What do you say?"),
        rows=5,
        required=False,
        help_text=_("Say what was done, as far as it is safe. No names, no addresses."),
    )
    last = forms.BooleanField(
        label=_("This is the last word"),
        required=False,
        help_text=_("Take the tick away when you will come back with the outcome."),
    )
    waived = pick(
        _("Why can you not tell anything?"),
        lambda: [
            (code, text)
            for code, text in words.WAIVED_BECAUSE.items()
            if code not in ("joined", "part")
        ],
        required=False,
        empty=_("choose a reason"),
    )

    def __init__(self, data: Any = None, *, signal: Signal, way: str) -> None:
        super().__init__(data, signal=signal)
        codes = [code for code in words.TOLD_BY if code not in WRITTEN or code == way]
        told = [(code, words.TOLD_BY[code]) for code in codes]
        self.fields["how"].choices = [*told, ("waived", _("I cannot tell the reporter"))]  # type: ignore[attr-defined]
        self.initial.update({"how": way or "phone", "last": signal.phase == "following_up"})

    def clean(self) -> None:
        given = self.cleaned_data
        how = given.get("how")
        if how in WRITTEN and not given.get("text"):
            self.add_error("text", ValidationError(_("Write what you want to say.")))
        if how == "waived" and not given.get("waived"):
            self.add_error("waived", ValidationError(_("Choose a reason.")))

    def word(self) -> Word | None:
        """What is told, or None when nothing can be told."""
        given = self.cleaned_data
        if given["how"] == "waived":
            return None
        return Word(given["how"], given["text"], final=given.get("last", True))
