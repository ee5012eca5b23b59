# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of the network."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Purpose, Verb, may
from meerinbeeld.network.actions.guard import KIND
from meerinbeeld.ui.navigation import Goal, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    found = []
    if may(actor, Verb.LIST, KIND, Purpose.PROGRAMME):
        found += [
            NavEntry(Goal.COOPERATION, _("Whom to call"), "directory", order=10),
            NavEntry(Goal.COOPERATION, _("Where people can go"), "outlets", order=20),
        ]
    if may(actor, Verb.LIST, "covenant", Purpose.PROGRAMME):
        found.append(NavEntry(Goal.COOPERATION, _("Agreements"), "covenants", order=30))
    if may(actor, Verb.MANAGE, KIND, Purpose.ADMINISTRATION):
        found.append(NavEntry(Goal.MANAGE, _("Organisations"), "organisations", order=15))
    return found
