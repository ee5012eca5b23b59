# SPDX-License-Identifier: EUPL-1.2
"""The kinds of things of the policy, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

THINGS: dict[str, object] = {
    "agenda": _("one's own agenda"),
    "break_glass": _("emergency access"),
    "case": _("cases: the help to one person"),
    "covenant": _("agreements about sharing data"),
    "directory": _("directory and social map"),
    "estimate": _("estimates of how many people nobody sees"),
    "figures": _("figures of one's own work"),
    "hours": _("hours for care and prevention"),
    "journal": _("journal"),
    "keys": _("keys"),
    "notification": _("the register: notifications of victims"),
    "person": _("people and their roles"),
    "policy": _("who may do what"),
    "published_figures": _("protected figures of the region"),
    "retention": _("retention and destruction"),
    "rights": _("requests of persons about their data"),
    "shelter": _("places to stay"),
    "signal": _("signals"),
    "system": _("health of the system"),
}


def thing_label(kind: str) -> object:
    return THINGS.get(kind, kind)
