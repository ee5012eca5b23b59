# SPDX-License-Identifier: EUPL-1.2
"""Emergency access to one case that is outside the actor's reach."""

from __future__ import annotations

from meerinbeeld.access import Actor, Verb, break_glass, require
from meerinbeeld.access.models import BreakGlass, Person
from meerinbeeld.care.actions.telling import tell, tell_team
from meerinbeeld.care.models import Case
from meerinbeeld.care.queries.scope import KIND, NotInReach, purpose_of


def break_in(actor: Actor, reference: str, reason: str) -> BreakGlass:
    """Open one case for a short while. Raises `Refused`, `NotInReach` or `NotPossible`.

    Whoever may do this learns that a reference exists, and nothing else before giving a reason.
    """
    require(actor, Verb.BREAK_GLASS, KIND, purpose_of(actor))
    found = Case.objects.filter(reference=reference, destroyed_at=None).first()
    if found is None:
        raise NotInReach
    return break_glass.open(
        actor, found.dossier, KIND, found.reference, reason, purpose=purpose_of(actor)
    )


def tell_of_emergency(broken: BreakGlass, officers: list[Person]) -> None:
    """Privacy officers and the team know at once that somebody opened a case in an emergency."""
    case = Case.objects.filter(dossier=broken.dossier).first()
    if case is not None:
        tell(case, [officer.id for officer in officers], "break_glass")
        tell_team(case, "break_glass", but=broken.person_id)
