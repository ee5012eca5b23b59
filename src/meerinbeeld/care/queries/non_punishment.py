# SPDX-License-Identifier: EUPL-1.2
"""The non-punishment file as the page shows it, with the texts that it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from meerinbeeld import norms
from meerinbeeld.care.models import NonPunishment
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules.non_punishment import is_asked
from meerinbeeld.norms.refs import Code
from meerinbeeld.vault import Box

ITEM: Final = "non_punishment"


@dataclass(frozen=True)
class Leaf:
    """One page of the file; its words are "" where only the line is shown."""

    id: UUID
    at: datetime
    by: str
    finding: str
    outcome: str
    put_before: str
    put_before_on: date | None
    norm: str
    text: str = field(default="", repr=False)
    offence: str = field(default="", repr=False)


@dataclass(frozen=True)
class File:
    """Whether the case asks the question, what was written, and by which rules."""

    asked: bool
    leaves: list[Leaf]
    rules: list[Code]

    @property
    def waits(self) -> bool:
        """The question stands and nobody has answered it."""
        return self.asked and not self.leaves


def part(hand: InHand, box: Box, tab: str) -> File | None:
    """The whole file on the tab of criminal proceedings; None when there is nothing to ask."""
    rows = [row for row in hand.case.non_punishment.select_related("by") if hand.sees(ITEM, row.id)]
    asked = hand.is_inside and is_asked(hand.forms)
    if not rows and not asked:
        return None
    whole = box if tab == "prosecute" else None
    return File(asked, [_leaf(row, whole) for row in rows], legal_texts())


def legal_texts() -> list[Code]:
    """What is in force first, then what is announced."""
    known = norms.codelist("non_punishment_norm").known.values()
    return sorted(known, key=lambda code: (code.norm.pending, code.norm.valid_from))


def _leaf(row: NonPunishment, box: Box | None) -> Leaf:
    recipients = norms.codelist("non_punishment_recipient")
    return Leaf(
        id=row.id,
        at=row.at,
        by=row.by.name,
        finding=norms.codelist("non_punishment_finding").label(row.finding),
        outcome=norms.codelist("non_punishment_outcome").label(row.outcome),
        put_before=recipients.label(row.put_before) if row.put_before else "",
        put_before_on=row.put_before_on,
        norm=row.norm,
        text=box.text(row, "text") if box else "",
        offence=box.text(row, "offence") if box else "",
    )
