# SPDX-License-Identifier: EUPL-1.2
"""The words for what happens to a case. Codes that a region may change come from `norms`."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from meerinbeeld import norms

Text = Any

STEPS: Final[dict[str, Text]] = {
    "referred": pgettext_lazy("case", "Referred"),
    "accepted": pgettext_lazy("case", "Accepted"),
    "fact_added": _("Details added"),
    "fact_removed": _("Detail removed"),
    "fact_restored": _("Detail put back"),
    "coordinator": _("Taken on"),
    "shelter_requested": _("Asked for a place to stay"),
    "shelter_waiting": _("On the waiting list for a place"),
    "shelter_placed": _("Came to stay in a shelter"),
    "shelter_left": _("Left the shelter"),
    "shelter_refused": _("A place was refused"),
    "shelter_withdrawn": _("A request for a place was withdrawn"),
    "shelter_delay": _("Reason for the longer stay written down"),
}


def clock_label(kind: str) -> str:
    """What a clock is about, by the norm that sets it."""
    return norms.term(kind).label
