# SPDX-License-Identifier: EUPL-1.2
"""Opening a victim is an act in each of the dossiers behind it."""

from __future__ import annotations

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.registry.queries.persons import Whole, whole
from meerinbeeld.registry.queries.scope import PURPOSE, THING

REASON = "victim"


def open_victim(actor: Actor, reference: str) -> Whole:
    """A victim with its notifications, journaled. Raises `Refused` or `NotInReach`."""
    with transaction.atomic():
        found = whole(actor, reference)
        journal.record_many(
            actor,
            Verb.OPEN,
            purpose=PURPOSE,
            thing=THING,
            touched=[journal.Touched(row.id, row.dossier) for row in found.told],
            reason_code=REASON,
        )
    return found
