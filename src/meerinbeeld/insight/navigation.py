# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of the figures: one page of one's own role, and one under each goal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Purpose, Verb, may
from meerinbeeld.insight import gate
from meerinbeeld.ui.navigation import Goal, NavEntry

#: The goals that have figures, in the order of the menu.
GOALS = (Goal.PREVENTION, Goal.SIGNALS, Goal.CARE, Goal.REGISTRY, Goal.COOPERATION)
MONITOR = 80


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None or not may(actor, Verb.LIST, gate.KIND, Purpose.PROGRAMME):
        return []
    goals = [
        NavEntry(goal, _("Figures"), "figures_goal", order=90, url_args=(goal.value,))
        for goal in GOALS
    ]
    also = ("/cijfers/tabel/", "/cijfers/verborgen/", "/cijfers/aanval/")
    return [NavEntry(Goal.REGISTRY, _("Monitor"), "figures", order=MONITOR, also=also), *goals]
