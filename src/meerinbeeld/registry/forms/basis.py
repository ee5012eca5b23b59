# SPDX-License-Identifier: EUPL-1.2
"""What a notification rests on: a duty, a consent, another ground, or none."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld.access.forms.acting import ActForm, pick
from meerinbeeld.registry.actions.new_notification import Basis
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries.choices import has_duty, other_grounds
from meerinbeeld.registry.rules.basis import CONSENT_GROUND, DUTY_GROUND
from meerinbeeld.ui.forms.fields import PeopleDateField
from meerinbeeld.ui.forms.widgets import Choices as Radios

Rest = Notification.Rest
HELPS: Final = {
    Rest.DUTY.value: _("Police, border police and labour inspectorate must notify by law."),
    Rest.CONSENT.value: _("The person said yes, freely. It can be withdrawn in one step."),
    Rest.OTHER.value: _("Such as a public task. Say which one below."),
    Rest.NONE.value: _("It counts as one, about nobody: nothing is kept about who it is."),
}


class BasisFields(forms.Form):
    """Only one of the two fields below the choice is needed, by what is chosen."""

    rests_on = pick(
        _("What does it rest on?"),
        lambda: [(value, capfirst(label)) for value, label in Rest.choices],
        widget=Radios(HELPS),
    )
    consent_on = PeopleDateField(
        label=_("With consent: on which day?"),
        required=False,
        help_text=_("The day on which the person said yes."),
    )
    ground = pick(
        _("With another ground: which one?"),
        other_grounds,
        required=False,
        empty=pgettext_lazy("list", "choose"),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        rests_on, day = given.get("rests_on"), given.get("consent_on")
        if rests_on == Rest.CONSENT and not day and "consent_on" not in self.errors:
            self.add_error("consent_on", _("Say on which day the person consented."))
        if rests_on == Rest.CONSENT and day and day > timezone.localdate():
            self.add_error("consent_on", _("Choose a day of today or before."))
        if rests_on == Rest.OTHER and not given.get("ground"):
            self.add_error("ground", _("Choose on which ground it rests."))
        if rests_on == Rest.DUTY and not has_duty(self.who_notifies()):
            self.add_error("rests_on", _("Whoever notifies here has no duty to do so by law."))
        return given

    def who_notifies(self) -> str:
        """Who notifies, by which the duty stands or falls."""
        return str(self.cleaned_data.get("notifier", ""))

    def basis(self) -> Basis:
        given = self.cleaned_data
        rests_on = given["rests_on"]
        grounds = {
            Rest.DUTY: DUTY_GROUND, Rest.CONSENT: CONSENT_GROUND, Rest.OTHER: given["ground"],
        }  # fmt: skip
        on = given["consent_on"] if rests_on == Rest.CONSENT else None
        return Basis(rests_on, grounds.get(rests_on, ""), on)


class RestForm(BasisFields, ActForm):
    """Let a notification rest on something else."""

    def __init__(self, data: Any = None, *, record: Notification) -> None:
        super().__init__(data, record=record)
        self.row = record
        self.initial.update(
            rests_on=record.rests_on, consent_on=record.consent_on, ground=record.ground
        )

    def who_notifies(self) -> str:
        return self.row.notifier


def refuse_named(form: forms.Form, texts: dict[str, str]) -> None:
    """Without a ground nothing is kept about who it is: say so at the first such field."""
    named = [name for name, text in texts.items() if text]
    if form.cleaned_data.get("rests_on") == Rest.NONE and named:
        words = _("Without a ground only numbers are kept. Choose a ground, or leave this empty.")
        form.add_error(named[0], ValidationError(words))
