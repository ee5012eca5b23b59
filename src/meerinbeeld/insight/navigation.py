# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of the figures: one page of one's own role, and one under each goal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Purpose, Verb, may
from meerinbeeld.insight import gate
from meerinbeeld.insight.queries import health
from meerinbeeld.ui.navigation import Goal, NavEntry

#: The goals that have figures, in the order of the menu.
GOALS = (Goal.PREVENTION, Goal.SIGNALS, Goal.CARE, Goal.REGISTRY, Goal.COOPERATION)
MONITOR = 80


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    if may(actor, Verb.OPEN, health.KIND, health.PURPOSE):
        return [NavEntry(Goal.MANAGE, _("Health of the system"), "system_health", order=90)]
    if not may(actor, Verb.LIST, gate.KIND, Purpose.PROGRAMME):
        return []
    goals = [
        NavEntry(goal, _("Figures"), "figures_goal", order=90, url_args=(goal.value,))
        for goal in GOALS
    ]
    also = (
        "/cijfers/tabel/", "/cijfers/verborgen/", "/cijfers/aanval/", "/cijfers/kaart/",
        "/cijfers/toeval/", "/cijfers/blinde-vlekken/", "/cijfers/overzicht/", "/cijfers/bewaard/",
        "/cijfers/correctie/",
    )  # fmt: skip
    return [
        NavEntry(Goal.REGISTRY, _("Monitor"), "figures", order=MONITOR, also=also),
        NavEntry(Goal.REGISTRY, _("What nobody sees"), "estimates", order=MONITOR + 1),
        *goals,
    ]
