# SPDX-License-Identifier: EUPL-1.2
"""Searching is an act: that somebody looked for a person is journaled, never for whom."""

from __future__ import annotations

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.signals.queries import search as queries
from meerinbeeld.signals.queries.scope import KIND, THING, purpose_of
from meerinbeeld.signals.queries.search import Asked, Found


def search(actor: Actor, typed: str) -> tuple[Asked, Found]:
    """What fits, within reach. Raises `Refused` for a role that may not look at details."""
    require(actor, Verb.REVEAL, KIND, purpose_of(actor))
    asked = queries.understood(typed)
    with transaction.atomic():
        found = queries.find(actor, asked)
        if asked.marks:
            journal.record(
                actor,
                "search",
                purpose=purpose_of(actor),
                thing=THING,
                # as what it was looked up, not what was looked up
                reason_code="+".join(asked.kinds),
            )
    return asked, found
