# SPDX-License-Identifier: EUPL-1.2
"""Claims for compensation: each with its checklist, what is there and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from meerinbeeld import norms, vault
from meerinbeeld.care.models import Case, Claim, ClaimPiece
from meerinbeeld.care.queries import documents
from meerinbeeld.care.queries.scope import InHand, NotInReach
from meerinbeeld.norms.refs import Code
from meerinbeeld.vault import Box

ITEM = "claim"
Status = ClaimPiece.Status


@dataclass(frozen=True)
class ShownPiece:
    """One thing that a claim asks for."""

    kind: str
    label: str
    help: str
    optional: bool
    status: str
    status_words: str
    text: str = field(repr=False)
    document: UUID | None
    document_label: str

    @property
    def is_open(self) -> bool:
        return self.status == Status.MISSING and not self.optional


@dataclass(frozen=True)
class ShownClaim:
    """One claim with its checklist."""

    id: UUID
    kind: str
    label: str
    help: str
    status: str
    status_words: str
    norm: str
    sent_on: date | None
    decided_on: date | None
    outcome: str = field(repr=False)
    pieces: list[ShownPiece] = field(repr=False)
    #: What can show a piece, by name; only where the claim itself is opened.
    papers: list[tuple[UUID, str]] = field(default_factory=list, repr=False)

    @property
    def asked(self) -> list[ShownPiece]:
        return [piece for piece in self.pieces if not piece.optional]

    @property
    def there(self) -> int:
        return sum(not piece.is_open for piece in self.asked)

    @property
    def missing(self) -> list[str]:
        return [piece.label for piece in self.asked if piece.is_open]


@dataclass(frozen=True)
class Way:
    """A way to compensation that was not begun yet."""

    kind: str
    label: str
    help: str


@dataclass(frozen=True)
class ClaimsPart:
    claims: list[ShownClaim]
    ways: list[Way]


def part(hand: InHand, box: Box, tab: str) -> ClaimsPart:
    """What stands on the tab of compensation: for the team all of it, else what was granted."""
    rows = [row for row in _rows(hand.case) if hand.sees(ITEM, row.id)]
    begun = {row.kind for row in rows}
    kinds = norms.codelist("claim_kind").codes if hand.is_inside else ()
    ways = [Way(code.value, code.label, code.help) for code in kinds if code.value not in begun]
    return ClaimsPart([_shown(row, box) for row in rows], ways)


def one(hand: InHand, claim_id: UUID) -> ShownClaim:
    """One claim with its checklist; what a caller journals. Raises `NotInReach`."""
    row = next((row for row in _rows(hand.case) if row.id == claim_id), None)
    if row is None or not hand.is_inside:
        raise NotInReach
    with vault.unlocked(hand.case.dossier) as box:
        return replace(_shown(row, box), papers=documents.labels(hand.case, box))


def asked_for(kind: str) -> dict[str, Code]:
    """The pieces that a way to compensation asks for, in their order."""
    codes = norms.codelist("claim_piece").codes
    return {code.value: code for code in codes if kind in (code.extra.get("claims") or ())}


def _rows(case: Case) -> list[Claim]:
    return list(case.claims.prefetch_related("pieces__document"))


def _shown(row: Claim, box: Box) -> ShownClaim:
    kinds = norms.codelist("claim_kind")
    code = kinds.get(row.kind)
    kept = {piece.kind: piece for piece in row.pieces.all()}
    asked = asked_for(row.kind)
    return ShownClaim(
        id=row.id,
        kind=row.kind,
        label=kinds.label(row.kind),
        help=code.help if code else "",
        status=row.status,
        status_words=str(row.get_status_display()),
        norm=row.norm,
        sent_on=row.sent_on,
        decided_on=row.decided_on,
        outcome=box.text(row, "outcome"),
        pieces=[_piece(kind, code, kept.get(kind), box) for kind, code in asked.items()],
    )


def _piece(kind: str, code: Code, row: ClaimPiece | None, box: Box) -> ShownPiece:
    document = row.document if row and row.document and row.document.removed_at is None else None
    status = row.status if row else str(Status.MISSING)
    text = box.text(row, "text") if row else ""
    if status == Status.THERE and document is None and not text:
        status = str(Status.MISSING)  # its paper was taken away since
    return ShownPiece(
        kind=kind,
        label=code.label,
        help=code.help,
        optional=bool(code.extra.get("optional")),
        status=status,
        status_words=str(Status(status).label),
        text=text,
        document=document.id if document else None,
        document_label=documents.label(document, box) if document else "",
    )
