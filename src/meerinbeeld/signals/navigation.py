# SPDX-License-Identifier: EUPL-1.2
"""What the menu shows of signals."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meerinbeeld.access import Actor, Purpose, Reach, Verb, may
from meerinbeeld.signals.queries import notices
from meerinbeeld.signals.queries.scope import KIND, purpose_of
from meerinbeeld.ui.navigation import Bell, Goal, NavEntry


def entries(actor: Actor | None) -> list[NavEntry]:
    if actor is None:
        return []
    listing = may(actor, Verb.LIST, KIND, purpose_of(actor))
    found = []
    if listing:
        found.append(NavEntry(Goal.SIGNALS, _("What waits for you"), "work", order=10))
    if may(actor, Verb.CREATE, KIND, Purpose.REPORTING):
        if listing.reach != Reach.MINE:
            found.append(NavEntry(Goal.SIGNALS, _("My signals"), "own", order=20))
        found.append(NavEntry(Goal.SIGNALS, _("New signal"), "record", order=30))
    if may(actor, Verb.REVEAL, KIND, purpose_of(actor)):
        found.append(NavEntry(Goal.SIGNALS, pgettext("menu", "Search"), "search", order=40))
    if may(actor, Verb.IMPORT, KIND, Purpose.REPORTING):
        found.append(NavEntry(Goal.SIGNALS, _("Signal book"), "books", order=50))
    return found


def bell(actor: Actor | None) -> Bell | None:
    """How many notices somebody has not read."""
    return Bell(notices.unread_count(actor), reverse("notices")) if actor else None
