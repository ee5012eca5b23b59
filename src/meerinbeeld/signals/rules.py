# SPDX-License-Identifier: EUPL-1.2
"""The life line as pure functions of values: which phase may follow which, what the next step is.

Nothing here knows the database. Terms come in as moments that `norms` computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

RECEIVED, ASSESSING, ROUTED = "received", "assessing", "routed"
FOLLOWING_UP, CLOSED = "following_up", "closed"
PHASES = (RECEIVED, ASSESSING, ROUTED, FOLLOWING_UP, CLOSED)

#: Every edge of the life line and the step that takes it.
TRANSITIONS: frozenset[tuple[str, str]] = frozenset(
    {
        (RECEIVED, ASSESSING),  # opened for a purpose
        (RECEIVED, ROUTED),
        (RECEIVED, CLOSED),  # merged or withdrawn before anybody looked
        (ASSESSING, ROUTED),
        (ASSESSING, FOLLOWING_UP),
        (ASSESSING, CLOSED),
        (ROUTED, ASSESSING),  # declined, revoked or handed back
        (ROUTED, FOLLOWING_UP),  # accepted
        (ROUTED, CLOSED),
        (FOLLOWING_UP, ASSESSING),
        (FOLLOWING_UP, ROUTED),
        (FOLLOWING_UP, CLOSED),
        (CLOSED, ASSESSING),  # reopened
    }
)


def may_follow(now: str, then: str) -> bool:
    """Whether a signal in phase `now` may go to phase `then`; staying is always allowed."""
    return now == then or (now, then) in TRANSITIONS


class State(StrEnum):
    """How a clock stands. A word goes with each colour on the screen."""

    LATE = "late"
    TODAY = "today"
    RUNS = "runs"
    DONE = "done"


@dataclass(frozen=True)
class NextStep:
    """What has to happen next, before when, and how that stands now."""

    code: str
    due_at: datetime | None
    state: State


@dataclass(frozen=True)
class Clocks:
    """The two promises of a signal: the next step and the word back to the reporter."""

    phase: str
    next_step: str
    due_at: datetime | None
    feedback_due_at: datetime | None
    feedback_settled: bool
    answer_waiting: bool = False


def state_of(due_at: datetime | None, now: datetime) -> State:
    """Late from the moment itself; today on the same local day; else it runs."""
    if due_at is None:
        return State.DONE
    if due_at <= now:
        return State.LATE
    return State.TODAY if due_at.astimezone(now.tzinfo).date() == now.date() else State.RUNS


def next_step(clocks: Clocks, now: datetime) -> NextStep:
    """The one step that a person should take first.

    An answer that nobody read comes first, then whichever promise ends sooner.
    """
    if clocks.phase == CLOSED:
        return NextStep("closed", None, State.DONE)
    if clocks.answer_waiting:
        # reading is for today, whatever the promises say; one that is late is still told
        late = state_of(clocks.due_at, now) is State.LATE
        return NextStep(
            "read_answer", clocks.due_at if late else None, State.LATE if late else State.TODAY
        )
    feedback = None if clocks.feedback_settled else clocks.feedback_due_at
    if feedback and (clocks.due_at is None or feedback < clocks.due_at):
        return NextStep("give_feedback", feedback, state_of(feedback, now))
    return NextStep(clocks.next_step, clocks.due_at, state_of(clocks.due_at, now))


def may_close(*, feedback_given: bool, waived_because: str) -> bool:
    """A signal ends only when the reporter heard back, or it is written down why not."""
    return feedback_given or bool(waived_because)


def earliest_retention(dates: list[datetime]) -> datetime:
    """Splitting and merging never move a retention clock: what is joined keeps the first date."""
    return min(dates)
