# SPDX-License-Identifier: EUPL-1.2
"""Measuring how it goes in each domain of life, from 1 to 5, together with the person."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.models import Measure, Phase

MEASURED_AGAIN = (Phase.INTAKE, Phase.HELPING)


@dataclass(frozen=True)
class Score:
    """One domain of life at one moment: from 1 (very bad) to 5 (good)."""

    domain: str
    score: int
    note: str = field(default="", repr=False)


def measure(
    actor: Actor,
    reference: str,
    moment: str,
    scores: Iterable[Score],
    *,
    once: UUID | None = None,
    at: datetime | None = None,
) -> list[Measure]:
    """Keep what was said. A domain that was not talked about is left out; nothing is replaced."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True, at=at) as change:
        change.refuse_when_closed()
        given = [one for one in scores if one.domain in norms.codelist("life_domain")]
        if not given:
            raise ChangeError(_("Give at least one number."))
        with vault.unlocked(change.case.dossier) as box:
            made = [_measure(change, moment, one) for one in given]
            for row, one in zip(made, given, strict=True):
                if one.note.strip():
                    box.put_text(row, "note", one.note.strip())
        Measure.objects.bulk_create(made)
        _next(change)
        change.step("measured", reason=moment)
    return made


def _measure(change: Change, moment: str, one: Score) -> Measure:
    return Measure(
        id=uuid.uuid4(),
        case=change.case,
        at=change.now,
        moment=moment,
        domain=one.domain,
        score=one.score,
        by_id=change.actor.person_id,
    )


def _next(change: Change) -> None:
    change.end_clock("measure_first", "measured")
    change.end_clock("measure", "measured")
    if change.case.phase in MEASURED_AGAIN:
        change.start_clock("measure")
