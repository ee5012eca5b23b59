# SPDX-License-Identifier: EUPL-1.2
"""Cases that the coordinator notified to the register in one step, and mostly completed later."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Final

from django.utils import timezone

from meerinbeeld.access import Actor
from meerinbeeld.care.models import Case, Phase
from meerinbeeld.demo.register_sketch import facts_of_case
from meerinbeeld.registry.actions.correct import Facts, correct_facts
from meerinbeeld.registry.actions.from_case import NOTIFIER, given_of, known_of, notify_case
from meerinbeeld.registry.actions.new_notification import Basis
from meerinbeeld.registry.lists.rows import GROUNDS

#: One in so many cases; who is not asked for consent is counted without a name.
ONE_IN: Final = 3
NAMED, COMPLETED = 0.7, 0.7
_SEED: Final = 11


def notify_cases(actor: Actor) -> int:
    """As the coordinator did, on the day that the case was taken up. Returns how many."""
    draw = random.Random(_SEED)  # noqa: S311 (made-up data has to be repeatable, not secret)
    cases = Case.objects.filter(owner_id=actor.organisation_id, destroyed_at=None)
    taken_up = cases.exclude(accepted_at=None).exclude(phase=Phase.REFERRED)
    chosen = list(taken_up.order_by("accepted_at", "reference")[::ONE_IN][:MOST])
    for case in chosen:
        _notify(actor, case, draw)
    return len(chosen)


#: However large the region is made; the rest is written in bulk.
MOST: Final = 20


def _notify(actor: Actor, case: Case, draw: random.Random) -> None:
    rests_on = "other" if draw.random() < NAMED else "none"
    basis = Basis(rests_on, GROUNDS.get(rests_on, ""))
    on = timezone.localdate(case.accepted_at)
    given = replace(given_of(known_of(actor, case.reference), basis), notified_on=on)
    row = notify_case(actor, case.reference, given)
    if draw.random() < COMPLETED and given.several.get("forms"):
        form = next(iter(given.several["forms"]))
        codes, several = facts_of_case(draw, form)
        facts = Facts(on, NOTIFIER, "", given.municipality, codes=codes, several=several)
        correct_facts(actor, row.reference, facts)
