# SPDX-License-Identifier: EUPL-1.2
"""Asking for emergency access."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.access.forms.acting import line, prose


class EmergencyForm(forms.Form):
    reference = line(_("Which signal?"), help_text=_("Its reference, such as S-2026-0412."))
    reason = prose(
        _("Why can this not wait?"),
        rows=3,
        help_text=_("The privacy officer reads this today."),
    )

    def clean_reference(self) -> str:
        return str(self.cleaned_data["reference"]).strip().upper()
