# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from meerinbeeld.access import Actor, Purpose, Verb, may
from meerinbeeld.ui.navigation import Goal, NavEntry

#: label, url name, the thing whose list the role must be allowed to see
PAGES = (
    (gettext_noop("Oversight"), "oversight", "retention"),
    (gettext_noop("Journal"), "journal", "journal"),
    (gettext_noop("Emergency access"), "emergencies", "break_glass"),
    (gettext_noop("Rights of persons"), "rights", "rights"),
    (gettext_noop("Keeping and destroying"), "retention", "retention"),
    (gettext_noop("Keys"), "keys", "keys"),
)


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    return [
        NavEntry(Goal.MANAGE, _(label), name, order=40 + at)
        for at, (label, name, thing) in enumerate(PAGES)
        if may(actor, Verb.LIST, thing, Purpose.OVERSIGHT)
    ]
