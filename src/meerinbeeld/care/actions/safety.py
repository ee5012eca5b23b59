# SPDX-License-Identifier: EUPL-1.2
"""Looking at safety: a person chooses the level, and it is looked at again, soon after a move."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.models import Assessment, Phase

#: Clocks that ask for a look at safety; one look answers them all.
ASK_FOR_A_LOOK = ("safety_review", "safety_after_move", "after_reopening")
#: In these phases safety is looked at again and again.
LOOKED_AT = (Phase.INTAKE, Phase.HELPING)


@dataclass(frozen=True)
class Look:
    """What somebody saw and decided about safety. The points are what was talked about."""

    occasion: str
    level: str
    text: str = field(repr=False)
    agreements: str = field(default="", repr=False)
    points: tuple[str, ...] = ()
    children: int = 0
    location_secret: bool = False


def assess_safety(
    actor: Actor,
    reference: str,
    look: Look,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Assessment:
    """Write down how safe it is, and start the clock for the next look."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        change.refuse_when_closed()
        level = norms.codelist("safety_level").get(look.level)
        if level is None:
            raise ChangeError(_("Choose how safe it is."))
        assessment = _assessment(change, look)
        change.case.location_secret = look.location_secret
        for kind in ASK_FOR_A_LOOK:
            change.end_clock(kind, "assessed")
        if change.case.phase in LOOKED_AT:
            change.start_clock("safety_review", urgency=str(level.extra.get("urgency", "")))
        change.thing, change.thing_id = "care.assessment", assessment.id
        change.step("safety_assessed", reason=look.level)
    return assessment


def safety_due_after_move(change: Change) -> None:
    """Within a change that moved the person: safety has to be looked at again, soon."""
    change.start_clock("safety_after_move")


def _assessment(change: Change, look: Look) -> Assessment:
    known = norms.codelist("safety_point")
    assessment = Assessment(
        id=uuid.uuid4(),
        case=change.case,
        at=change.now,
        by_id=change.actor.person_id,
        occasion=look.occasion,
        level=look.level,
        points=[code for code in look.points if code in known],
        children=look.children,
        location_secret=look.location_secret,
    )
    with vault.unlocked(change.case.dossier) as box:
        box.put_text(assessment, "text", look.text.strip())
        if look.agreements.strip():
            box.put_text(assessment, "agreements", look.agreements.strip())
    assessment.save(force_insert=True)
    return assessment
