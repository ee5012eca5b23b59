# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of the register. Each room has a function of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Verb, may
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.ui.navigation import Goal, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    return [entry for room in ROOMS for entry in room(actor)]


def notifications(actor: Actor) -> list[NavEntry]:
    if not may(actor, Verb.LIST, KIND, PURPOSE):
        return []
    return [
        NavEntry(Goal.REGISTRY, _("Notifications"), "notifications", 10, also=("/registratie/",))
    ]


#: A new room stands here, with the order of its entry: 20 lists that are delivered, 30 the same
#: person, 40 passing on, 50 quality, 60 figures and letters.
ROOMS = (notifications,)
