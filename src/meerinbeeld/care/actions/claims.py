# SPDX-License-Identifier: EUPL-1.2
"""A claim for compensation: what it needs, what is there, sent, decided; and one bundle to send.

Nothing here waits for a criminal complaint: no piece is one, and none is required to begin.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.opening import record_part
from meerinbeeld.care.models import Case, Claim, ClaimPiece, Document
from meerinbeeld.care.queries import claims
from meerinbeeld.care.queries.claims import ShownClaim, ShownPiece
from meerinbeeld.care.queries.scope import InHand, in_hand
from meerinbeeld.files.sealed import stored_file
from meerinbeeld.ui import moments, paper
from meerinbeeld.vault import Box

THING: Final = "care.claim"
PAPER: Final = Path(__file__).resolve().parents[1] / "claim.typ"
DECIDED: Final = (Claim.Status.GRANTED, Claim.Status.REFUSED)
#: What a bundle may weigh: it is made in memory, and a mailbox takes no more.
HEAVIEST: Final = 60 * 1024 * 1024


@dataclass(frozen=True)
class PieceState:
    """How it stands with one piece; words or a paper make it be there."""

    status: str
    text: str = field(default="", repr=False)
    document: UUID | None = None


def start_claim(actor: Actor, reference: str, kind: str, *, once: UUID | None = None) -> Claim:
    """Begin to prepare; a second time finds the first one. Raises `ChangeError`."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        code = norms.codelist("claim_kind").get(kind)
        if code is None:
            raise ChangeError(_("Choose something from the list."))
        claim, made = Claim.objects.get_or_create(
            case=change.case,
            kind=kind,
            defaults={"norm": str(code.norm), "at": change.now, "by_id": actor.person_id},
        )
        if made or claim.status == Claim.Status.DROPPED:
            claim.status = Claim.Status.PREPARING
            claim.save(update_fields=["status"])
            _about(change, claim)
            change.step("claim_started", reason=kind, norm=claim.norm)
    return claim


def keep_piece(
    actor: Actor,
    reference: str,
    claim_id: UUID,
    kind: str,
    state: PieceState,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> ClaimPiece:
    """Say how it stands with one piece. Raises `ChangeError` for what this claim does not ask."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        claim = _found(change, claim_id)
        if kind not in claims.asked_for(claim.kind):
            raise ChangeError(_("This claim does not ask for that."))
        document = _document(change.case, state.document)
        is_there = state.status == ClaimPiece.Status.THERE
        if is_there and document is None and not state.text.strip():
            raise ChangeError(_("Choose a document or write something: that is what is there."))
        piece = claim.pieces.filter(kind=kind).first() or ClaimPiece(
            id=uuid.uuid4(), claim=claim, case=change.case, kind=kind
        )
        piece.status, piece.document = state.status, document
        piece.at, piece.by_id = change.now, actor.person_id
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(piece, "text", state.text.strip())
        piece.save()
        change.step("claim_piece", reason=kind)
    return piece


def move_claim(
    actor: Actor,
    reference: str,
    claim_id: UUID,
    status: str,
    on: date,
    *,
    outcome: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Claim:
    """Sent, granted, refused, dropped or being prepared again. What was sent early says so."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        if on > timezone.localdate(change.now):
            raise ChangeError(_("This day is still to come."))
        claim = _found(change, claim_id)
        if claim.sent_on and on < claim.sent_on and status in DECIDED:
            raise ChangeError(_("A claim cannot be decided before the day on which it was sent."))
        claim.status = Claim.Status(status)
        if claim.status == Claim.Status.SENT:
            claim.sent_on = on
        if claim.status in DECIDED:
            claim.decided_on = on
        if outcome.strip():
            with vault.unlocked(change.case.dossier) as box:
                box.put_text(claim, "outcome", outcome.strip())
        claim.save()
        change.step(f"claim_{claim.status}", reason=claim.kind)
    return claim


def open_claim(actor: Actor, reference: str, claim_id: UUID) -> tuple[InHand, ShownClaim]:
    """One claim with its checklist, for the team. Raises `NotInReach` or `Refused`."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference)
        shown = claims.one(hand, claim_id)
        record_part(hand, Verb.OPEN, THING, shown.id, reason_code=shown.kind)
        return hand, shown


def claim_bundle(actor: Actor, reference: str, claim_id: UUID) -> tuple[str, bytes]:
    """One ZIP: a paper with the checklist and what was written, and the papers behind it.

    Made in memory and journaled. A stored file that is damaged stays out, and the paper says which:
    one bad file must not hold up a claim. Raises `NotInReach`, `Refused`, or `ChangeError` when
    the papers are too heavy for one bundle.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.EXPORT, reference)
        shown = claims.one(hand, claim_id)
        record_part(hand, Verb.EXPORT, THING, shown.id, reason_code=shown.kind)
        papers = _papers(hand.case, shown)
    return f"{hand.case.reference}-{shown.kind}.zip", _zipped(hand.case, shown, papers)


@dataclass(frozen=True)
class Paper:
    """A document behind a piece; `content` is None when what is stored is damaged."""

    document: UUID
    label: str
    name: str = field(default="", repr=False)
    content: bytes | None = field(default=None, repr=False)


def _papers(case: Case, shown: ShownClaim) -> list[Paper]:
    """The papers of the claim under the name of their piece, each once."""
    ids = {piece.document for piece in shown.pieces if piece.document}
    rows = list(case.documents.filter(pk__in=ids, removed_at=None))
    if sum(row.size for row in rows) > HEAVIEST:
        raise ChangeError(
            _("These documents are too large for one file. Save them one by one, or link fewer.")
        )
    labels = {piece.document: piece.label for piece in shown.pieces if piece.document}
    with vault.unlocked(case.dossier) as box:
        return [_read(row, box, labels[row.id]) for row in rows]


def _read(row: Document, box: Box, label: str) -> Paper:
    """In memory before anything is sent, so that what cannot be read is known in time."""
    try:
        stored = stored_file(row.blob, box.json(row, "sealed"))
        return Paper(row.id, label, stored.name, stored.whole())
    except vault.Unreadable:
        return Paper(row.id, label)


def _zipped(case: Case, shown: ShownClaim, papers: list[Paper]) -> bytes:
    out = io.BytesIO()
    damaged = {paper.document for paper in papers if paper.content is None}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as bundle:
        bundle.writestr("00-overzicht.pdf", _paper(case, shown, damaged))
        for number, paper in enumerate(papers, start=1):
            if paper.content is not None:
                name = f"{number:02d}-{_plain(paper.label)}-{_plain(paper.name)}"
                bundle.writestr(name, paper.content)
    return out.getvalue()


def _paper(case: Case, shown: ShownClaim, damaged: set[UUID]) -> bytes:
    intro = [shown.help, _("Made on %(day)s.") % {"day": moments.exact(timezone.now())}]
    if damaged:
        intro.append(
            _("Mind: what is stored of a document was damaged, so it is not in this bundle. The "
              "table says which. Ask the person for it again, or have it put back from a backup.")
        )  # fmt: skip
    data = {
        "title": shown.label,
        "footer": case.reference,
        "intro": intro,
        "heads": [_("What is asked"), _("How it stands"), _("Document")],
        "rows": [[one.label, one.status_words, _behind(one, damaged)] for one in shown.pieces],
        "texts": [{"head": one.label, "text": one.text} for one in shown.pieces if one.text],
    }
    return paper.pdf(PAPER, data, title=shown.label, language=(get_language() or "nl")[:2])


def _behind(piece: ShownPiece, damaged: set[UUID]) -> str:
    if piece.document in damaged:
        return _("%(document)s: DAMAGED, not in this bundle") % {"document": piece.document_label}
    return piece.document_label or "–"


def _plain(name: str) -> str:
    """A name that any computer can store, without folders in it."""
    return "".join(sign if sign.isalnum() or sign in ".-" else "_" for sign in name)[:80]


def _found(change: Change, claim_id: UUID) -> Claim:
    claim = change.case.claims.filter(pk=claim_id).first()
    if claim is None:
        raise ChangeError(_("There is no such claim."))
    _about(change, claim)
    return claim


def _about(change: Change, claim: Claim) -> None:
    change.thing, change.thing_id, change.reason_code = THING, claim.id, claim.kind


def _document(case: Case, document_id: UUID | None) -> Document | None:
    if document_id is None:
        return None
    found = case.documents.filter(pk=document_id, removed_at=None).first()
    if found is None:
        raise ChangeError(_("There is no such document."))
    return found
