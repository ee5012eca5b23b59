# SPDX-License-Identifier: EUPL-1.2
"""Which clocks run, when they end, and when to say so. Pure: values in, values out.

What happened is the source: from the milestones of a case follows which clocks run, in whatever
order they were written down. So a milestone on a past day, and one that is taken back, come out
as if it had been written down on its day, or never.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from meerinbeeld.norms.terms import AMSTERDAM, Term
from meerinbeeld.signals.rules import State, state_of

__all__ = [
    "Event",
    "State",
    "ends_at",
    "first_of",
    "remind_at",
    "said_as",
    "standing",
    "state_of",
    "task_remind_at",
]

#: A day that ends, ends in the evening: until then nothing is late.
EVENING: Final = time(23, 59)
MORNING: Final = time(8, 0)
#: A term that is so long is told so long before it ends.
WARNINGS: Final = (
    (timedelta(days=60), timedelta(days=14)),
    (timedelta(days=10), timedelta(days=3)),
    (timedelta(days=2), timedelta(days=1)),
)


@dataclass(frozen=True)
class Event:
    """Something that starts or ends a clock: on which day, and when that was written down."""

    clock: str
    day: date
    written: datetime
    starts: bool
    #: The milestone that did it, or the clock itself when none did.
    source: UUID


def standing(events: Iterable[Event]) -> dict[str, Event]:
    """By clock, the start that still counts: no later event of that clock came after it.

    Of two on one day the one that was written down last is the later.
    """
    last: dict[str, Event] = {}
    for event in sorted(events, key=lambda one: (one.day, one.written, one.starts)):
        last[event.clock] = event
    return {clock: event for clock, event in last.items() if event.starts}


def ends_at(term: Term, day: date) -> datetime:
    """The last moment of a term that runs from a day: the evening of its last day.

    A term in hours runs from the beginning of that day.
    """
    if term.unit == "hours":
        return term.after(datetime.combine(day, time.min, tzinfo=AMSTERDAM))
    return evening(term.after(day))


def evening(day: date) -> datetime:
    """The end of a day in the Netherlands."""
    return datetime.combine(day, EVENING, tzinfo=AMSTERDAM)


def said_as(due: datetime) -> date:
    """As people say it: an end in the evening is a day, another one has its time."""
    local = due.astimezone(AMSTERDAM)
    return local.date() if local.time().replace(second=0, microsecond=0) == EVENING else due


def remind_at(started: datetime, due: datetime) -> datetime:
    """When to say that a clock ends soon: sooner for a long one, at the end for a short one."""
    length = due - started
    before = next((warn for long, warn in WARNINGS if length >= long), timedelta(0))
    return due - before


def task_remind_at(due: datetime, now: datetime) -> datetime:
    """When to tell of a task: in the morning of the day before, or at its end when that is past."""
    morning = datetime.combine(
        due.astimezone(AMSTERDAM).date() - timedelta(days=1), MORNING, tzinfo=AMSTERDAM
    )
    return morning if morning > now else due


def first_of(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest of the moments that there are; None when there are none."""
    return min((moment for moment in moments if moment is not None), default=None)
