# SPDX-License-Identifier: EUPL-1.2
"""Which phase of help may follow which. Pure: nothing here knows the database.

No edge asks for a criminal complaint, and none looks at what somebody chose towards the police.
"""

from __future__ import annotations

from typing import Final

REFERRED, INTAKE, HELPING = "referred", "intake", "helping"
AFTERCARE, CLOSED = "aftercare", "closed"
PHASES: Final = (REFERRED, INTAKE, HELPING, AFTERCARE, CLOSED)
#: In these somebody is helped, and somebody has the case.
IN_CARE: Final = frozenset({INTAKE, HELPING, AFTERCARE})

TRANSITIONS: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        (REFERRED, INTAKE),  # accepted
        (REFERRED, CLOSED),  # declined or withdrawn
        (INTAKE, HELPING),
        (INTAKE, CLOSED),  # the person does not want help, or other help fits better
        (HELPING, AFTERCARE),
        (HELPING, CLOSED),  # out of sight, transferred elsewhere
        (AFTERCARE, HELPING),  # it turned out to be too early
        (AFTERCARE, CLOSED),
        (CLOSED, REFERRED),  # reopened: a declined referral
        (CLOSED, HELPING),  # reopened: help that had ended
    }
)

#: The clock that runs in a phase when no other does, so that an open case is never forgotten.
WATCH: Final = {
    REFERRED: "answer_referral",
    INTAKE: "intake",
    HELPING: "case_review",
    AFTERCARE: "after_aftercare",
}
#: Help that had begun is measured at its end.
MEASURED_AT_THE_END: Final = frozenset({HELPING, AFTERCARE})


def may_follow(now: str, then: str) -> bool:
    """Whether a case in phase `now` may go to phase `then`; staying is always allowed."""
    return now == then or (now, then) in TRANSITIONS


def reopened(*, accepted: bool) -> str:
    """Where a closed case goes on: with the help, or with the answer to its referral."""
    return HELPING if accepted else REFERRED


def number(phase: str) -> int:
    """How far a case is, of five."""
    return PHASES.index(phase) + 1
