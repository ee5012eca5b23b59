# SPDX-License-Identifier: EUPL-1.2
"""Where somebody stays or hopes to stay, as the pages of a case show it. Never the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.access import Purpose
from meerinbeeld.care.models import Placement
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.care.rules import shelter as rules
from meerinbeeld.vault import Box

ITEM = "placement"
_Status = Placement.Status


@dataclass(frozen=True)
class Place:
    """One place of a case, in words."""

    id: UUID
    kind: str
    through: str
    row: Placement
    #: Empty for whoever may not know which provider it is.
    facility: str
    provider: str
    reason: str
    is_long: bool
    wants_a_reason: bool
    note: str = field(default="", repr=False)

    @property
    def is_asked(self) -> bool:
        return self.row.status in rules.ASKED


@dataclass(frozen=True)
class ShelterPart:
    """Where somebody stays now, what is asked for, and what has been."""

    stays: Place | None
    asked: list[Place]
    past: list[Place]


def part(hand: InHand, box: Box, tab: str) -> ShelterPart:
    """Notes are read on the tab alone, and by the team alone."""
    now, with_notes = timezone.now(), tab == "protect" and hand.is_inside
    places = [_place(row, now, hand, box if with_notes else None) for row in _rows(hand)]
    return ShelterPart(
        stays=next((one for one in places if one.row.status == _Status.PLACED), None),
        asked=[one for one in places if one.is_asked],
        past=[one for one in reversed(places) if not one.is_asked and not _is_now(one)],
    )


def placement(hand: InHand, placement_id: UUID) -> Place:
    """One place of the case at hand. Raises `NotInReach`."""
    for row in _rows(hand):
        if row.id == placement_id:
            return _place(row, timezone.now(), hand, None)
    raise NotInReach


def _is_now(place: Place) -> bool:
    return place.row.status == _Status.PLACED


def _rows(hand: InHand) -> list[Placement]:
    rows = hand.case.placements.select_related("facility__provider")
    return [row for row in rows if hand.sees(ITEM, row.id)]


def _place(row: Placement, now: datetime, hand: InHand, box: Box | None) -> Place:
    kinds, placed = norms.codelist("shelter_kind"), row.status == _Status.PLACED
    code = kinds.get(row.kind)
    # which provider it is tells nearly where it is: whoever looks for safety does not hear it
    shown = row.facility if hand.purpose == Purpose.CARE else None
    return Place(
        id=row.id,
        kind=kinds.label(row.kind),
        through=through(str(code.extra.get("through", ""))) if code else "",
        row=row,
        facility=shown.name if shown else "",
        provider=shown.provider.name if shown else "",
        reason=_reason(row),
        is_long=placed and rules.has_begun(row.long_from, now),
        wants_a_reason=placed and rules.has_begun(row.reason_from, now),
        note=box.text(row, "note") if box and row.note else "",
    )


def through(route: str) -> str:
    return norms.codelist("shelter_route").label(route)


_LISTS = {
    _Status.WAITING: ("waiting_reason", "wait_reason"),
    _Status.PLACED: ("delay_reason", "delay_reason"),
    _Status.LEFT: ("shelter_destination", "left_to"),
    _Status.REFUSED: ("shelter_refusal", "refused_because"),
    _Status.WITHDRAWN: ("shelter_withdrawal", "refused_because"),
}


def _reason(row: Placement) -> str:
    """Why it stands as it stands, or where somebody went."""
    if row.status not in _LISTS:
        return ""
    codes, name = _LISTS[_Status(row.status)]
    return norms.codelist(codes).label(getattr(row, name))
