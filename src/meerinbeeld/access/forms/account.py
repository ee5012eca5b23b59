# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.models import Person


class AccountForm(forms.ModelForm[Person]):
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    class Meta:
        model = Person
        fields = ["name", "language", "mail_notices"]
        labels = {"name": _("Your name"), "mail_notices": _("Also send me notices by e-mail")}
        help_texts = {
            "name": _("As colleagues of other organisations see it."),
            "mail_notices": _("The mail says that something waits, never what."),
        }
