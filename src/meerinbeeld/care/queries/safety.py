# SPDX-License-Identifier: EUPL-1.2
"""Safety as the pages of a case show it: in one line, with the last look whole, or all of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.care.models import Assessment
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules.clocks import state_of
from meerinbeeld.vault import Box

ITEM: Final = "assessment"
#: Which clocks ask for a look, the most telling first.
ASKS: Final = ("safety_after_move", "after_reopening", "safety_review")


@dataclass(frozen=True)
class Looked:
    """One look at safety; the words are "" where only the line is shown."""

    id: UUID
    at: datetime
    by: str
    occasion: str
    level: str
    label: str
    tone: str
    points: list[str]
    children: int
    location_secret: bool
    text: str = field(default="", repr=False)
    agreements: str = field(default="", repr=False)


@dataclass(frozen=True)
class Safety:
    """How safe it is now, and when it is looked at again."""

    last: Looked | None
    earlier: list[Looked]
    due_at: datetime | None
    state: str
    after_move: bool


def part(hand: InHand, box: Box, tab: str) -> Safety:
    """Every look whole on the tab of protection; elsewhere only how it stands."""
    looks = [_looked(row, box if tab == "protect" else None) for row in _rows(hand)]
    clock = _clock(hand)
    return Safety(
        last=looks[0] if looks else None,
        earlier=looks[1:],
        due_at=clock[1] if clock else None,
        state=str(state_of(clock[1], timezone.now())) if clock else "",
        after_move=bool(clock and clock[0] == "safety_after_move"),
    )


def start_of(hand: InHand) -> dict[str, Any]:
    """What a new look begins with: why it is made, and what was so at the last one."""
    last = hand.case.assessments.order_by("-at").first()
    clock = _clock(hand)
    occasion = Assessment.Occasion.REVIEW if last else Assessment.Occasion.INTAKE
    if clock and clock[0] == "safety_after_move":
        occasion = Assessment.Occasion.MOVE
    return {
        "occasion": occasion,
        "children": last.children if last else 0,
        "location_secret": hand.case.location_secret,
    }


def lengths() -> list[tuple[str, str]]:
    """After which time one looks again, by how safe it is; then after a move."""
    found = [
        (
            level.label,
            norms.term("safety_review", urgency=level.extra.get("urgency") or None).length,
        )
        for level in norms.codelist("safety_level")
    ]
    return [*found, (str(_("After a move")), norms.term("safety_after_move").length)]


def _rows(hand: InHand) -> list[Assessment]:
    rows = hand.case.assessments.select_related("by").order_by("-at")
    return [row for row in rows if hand.sees(ITEM, row.id)]


def _clock(hand: InHand) -> tuple[str, datetime] | None:
    """What asks for the next look; for the team alone."""
    if not hand.is_inside:
        return None
    asking = [(clock.kind, clock.due_at) for clock in hand.clocks if clock.kind in ASKS]
    return min(asking, key=itemgetter(1), default=None)


def _looked(row: Assessment, box: Box | None) -> Looked:
    levels, points = norms.codelist("safety_level"), norms.codelist("safety_point")
    level = levels.get(row.level)
    return Looked(
        id=row.id,
        at=row.at,
        by=row.by.name,
        occasion=row.get_occasion_display(),
        level=row.level,
        label=levels.label(row.level),
        tone=str(level.extra.get("tone", "")) if level else "",
        points=[points.label(code) for code in row.points],
        children=row.children,
        location_secret=row.location_secret,
        text=box.text(row, "text") if box else "",
        agreements=box.text(row, "agreements") if box else "",
    )
