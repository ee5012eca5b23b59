# SPDX-License-Identifier: EUPL-1.2
"""How a place is asked for, taken and left, and how full a shelter is. Pure.

More people than beds is a thing that happens on a bad night: it is shown, and never refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

REQUESTED, WAITING, PLACED = "requested", "waiting", "placed"
LEFT, REFUSED, WITHDRAWN = "left", "refused", "withdrawn"
#: Somebody still hopes for this place.
ASKED: Final = (REQUESTED, WAITING)
TRANSITIONS: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        (REQUESTED, WAITING),
        (WAITING, WAITING),  # another reason
        *((asked, then) for asked in ASKED for then in (PLACED, REFUSED, WITHDRAWN)),
        (PLACED, LEFT),
    }
)


def may_follow(now: str, then: str) -> bool:
    """Whether a place that stands at `now` may go to `then`."""
    return (now, then) in TRANSITIONS


@dataclass(frozen=True)
class Bar:
    """Lengths out of a hundred: the beds, what is taken of them, and what goes beyond them."""

    beds: int
    taken: int
    long: int
    over: int


@dataclass(frozen=True)
class Occupancy:
    """Beds, and how many of them are taken."""

    beds: int
    taken: int
    #: Of those taken: in stays that are long.
    long: int = 0

    @property
    def free(self) -> int:
        return max(0, self.beds - self.taken)

    @property
    def over(self) -> int:
        """How many people are there beyond the beds."""
        return max(0, self.taken - self.beds)

    @property
    def percent(self) -> int:
        return round(100 * self.taken / self.beds) if self.beds else 0

    @property
    def bar(self) -> Bar:
        """The same as lengths of a bar of a hundred. Beyond its beds a shelter fills the bar."""
        whole = max(self.beds, self.taken, 1)
        taken = min(self.beds, self.taken)
        return Bar(
            beds=round(100 * self.beds / whole),
            taken=round(100 * taken / whole),
            long=round(100 * min(self.long, taken) / whole),
            over=100 - round(100 * self.beds / whole) if self.over else 0,
        )


def has_begun(moment: datetime | None, now: datetime) -> bool:
    """Whether a stay is long by now, or the question for its reason is open."""
    return moment is not None and moment <= now
