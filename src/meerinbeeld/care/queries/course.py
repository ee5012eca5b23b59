# SPDX-License-Identifier: EUPL-1.2
"""Where a case is in the course of the help, what comes after it, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from meerinbeeld import norms
from meerinbeeld.care.models import Case, Phase
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules import phases
from meerinbeeld.vault import Box


@dataclass(frozen=True)
class Ended:
    """How the help ended, and how long the case is kept."""

    at: datetime
    reason: str
    handed_to: str
    other_help: str
    not_measured: str
    explanation: str = field(repr=False)


@dataclass(frozen=True)
class Course:
    """The phase as one of five; what it takes before the next; the end, when there is one."""

    number: int
    total: int
    needs_safety: bool
    aftercare_left: bool
    kept_until: date
    kept_by: str
    ended: Ended | None


def part(hand: InHand, box: Box, tab: str) -> Course | None:
    """For the team; a partner sees the phase alone."""
    if not hand.is_inside:
        return None
    case = hand.case
    return Course(
        number=phases.number(case.phase),
        total=len(phases.PHASES),
        needs_safety=case.phase == Phase.INTAKE and not case.assessments.exists(),
        aftercare_left=_aftercare_left(case),
        kept_until=case.retention_until,
        kept_by=case.retention_norm,
        ended=_ended(case, box) if case.phase == Phase.CLOSED else None,
    )


def _aftercare_left(case: Case) -> bool:
    """Whether a talk of the aftercare is still to come."""
    if case.phase != Phase.AFTERCARE:
        return False
    running = case.clocks.filter(ended_at=None)
    return running.filter(kind__in=("aftercare_first", "aftercare_second")).exists()


def _ended(case: Case, box: Box) -> Ended | None:
    """From the last steps that closed it. None for a case that never had such a step."""
    kinds = ("closed", "other_help", "not_measured")
    rows = case.steps.filter(kind__in=kinds).select_related("to_organisation").order_by("at")
    last = {row.kind: row for row in rows if case.closed_at is None or row.at >= case.closed_at}
    closed = last.get("closed")
    if closed is None:
        return None
    other, waived = last.get("other_help"), last.get("not_measured")
    return Ended(
        at=closed.at,
        reason=norms.codelist("care_close_reason").label(case.close_reason),
        handed_to=closed.to_organisation.name if closed.to_organisation else "",
        other_help=norms.codelist("other_help").label(other.reason) if other else "",
        not_measured=norms.codelist("measure_waiver").label(waived.reason) if waived else "",
        explanation=box.text(closed, "explanation"),
    )
