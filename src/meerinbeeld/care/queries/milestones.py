# SPDX-License-Identifier: EUPL-1.2
"""What happened by law or agreement, on the tab where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from meerinbeeld import norms
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.norms.refs import Code
from meerinbeeld.ui import moments
from meerinbeeld.vault import Box

LIST: Final = "care_milestone"


@dataclass(frozen=True)
class ShownMilestone:
    id: UUID
    label: str
    on: date
    who: str
    norm: str
    source: str
    note: str = field(repr=False)


def part(hand: InHand, box: Box, tab: str) -> list[ShownMilestone]:
    """For the team: the milestones of one tab, the newest first."""
    if not hand.is_inside:
        return []
    known = norms.codelist(LIST)
    rows = hand.case.milestones.filter(removed_at=None).select_related("by")
    return [
        ShownMilestone(
            id=row.id,
            label=known.label(row.kind),
            on=row.on,
            who=row.by.name,
            norm=row.norm,
            source=_source(row.norm),
            note=box.text(row, "note"),
        )
        for row in rows.order_by("-on", "-at")
        if (code := known.get(row.kind)) is None or code.extra.get("tab") == tab
    ]


def grouped(offered: Callable[[Code], bool] = lambda code: True) -> list[tuple[str, Any]]:
    """The milestones of today as the choices of a form, by group."""
    groups = norms.codelist("milestone_group")
    codes = sorted(
        (code for code in norms.codelist(LIST) if offered(code)),
        key=lambda code: groups.values.index(str(code.extra["group"])),
    )
    return [
        (groups.label(group), [(code.value, code.label) for code in found])
        for group, found in groupby(codes, key=lambda code: str(code.extra["group"]))
    ]


def _source(ref: str) -> str:
    found = norms.norm(ref)
    return found.source if found else ""


def in_words(hand: InHand, milestone_id: UUID) -> str:
    """What was recorded and of which day. Raises `NotInReach`."""
    row = hand.case.milestones.filter(pk=milestone_id).first()
    if row is None:
        raise NotInReach
    return f"{norms.codelist(LIST).label(row.kind)} · {moments.exact(row.on)}"
