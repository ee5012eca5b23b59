# SPDX-License-Identifier: EUPL-1.2
"""The words of sharing for templates: advice, grounds, how a request stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from meerinbeeld import norms
from meerinbeeld.care.actions.grants import NOTHING
from meerinbeeld.ui import moments

register = template.Library()

ANSWERS: dict[str, Any] = {
    "share": _("Yes"),
    "share_if": _("Yes, provided that"),
    "do_not": _("No, not now"),
}
TONES = {"share": "runs", "share_if": "today", "do_not": "late"}
STANDING: dict[str, Any] = {
    "asked": _("asked"),
    "accepted": pgettext_lazy("care", "accepted"),
    "declined": pgettext_lazy("care", "declined"),
    "done": _("done"),
    "revoked": pgettext_lazy("care", "revoked"),
    "ended": pgettext_lazy("sharing", "ended"),
}
STANDING_TONES = {"asked": "today", "accepted": "runs", "declined": "late"}


@register.filter
def flow_answer(code: str) -> Any:
    """What the assistant says, in a word or two."""
    return ANSWERS.get(code, code)


@register.filter
def flow_tone(code: str) -> str:
    return TONES.get(code, "")


@register.filter
def flow_reason(code: str) -> str:
    return norms.codelist("flow_reason").label(code)


@register.filter
def ground(code: str) -> Any:
    """The label of a ground, or that nothing is shared."""
    if code in ("", NOTHING):
        return _("do not share")
    return norms.codelist("ground").label(code)


@register.filter
def ground_source(code: str) -> str:
    """The text of the law that a ground stands in."""
    found = norms.codelist("ground").get(code)
    return found.norm.source if found else ""


@register.filter
def flow_label(code: str) -> str:
    return norms.codelist("care_flow").label(code)


@register.filter
def unchecked(ref: Any) -> bool:
    """Whether the source of a norm must still be checked."""
    found = norms.norm(str(ref))
    return bool(found and found.verify)


@register.simple_tag
def norm_of(ref: Any) -> str:
    """Since which day a norm holds in the version that is named; its name when it is not known."""
    found = norms.norm(str(ref))
    if found is None:
        return str(ref)
    return gettext("norm of %(day)s") % {"day": moments.said(found.valid_from, on_calendar=True)}


@register.filter
def standing(code: str) -> Any:
    return STANDING.get(code, code)


@register.filter
def standing_tone(code: str) -> str:
    return STANDING_TONES.get(code, "")
