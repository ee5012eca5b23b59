# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of care."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Verb, may
from meerinbeeld.care.queries import board
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.ui.navigation import Goal, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    found = []
    if may(actor, Verb.OPEN, KIND, purpose_of(actor)):
        found.append(NavEntry(Goal.CARE, _("Cases"), "caseload", order=10))
    if board.has_board(actor):
        found.append(NavEntry(Goal.CARE, _("Bed board"), "bed_board", order=40))
    return found
