# SPDX-License-Identifier: EUPL-1.2
"""Emergency access to one signal that is outside the actor's reach."""

from __future__ import annotations

from meerinbeeld.access import Actor, Verb, break_glass, require
from meerinbeeld.access.models import BreakGlass
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.queries.scope import KIND, NotInReach, purpose_of


def break_in(actor: Actor, reference: str, reason: str) -> BreakGlass:
    """Open one signal for a short while. Raises `Refused`, `NotInReach` or `NotPossible`.

    Whoever may do this learns that a reference exists, and nothing else before giving a reason.
    """
    require(actor, Verb.BREAK_GLASS, KIND, purpose_of(actor))
    found = Signal.objects.filter(reference=reference, destroyed_at=None).first()
    if found is None:
        raise NotInReach
    return break_glass.open(
        actor, found.dossier, KIND, found.reference, reason, purpose=purpose_of(actor)
    )
