# SPDX-License-Identifier: EUPL-1.2
"""What to look at before a case is closed: how it went, what still runs, how long it is kept.

Coded facts only, so that the page of the form opens nothing sealed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meerinbeeld.care.models import Case, Phase, Placement, ReferralOut, Task
from meerinbeeld.care.queries import needs
from meerinbeeld.care.queries.needs import Line
from meerinbeeld.care.queries.scope import InHand


@dataclass(frozen=True)
class Before:
    """What ends together with the case."""

    lines: list[Line]
    ticks: list[int]
    may_have_aftercare: bool
    stays: bool
    tasks: int
    clocks: int
    partners: int
    kept_until: date
    kept_by: str


def before(hand: InHand) -> Before:
    case = hand.case
    return Before(
        lines=needs.lines(hand),
        ticks=needs.ticks(),
        may_have_aftercare=case.phase == Phase.HELPING,
        stays=case.placements.filter(status=Placement.Status.PLACED).exists(),
        tasks=case.tasks.filter(status=Task.Status.OPEN).count(),
        clocks=case.clocks.filter(ended_at=None).count(),
        partners=_partners(case),
        kept_until=case.retention_until,
        kept_by=case.retention_norm,
    )


def _partners(case: Case) -> int:
    """How many organisations see something now, or wait for a part of theirs."""
    now = timezone.now()
    running = (ReferralOut.Status.ASKED, ReferralOut.Status.ACCEPTED)
    seeing = case.grants.filter(revoked_at=None, valid_until__gt=now)
    asked = case.referrals_out.filter(status__in=running)
    who = [rows.values_list("organisation", flat=True) for rows in (seeing, asked)]
    return len({one for rows in who for one in rows})
