# SPDX-License-Identifier: EUPL-1.2
"""On the way to the national register: which move is possible, what leaves, what stands against it.

Pure: values in, codes out. Codes of states, reasons and answers are those of the models and norms.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

WAITS, READY, SENT, ANSWERED, STOPPED = "waits", "ready", "sent", "answered", "stopped"
DETAILS, COUNT, WITHDRAWAL = "details", "count", "withdrawal"

RELEASE, HOLD, STOP, RESUME = "release", "hold", "stop", "resume"
SEND, TAKE_BACK, ANSWER, ASK_MORE = "send", "take_back", "answer", "ask_more"
CORRECT, WITHDRAW, END, COUNTED = "correct", "withdraw", "end", "counted"

#: Each move: from which states, and to which one.
MOVES: Final[Mapping[str, tuple[frozenset[str], str]]] = {
    RELEASE: (frozenset({WAITS}), READY),
    HOLD: (frozenset({WAITS, READY}), WAITS),
    SEND: (frozenset({READY}), SENT),
    TAKE_BACK: (frozenset({SENT}), READY),
    ANSWER: (frozenset({SENT}), ANSWERED),
    ASK_MORE: (frozenset({SENT}), WAITS),
    # what was sent has changed, or has to be removed there: it goes out once more
    CORRECT: (frozenset({SENT, ANSWERED}), READY),
    WITHDRAW: (frozenset({WAITS, READY, SENT, ANSWERED}), READY),
    # nothing is expected any more: it was removed there
    END: (frozenset({SENT}), STOPPED),
    STOP: (frozenset({WAITS, READY}), STOPPED),
    RESUME: (frozenset({STOPPED, READY}), WAITS),
    # a count gets no answer
    COUNTED: (frozenset({READY}), ANSWERED),
}

#: What stands against sending.
DESTROYED, NO_CONSENT, INCOMPLETE = "destroyed", "no_consent", "incomplete"

REGISTERED, KNOWN, NEEDS_MORE, REFUSED, REMOVED = (
    "registered", "known_already", "needs_more", "refused", "removed",
)  # fmt: skip


def target(move: str, state: str) -> str | None:
    """The state after this move, or None when it is not possible now."""
    sources, to = MOVES[move]
    return to if state in sources else None


def possible(state: str) -> frozenset[str]:
    """The moves that lead on from here."""
    return frozenset(move for move, (sources, _to) in MOVES.items() if state in sources)


def content_of(*, rests_on_ground: bool, has_ending: bool) -> str:
    """What leaves: with details only on a ground; what ended and was sent is asked to be removed.

    `has_ending`: the passing has a reason that ends it and goes out nevertheless.
    """
    if has_ending:
        return WITHDRAWAL
    return DETAILS if rests_on_ground else COUNT


@dataclass(frozen=True)
class Dossier:
    """What decides whether a dossier can leave."""

    content: str
    asks_shelter: bool = False
    has_consent: bool = False
    is_destroyed: bool = False
    missing: Collection[str] = ()


def blocks(dossier: Dossier) -> list[str]:
    """What stands against sending. `INCOMPLETE` alone can be set aside by a person.

    A place is only asked for somebody who consents; a count and a removal need nothing more.
    """
    if dossier.content == WITHDRAWAL:
        return []
    if dossier.is_destroyed:
        return [DESTROYED]
    if dossier.content == COUNT:
        return []
    found = []
    if dossier.asks_shelter and not dossier.has_consent:
        found.append(NO_CONSENT)
    if dossier.missing:
        found.append(INCOMPLETE)
    return found


def move_of(answer: str, content: str) -> str | None:
    """The move that an answer of the centre makes; None when it does not fit what was sent."""
    if content == WITHDRAWAL:
        return END if answer in (REMOVED, REFUSED) else None
    fitting = {
        REGISTERED: ANSWER,
        KNOWN: ANSWER,
        REFUSED: ANSWER,
        NEEDS_MORE: ASK_MORE,
    }
    return fitting.get(answer)


def needs_number(answer: str) -> bool:
    """Whether the centre gives its number with this answer."""
    return answer in (REGISTERED, KNOWN)
