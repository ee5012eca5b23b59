# SPDX-License-Identifier: EUPL-1.2
"""Keeping a page of figures under a name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.insight.models.keeping import LONGEST_ADDRESS


class KeepForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"),
        help_text=_("By which you find it again. No names of people."),
        max_length=60,
    )
    shared = forms.BooleanField(
        label=_("My colleagues may use it too"),
        help_text=_("They see the figures that they may see themselves."),
        required=False,
    )
    address = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_ADDRESS)
