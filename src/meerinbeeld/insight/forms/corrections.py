# SPDX-License-Identifier: EUPL-1.2
"""Asking to let a year out anew."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.insight.models.corrections import LONGEST_REASON


class CorrectionForm(forms.Form):
    use_required_attribute = False

    reason = forms.CharField(
        label=_("What was wrong, and what was done about it"),
        help_text=_("Everybody who reads the figures can read this. No names, nobody's story."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
