# SPDX-License-Identifier: EUPL-1.2
"""Adding details."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.access.forms.acting import pick, prose
from meerinbeeld.signals.forms.acting import ActForm


class ItemForm(ActForm):
    kind = pick(
        _("What is it?"),
        lambda: [
            (code.value, code.label)
            for code in norms.codelist("item_kind")
            if code.value != "story"
        ],
        empty=_("choose"),
    )
    text = prose(
        _("What do you know?"),
        rows=3,
        help_text=_("One thing at a time. Write only what is needed for this signal."),
    )


class NoFieldsForm(ActForm):
    """A button: it carries only the token and the version."""
