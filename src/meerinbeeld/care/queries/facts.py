# SPDX-License-Identifier: EUPL-1.2
"""The sealed facts of a case, as a page shows them: masked until somebody asks for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meerinbeeld import norms, vault
from meerinbeeld.access import Purpose
from meerinbeeld.care.models import Fact
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.care.queries.strict import strict_kinds
from meerinbeeld.norms.refs import Code
from meerinbeeld.vault import Box

ITEM = "fact"
#: Where somebody stays in a shelter: strict, and in one place alone.
SHELTER_ADDRESS = "shelter_address"
#: The tabs on which details stand: the four national phases.
TABS = ("detect", "protect", "prosecute", "compensate")


@dataclass(frozen=True)
class ShownFact:
    """One fact on the page; `text` is None while it is masked."""

    id: UUID
    kind: str
    label: str
    text: str | None = field(repr=False)
    masked: bool
    strict: bool
    by: str
    at: datetime


def code_of(kind: str) -> Code | None:
    return norms.codelist("care_fact").get(kind)


def tab_of(kind: str) -> str:
    """On which tab details of this kind stand."""
    code = code_of(kind)
    return str(code.extra.get("tab", TABS[0])) if code else TABS[0]


def is_strict(kind: str) -> bool:
    return kind in strict_kinds("care_fact")


def in_view(hand: InHand, row: Fact) -> bool:
    """Whether this actor may see one fact. A strict one never goes to whoever looks for safety:
    police and prosecution sit there as well, and a grant cannot undo this.
    """
    if is_strict(row.kind) and hand.purpose != Purpose.CARE:
        return False
    return hand.sees(ITEM, row.id)


def facts(hand: InHand, box: Box, tab: str = "", reveal: UUID | None = None) -> list[ShownFact]:
    """The facts of one tab (all of them without one) that this actor may see."""
    kinds = norms.codelist("care_fact")
    order = {kind: place for place, kind in enumerate(kinds.values)}
    rows = hand.case.facts.filter(removed_at=None).select_related("by")
    seen = [row for row in rows if in_view(hand, row) and _on(row, tab)]
    seen.sort(key=lambda row: (order.get(row.kind, len(order)), row.at))
    return [_shown(row, box, reveal) for row in seen]


@dataclass(frozen=True)
class Removed:
    """A fact that was taken away and can be put back: what it is, not what it says."""

    id: UUID
    label: str
    by: str
    at: datetime
    strict: bool


def removed(hand: InHand, box: Box, tab: str) -> list[Removed]:
    """What the team took away on one tab, the newest first."""
    if not hand.is_inside:
        return []
    rows = hand.case.facts.filter(removed_at__isnull=False).select_related("removed_by")
    known = norms.codelist("care_fact")
    return [
        Removed(
            row.id,
            known.label(row.kind),
            row.removed_by.name if row.removed_by else "",
            row.removed_at or row.at,
            is_strict(row.kind),
        )
        for row in rows.order_by("-removed_at")
        if _on(row, tab)
    ]


def fact(hand: InHand, fact_id: UUID) -> Fact:
    """One fact, closed. Raises `NotInReach` when this actor has no such fact."""
    row = hand.case.facts.filter(pk=fact_id, removed_at=None).first()
    if row is None or not in_view(hand, row):
        raise NotInReach
    return row


def fact_text(hand: InHand, fact_id: UUID) -> tuple[Fact, str]:
    """One fact with its text. Raises `NotInReach` when this actor has no such fact."""
    row = fact(hand, fact_id)
    with vault.unlocked(hand.case.dossier) as box:
        return row, box.text(row, "value")


def _on(row: Fact, tab: str) -> bool:
    return not tab or tab_of(row.kind) == tab


def _shown(row: Fact, box: Box, reveal: UUID | None) -> ShownFact:
    code = code_of(row.kind)
    masked = code is None or bool(code.extra.get("mask"))
    return ShownFact(
        id=row.id,
        kind=row.kind,
        label=norms.codelist("care_fact").label(row.kind),
        text=None if masked and row.id != reveal else box.text(row, "value"),
        masked=masked,
        strict=is_strict(row.kind),
        by=row.by.name if row.by else "",
        at=row.at,
    )


__all__ = [
    "ITEM",
    "SHELTER_ADDRESS",
    "ShownFact",
    "fact",
    "fact_text",
    "facts",
    "in_view",
    "is_strict",
    "tab_of",
]
