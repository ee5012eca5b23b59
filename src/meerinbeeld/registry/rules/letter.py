# SPDX-License-Identifier: EUPL-1.2
"""What an organisation hears back about what it notified. Pure: values in, figures out.

Its own figures are told as they are. How many of its persons others notified as well says something
about what others know: that is told only when both that number and the rest are large enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

#: As for what is published: smaller numbers about what others know are not told.
THRESHOLD: Final = 5
#: So many fields that are often missing are named.
MOST: Final = 3
NONE, CONSENT = "none", "consent"
TAKEN_UP: Final = ("registered", "known_already")

# What would help, as codes that the letter puts into words.
FILL_IN, FIND_GROUND, ANSWER_MORE, ALL_WELL = "fill_in", "find_ground", "answer_more", "all_well"


@dataclass(frozen=True)
class Told:
    """One notification, by what its figures need."""

    victim: str
    known_elsewhere: bool
    missing: tuple[str, ...]
    rests_on: str
    state: str
    reason: str
    counted: bool
    days_to_sending: int | None
    answer: str


@dataclass(frozen=True)
class Figures:
    """Of one organisation in one period. Kept with the letter as it was sent; all about nobody."""

    notified: int
    persons: int
    #: Of these persons, how many others notified too; None: too few to say.
    known_elsewhere: int | None
    whole: int
    #: Field and how often nobody filled it in, the most often first.
    often_missing: tuple[tuple[str, int], ...]
    without_ground: int
    waiting: int
    sent: int
    counted: int
    stopped: int
    taken_up: int
    refused: int
    needs_more: int
    #: Days from notification to sending, the median; None: nothing was sent.
    median_days: float | None

    @property
    def advice(self) -> list[str]:
        """What would help most, as codes."""
        found = []
        if self.often_missing:
            found.append(FILL_IN)
        if self.without_ground:
            found.append(FIND_GROUND)
        if self.needs_more:
            found.append(ANSWER_MORE)
        return found or [ALL_WELL]


def figures(rows: Sequence[Told]) -> Figures:
    """Count what one organisation told."""
    missing = Counter(name for row in rows for name in row.missing)
    days = [row.days_to_sending for row in rows if row.days_to_sending is not None]
    answers = Counter(row.answer for row in rows)
    persons = {row.victim for row in rows}
    known = {row.victim for row in rows if row.known_elsewhere}
    return Figures(
        notified=len(rows),
        persons=len(persons),
        known_elsewhere=told_or_not(len(known), len(persons)),
        whole=sum(not row.missing for row in rows),
        often_missing=tuple(missing.most_common(MOST)),
        without_ground=sum(row.rests_on == NONE for row in rows),
        waiting=sum(row.state in ("waits", "ready") for row in rows),
        sent=len(days),
        counted=sum(row.counted for row in rows),
        stopped=sum(row.state == "stopped" for row in rows),
        taken_up=sum(answers[one] for one in TAKEN_UP),
        refused=answers["refused"],
        needs_more=answers["needs_more"],
        median_days=float(median(days)) if days else None,
    )


def told_or_not(part: int, whole: int) -> int | None:
    """A number about what others know, or None when it or the rest is too small to say.

    Nothing is told about none and all either: both say of each person what others know.
    """
    return part if part >= THRESHOLD and whole - part >= THRESHOLD else None


def together(all_rows: Iterable[Sequence[Told]]) -> Figures:
    """The same over every organisation; a person that several notified counts once."""
    return figures([row for rows in all_rows for row in rows])
