# SPDX-License-Identifier: EUPL-1.2
"""The life line of a case: what was done, and the clocks that run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.care.models import Clock, Step
from meerinbeeld.care.queries import words
from meerinbeeld.care.queries.scope import InHand, Way
from meerinbeeld.care.rules.clocks import said_as, state_of
from meerinbeeld.vault import Box

#: So many dots stand on a page; the older ones are on the page of the whole line.
DOTS: Final = 12


@dataclass(frozen=True)
class Dot:
    """One thing that was done."""

    title: str
    at: datetime
    who: str
    why: str
    norm: str
    explanation: str = field(default="", repr=False)


@dataclass(frozen=True)
class Running:
    """A clock that runs, with the norm that set it and how it stands."""

    kind: str
    label: str
    started_at: datetime
    due_at: datetime
    state: str
    norm: str
    source: str

    @property
    def on(self) -> date:
        return said_as(self.due_at)


def running(clocks: list[Clock], now: datetime) -> list[Running]:
    """The most pressing first. Pure but for the words of the norms."""
    return [
        Running(
            kind=clock.kind,
            label=words.clock_label(clock.kind),
            started_at=clock.started_at,
            due_at=clock.due_at,
            state=str(state_of(clock.due_at, now)),
            norm=clock.norm,
            source=_source(clock.norm),
        )
        for clock in sorted(clocks, key=lambda clock: clock.due_at)
    ]


def _source(ref: str) -> str:
    found = norms.norm(ref)
    return found.source if found else ""


def dots(hand: InHand, box: Box, most: int = DOTS) -> list[Dot]:
    """The newest first. Partners see none; the reasons that people wrote are for the team."""
    if hand.way is Way.PARTNER:
        return []
    course = hand.case.steps.exclude(kind__in=words.DAILY)
    rows = course.select_related("by", "to_organisation").order_by("-at", "-id")[:most]
    return [_dot(row, hand, box) for row in rows]


def title_of(row: Step) -> str:
    title = str(words.STEPS.get(row.kind, row.kind))
    return f"{title} {row.to_organisation.name}" if row.to_organisation else title


def _dot(row: Step, hand: InHand, box: Box) -> Dot:
    mine = row.by_id == hand.actor.person_id
    return Dot(
        title=title_of(row),
        at=row.at,
        who=_("you") if mine else (row.by.name if row.by else ""),
        why=words.reason_of(row.kind, row.reason),
        norm=row.norm,
        explanation=box.text(row, "explanation") if hand.is_inside and row.explanation else "",
    )
