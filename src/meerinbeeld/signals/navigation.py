# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of signals."""

from __future__ import annotations

from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Verb, may
from meerinbeeld.signals.queries.scope import KIND, purpose_of
from meerinbeeld.ui.navigation import Goal, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None or not may(actor, Verb.LIST, KIND, purpose_of(actor)):
        return []
    return [NavEntry(Goal.SIGNALS, _("What waits for you"), "work", order=10, also=("/signalen/",))]
