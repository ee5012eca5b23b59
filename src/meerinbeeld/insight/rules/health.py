# SPDX-License-Identifier: EUPL-1.2
"""When something about the system needs a look: pure judgements of ages and amounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final


class State(StrEnum):
    GOOD = "good"
    LOOK = "look"
    WRONG = "wrong"


#: The worker takes up what waits every few seconds.
QUEUE: Final = (timedelta(minutes=2), timedelta(minutes=15))
WORKER: Final = (timedelta(minutes=3), timedelta(minutes=15))
#: Journal entries are sealed in the same round.
JOURNAL: Final = (timedelta(minutes=5), timedelta(hours=1))
BACKUP: Final = (timedelta(days=1, hours=6), timedelta(days=3))
CHECKUP: Final = (timedelta(days=31), timedelta(days=92))
#: Free space, as a share of the disk.
DISK: Final = (0.20, 0.08)
DECIDING: Final = {State.WRONG: 0, State.LOOK: 1, State.GOOD: 2}


def by_age(at: datetime | None, now: datetime, limits: tuple[timedelta, timedelta]) -> State:
    """Good until the first age, wrong from the second on. Never done: wrong."""
    if at is None or now - at >= limits[1]:
        return State.WRONG
    return State.LOOK if now - at >= limits[0] else State.GOOD


def by_room(share: float) -> State:
    """By the share of the disk that is free."""
    return State.GOOD if share >= DISK[0] else State.LOOK if share >= DISK[1] else State.WRONG


def by_failures(number: int) -> State:
    return State.LOOK if number else State.GOOD
