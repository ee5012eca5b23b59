# SPDX-License-Identifier: EUPL-1.2
"""Searching is an act: that somebody looked for a person is journaled, never for whom."""

from __future__ import annotations

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.care.queries import finding
from meerinbeeld.care.queries.scope import KIND, THING, purpose_of


def find(actor: Actor, typed: str) -> list[finding.Hit]:
    """What fits, within reach. Raises `Refused` for a role that may not look at details."""
    purpose = purpose_of(actor)
    require(actor, Verb.REVEAL, KIND, purpose)
    asked = finding.understood(typed)
    with transaction.atomic():
        found = finding.find(actor, asked)
        if asked.marks:
            kinds = "+".join(asked.kinds)
            journal.record(actor, "search", purpose=purpose, thing=THING, reason_code=kinds)
    return found
