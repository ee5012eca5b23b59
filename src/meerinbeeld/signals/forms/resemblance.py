# SPDX-License-Identifier: EUPL-1.2
"""Asking an owner to see a signal, and answering that."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.signals.queries import choices
from meerinbeeld.ui.forms.widgets import Choices


class AskAccessForm(forms.Form):
    use_required_attribute = False

    reason = prose(
        _("Why do you need to see it?"),
        rows=4,
        help_text=_("The owner reads this. Write only what is needed to decide."),
    )


class AnswerAccessForm(forms.Form):
    use_required_attribute = False

    answer = forms.ChoiceField(
        label=_("May this organisation see the signal?"),
        choices=[("yes", _("Yes, let them see it")), ("no", _("No"))],
        widget=Choices(
            {
                "yes": _("They see what may go along in the chain, never who reported."),
                "no": _("They hear that you said no. You may call them yourself."),
            }
        ),
        error_messages={"required": _("Choose yes or no.")},
    )
    ground = pick(
        _("On which legal ground do you share this?"),
        lambda: choices.grounds("reporting"),
        required=False,
        empty=_("choose a ground"),
        help_text=_("Only when you say yes."),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("answer") == "yes" and not given.get("ground"):
            self.add_error("ground", ValidationError(_("Choose a legal ground.")))
