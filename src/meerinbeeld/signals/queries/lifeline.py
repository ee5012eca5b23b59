# SPDX-License-Identifier: EUPL-1.2
"""The life line: what was done, by whom, why and how long after, and what has to happen next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from meerinbeeld.signals import rules
from meerinbeeld.signals.models import Phase, Signal, Step
from meerinbeeld.signals.queries import words
from meerinbeeld.signals.queries.scope import InHand
from meerinbeeld.vault import Box

#: Steps that are one dot together when the same person takes them in a row.
SMALL: Final = frozenset(
    {
        "enriched", "item_removed", "item_restored", "file_added", "file_shared", "file_kept",
        "indicators", "assessed", "answer_read",
    }
)  # fmt: skip
#: After so long a silence between two steps the line says how long it was.
SILENCE: Final = timedelta(hours=20)


@dataclass(frozen=True)
class Dot:
    """One thing that was done."""

    title: str
    at: datetime
    who: str
    organisation: str
    why: str
    norm: str
    explanation: str = field(default="", repr=False)
    times: int = 1
    after: timedelta | None = None


@dataclass(frozen=True)
class Ahead:
    """One thing that still has to be done: the first of them is the next step."""

    code: str
    title: str
    due_at: datetime | None
    state: str
    norm: str = ""


@dataclass(frozen=True)
class Line:
    done: list[Dot]
    ahead: list[Ahead]

    @property
    def next(self) -> Ahead | None:
        return self.ahead[0] if self.ahead else None


def clocks_of(signal: Signal) -> rules.Clocks:
    return rules.Clocks(
        phase=signal.phase,
        next_step=signal.next_step,
        due_at=signal.due_at,
        feedback_due_at=signal.feedback_due_at,
        feedback_settled=bool(signal.feedback_given_at or signal.feedback_waived),
        answer_waiting=signal.answer_waiting,
    )


def line_of(hand: InHand, box: Box, now: datetime) -> Line:
    """The life line of a signal in hand. The reasons people wrote are for the team alone."""
    rows = list(
        hand.signal.steps.select_related("by", "organisation", "to_organisation").order_by(
            "at", "id"
        )
    )
    return Line(_dots(rows, hand, box), ahead(clocks_of(hand.signal), hand.signal.due_norm, now))


def ahead(clocks: rules.Clocks, norm: str, now: datetime) -> list[Ahead]:
    """What is expected, the most pressing first. Pure."""
    if clocks.phase == rules.CLOSED:
        return []
    steps = [(clocks.next_step, clocks.due_at, norm)]
    if not clocks.feedback_settled:
        steps.append(("give_feedback", clocks.feedback_due_at, ""))
    steps.sort(key=lambda step: step[1] or now + timedelta(days=36500))
    dots = [
        _ahead(rules.NextStep(code, due_at, rules.state_of(due_at, now)), name)
        for code, due_at, name in steps
    ]
    if clocks.answer_waiting:
        dots.insert(0, _ahead(rules.next_step(clocks, now), ""))
    return [*dots, Ahead("close", str(words.EXPECTED["close"]), None, "open")]


def _ahead(step: rules.NextStep, norm: str) -> Ahead:
    title = str(words.EXPECTED.get(step.code, step.code))
    return Ahead(step.code, title, step.due_at, str(step.state), norm)


def _dots(rows: list[Step], hand: InHand, box: Box) -> list[Dot]:
    dots: list[Dot] = []
    previous: Step | None = None
    for row in rows:
        if previous and _same(previous, row):
            last = dots[-1]
            dots[-1] = _dot(row, hand, box, last.after, last.times + 1)
        else:
            gap = row.at - previous.at if previous else None
            dots.append(_dot(row, hand, box, gap if gap and gap > SILENCE else None, 1))
        previous = row
    return dots


def _same(one: Step, other: Step) -> bool:
    together = one.kind == other.kind and one.by_id == other.by_id and one.kind in SMALL
    return together and other.at - one.at < SILENCE and not other.explanation


def _dot(row: Step, hand: InHand, box: Box, after: timedelta | None, times: int) -> Dot:
    return Dot(
        title=title_of(row),
        at=row.at,
        who=_who(row, hand),
        organisation=row.organisation.name if row.organisation else "",
        why="" if row.kind.startswith("form_") else str(words.reason_label(row.reason)),
        norm=row.norm,
        explanation=box.text(row, "explanation") if hand.is_inside and row.explanation else "",
        times=times,
        after=after,
    )


def title_of(row: Step) -> str:
    """What was done, with whom or what it was about: "Put before Police"."""
    title = str(words.STEPS.get(row.kind, row.kind))
    if row.to_organisation and row.kind != "helped":
        return f"{title} {row.to_organisation.name}"
    if row.kind.startswith("form_"):
        return f"{title} {str(words.reason_label(row.reason)).lower()}"
    return title


def _who(row: Step, hand: InHand) -> str:
    if row.by_id is None:
        return ""
    if row.by_id == hand.actor.person_id:
        return _("you")
    return row.by.name if row.by else ""


def phase_number(phase: str) -> int:
    """How far a signal is, of five."""
    return list(Phase.values).index(phase) + 1
