# SPDX-License-Identifier: EUPL-1.2
"""The non-punishment question of made-up cases, and the hours that went into prevention.

Nothing is drawn here, so that a region with the same seed stays the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from meerinbeeld.care import models as m
from meerinbeeld.care.actions.non_punishment import ASK, FOLLOW
from meerinbeeld.care.rules.non_punishment import CRIMINAL
from meerinbeeld.demo.case_one import OneCase
from meerinbeeld.demo.case_sketch import DAY
from meerinbeeld.demo.rows import codes_on
from meerinbeeld.parties.queries import municipalities

if TYPE_CHECKING:
    from meerinbeeld.demo.case_rows import CaseWriter

OFFENCE: Final = "Pakketjes wegbrengen voor anderen."
FOUND: Final = "Moest het doen om een schuld af te lossen. Er werd gedreigd met de familie."
#: A month is this long here, and so many of them have hours.
MONTH: Final = timedelta(days=30)
MONTHS: Final = 24
#: What was done, and how long in minutes.
PREVENTION: Final = (("training", 120), ("schools", 90), ("network", 60))


def write_non_punishment(case: OneCase, accepted: datetime) -> None:
    """Within a week the question is open; later it has its answer, put before the lawyer."""
    if case.sketch.form not in CRIMINAL:
        return
    at = accepted + 7 * DAY
    if at >= case.until:
        if not case.closed_at:
            case.clocks.append((ASK, accepted, None))
        return
    on = timezone.localdate(at)
    ended = case.phase in (m.Phase.AFTERCARE, m.Phase.CLOSED)
    norm = str(codes_on("non_punishment_finding", on).known["compelled"].norm)
    case.add(
        m.NonPunishment,
        {"text": FOUND, "offence": OFFENCE},
        at=at,
        by_id=case.writer.coordinator,
        finding="compelled",
        put_before="lawyer",
        put_before_on=on,
        outcome="not_prosecuted" if ended else "waiting",
        norm=norm,
    )
    if not ended:
        case.clocks.append((FOLLOW, max(at, case.writer.now - 20 * DAY), None))


def write_prevention(writer: CaseWriter) -> None:
    """Each month some hours for prevention, in another municipality each time."""
    towns = sorted(municipalities().values_list("pk", flat=True))
    m.WorkedHours.objects.bulk_create(
        m.WorkedHours(
            person_id=writer.coordinator,
            organisation_id=writer.owner,
            municipality_id=towns[(month * len(PREVENTION) + number) % len(towns)],
            stream=m.WorkedHours.Stream.PREVENTION,
            on=timezone.localdate(writer.now - month * MONTH - number * DAY),
            minutes=minutes,
            what=what,
        )
        for month in range(MONTHS)
        for number, (what, minutes) in enumerate(PREVENTION)
    )
