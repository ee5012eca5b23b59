# SPDX-License-Identifier: EUPL-1.2
"""One box to search in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meerinbeeld.ui.forms.text import Text


class SearchForm(forms.Form):
    use_required_attribute = False

    wanted = Text(label=_("What are you looking for?"), most=200, required=True)
