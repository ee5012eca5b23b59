# SPDX-License-Identifier: EUPL-1.2
"""What ends when a case ends: its clocks, its tasks, what partners could see, what was asked for.

The date of destruction is set here: from the first receipt at the latest, and sooner where the
reason says so. It never moves away.
"""

from __future__ import annotations

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.care.actions.change import Change
from meerinbeeld.care.actions.grants import end_every_grant
from meerinbeeld.care.actions.new_case import set_retention
from meerinbeeld.care.models import Case, Phase, Placement, Task
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import Organisation


def part(
    change: Change, reason: str, *, explanation: str = "", to: Organisation | None = None
) -> None:
    """Put the case in its last phase, within a larger change."""
    change.move(Phase.CLOSED)
    change.case.closed_at, change.case.close_reason = change.now, reason
    change.reason_code = reason
    end_every_grant(change, "closed")
    _end_what_runs(change)
    norm = keep_until(change.case, reason, change)
    change.step("closed", reason=reason, explanation=explanation, to=to, norm=norm)


def keep_until(case: Case, reason: str, change: Change) -> str:
    """Set when the case is destroyed; gives the norm that says so."""
    set_retention(case)
    code: Code | None = norms.codelist("care_close_reason").get(reason)
    sooner = code.extra.get("retention") if code else None
    if sooner:
        day = timezone.localdate(change.now)
        term = norms.term(str(sooner), day)
        if term.after(day) < case.retention_until:
            case.retention_until, case.retention_norm = term.after(day), str(term.norm)
    return case.retention_norm


def _end_what_runs(change: Change) -> None:
    change.end_all_clocks("closed")
    change.case.tasks.filter(status=Task.Status.OPEN).update(
        status=Task.Status.DROPPED, done_at=change.now, done_by=change.actor.person_id
    )
    waiting = (Placement.Status.REQUESTED, Placement.Status.WAITING)
    change.case.placements.filter(status__in=waiting).update(
        status=Placement.Status.WITHDRAWN, refused_at=change.now, refused_because="not_needed"
    )
