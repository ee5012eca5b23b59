# SPDX-License-Identifier: EUPL-1.2
"""The papers of a case that an actor may see: all of them for the team, else what was granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.care.models import Case, Document
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.care.rules import documents as rules
from meerinbeeld.files.serving import PDF, PICTURES
from meerinbeeld.vault import Box

ITEM = "document"


@dataclass(frozen=True)
class ShownDocument:
    """One paper on the page of papers."""

    id: UUID
    kind: str
    label: str
    name: str = field(repr=False)
    note: str = field(repr=False)
    type: str
    size: int
    at: datetime
    by: str
    expires_on: date | None
    expiry: str
    older: list[ShownDocument] = field(default_factory=list, repr=False)

    @property
    def is_picture(self) -> bool:
        return self.type in PICTURES

    @property
    def is_pdf(self) -> bool:
        return self.type == PDF

    @property
    def can_be_shown(self) -> bool:
        return self.is_picture or self.is_pdf


@dataclass(frozen=True)
class DocumentsPage:
    """All papers, the newest version of each with the older ones under it."""

    hand: InHand
    documents: list[ShownDocument]
    removed: list[ShownDocument]

    def chosen(self, document_id: UUID) -> ShownDocument:
        """One of them, of any version. Raises `NotInReach`."""
        everything = [*self.documents, *self.removed]
        for shown in [*everything, *(old for one in everything for old in one.older)]:
            if shown.id == document_id:
                return shown
        raise NotInReach


@dataclass(frozen=True)
class Expiring:
    """A paper that expires soon or has: coded facts alone."""

    id: UUID
    label: str
    expires_on: date
    expiry: str


@dataclass(frozen=True)
class DocumentsPart:
    """What the overview shows: how many there are, and which expire. No name is opened for it."""

    count: int
    expiring: list[Expiring]


def part(hand: InHand, box: Box, tab: str) -> DocumentsPart:
    shown, today = [one for one in _current(hand.case) if hand.sees(ITEM, one.id)], _today()
    return DocumentsPart(len(shown), [one for one in map(_expiring(today), shown) if one])


def page(hand: InHand) -> DocumentsPage:
    """The caller has journaled it, in this same transaction."""
    rows = [row for row in _rows(hand.case) if hand.sees(ITEM, row.id)]
    shown: list[ShownDocument] = []
    removed: list[ShownDocument] = []
    with vault.unlocked(hand.case.dossier) as box:
        for chain in rules.chains(rows):
            kept = [_shown(row, box) for row in chain if row.removed_at is None]
            gone = [_shown(row, box) for row in chain if row.removed_at is not None]
            if kept:
                shown.append(_with_older(kept))
            removed.extend(gone if hand.is_inside else [])
    return DocumentsPage(hand, shown, removed)


def document(hand: InHand, document_id: UUID) -> Document:
    """One paper, of any version; a removed one is for the team alone. Raises `NotInReach`."""
    row = hand.case.documents.filter(pk=document_id).first()
    if row is None or not hand.sees(ITEM, row.id):
        raise NotInReach
    if row.removed_at is not None and not hand.is_inside:
        raise NotInReach
    return row


def first_notice(case: Case) -> date | None:
    """The first day on which one of the papers in use asks for attention."""
    days = [notice_from(one.expires_on) for one in _current(case) if one.expires_on]
    return min((day for day in days if day), default=None)


def notice_from(expires_on: date | None) -> date | None:
    if expires_on is None:
        return None
    term = norms.term("document_expires")
    return rules.notice_day(expires_on, days=term.days, months=term.months)


def labels(case: Case, box: Box) -> list[tuple[UUID, str]]:
    """The papers in use by kind and name, for a form of the team; the caller journals it."""
    return [(row.id, label(row, box)) for row in _current(case)]


def label(row: Document, box: Box) -> str:
    """What kind of paper it is, and its own name: two of a kind are told apart."""
    kind = norms.codelist("document_kind").label(row.kind)
    return f"{kind}: {box.json(row, 'sealed')['name']}"


def _rows(case: Case) -> Sequence[Document]:
    return list(case.documents.select_related("by"))


def _current(case: Case) -> list[Document]:
    found = (rules.current(chain) for chain in rules.chains(_rows(case)))
    return [row for row in found if row is not None]


def _today() -> date:
    return timezone.localdate()


def _expiring(today: date) -> Any:
    kinds = norms.codelist("document_kind")

    def expiring(row: Document) -> Expiring | None:
        state = rules.expiry(row.expires_on, notice_from(row.expires_on), today)
        if not state or row.expires_on is None:
            return None
        return Expiring(row.id, kinds.label(row.kind), row.expires_on, state)

    return expiring


def _with_older(chain: list[ShownDocument]) -> ShownDocument:
    newest, *older = chain
    newest.older.extend(older)
    return newest


def _shown(row: Document, box: Box) -> ShownDocument:
    about: dict[str, Any] = box.json(row, "sealed")
    return ShownDocument(
        id=row.id,
        kind=row.kind,
        label=norms.codelist("document_kind").label(row.kind),
        name=str(about["name"]),
        note=str(about.get("note", "")),
        type=str(about["type"]),
        size=row.size,
        at=row.at,
        by=row.by.name,
        expires_on=row.expires_on,
        expiry=rules.expiry(row.expires_on, notice_from(row.expires_on), _today()),
    )
