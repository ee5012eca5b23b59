# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import ActForm, line, pick, prose
from meerinbeeld.oversight.models import Piece, Right
from meerinbeeld.oversight.rights import rules
from meerinbeeld.oversight.rights.models import Decision
from meerinbeeld.ui.forms.fields import PeopleDateField


def _codes(name: str) -> list[tuple[str, str]]:
    return [(code.value, code.label) for code in norms.codelist(name).codes]


class ReceiveForm(forms.Form):
    right = forms.ChoiceField(label=_("What does the person ask?"), choices=Right.choices)
    name = line(_("Name of the person"))
    contact = line(
        _("How can we reach the person safely?"),
        help_text=_("No letter or mail goes out by itself. You decide what is safe."),
    )
    on_behalf = line(_("Who asks for them, if somebody does"), required=False)
    wish = prose(_("What is asked, in the words of the person"), rows=4)
    received_on = PeopleDateField(
        label=_("When did it come in?"),
        help_text=_("The month counts from this day, also when it came in elsewhere first."),
    )


class IdentifyForm(ActForm):
    how = pick(_("How did the person show who they are?"), lambda: _codes("identity_check"))


class ExtendForm(ActForm):
    because = prose(
        _("Why is more time needed?"), rows=3, help_text=_("You tell the person this as well.")
    )


class LookForm(forms.Form):
    wanted = line(_("Reference, name, date of birth, phone or e-mail"))


class JudgeForm(forms.Form):
    """What is given of one text."""

    verdict = forms.ChoiceField(
        label=_("What do we give?"),
        choices=[one for one in Piece.Verdict.choices if one[0] != Piece.Verdict.UNDECIDED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is given.")},
    )
    words = prose(
        _("Words to black out, one a line"),
        rows=2,
        required=False,
        help_text=_("Every place where they stand becomes a bar of one length."),
    )
    reason = pick(
        _("Why is it left out?"),
        lambda: _codes("left_out_reason"),
        required=False,
        empty=_("choose a reason"),
    )

    def blacked(self) -> list[str]:
        return rules.words_of(self.cleaned_data.get("words", ""))


class DecideForm(ActForm):
    decision = forms.ChoiceField(
        label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect
    )
    text = prose(
        _("Your answer to the person"),
        rows=6,
        help_text=_("Say what you decided and why. Where they can complain is added by itself."),
    )


class DeliverForm(ActForm):
    how = pick(_("How was it given?"), lambda: _codes("delivery_way"))
