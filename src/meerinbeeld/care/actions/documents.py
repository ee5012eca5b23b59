# SPDX-License-Identifier: EUPL-1.2
"""Papers of a case: added sealed, replaced by a newer version, removed and put back, opened one at
a time with an entry in the journal. A newer version leaves the older one readable."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.opening import record_part
from meerinbeeld.care.models import Clock, Document, Phase
from meerinbeeld.care.queries import documents
from meerinbeeld.care.queries.scope import InHand, in_hand
from meerinbeeld.care.rules import documents as rules
from meerinbeeld.files.sealed import SealedFile, StoredFile, stored_file

THING = "care.document"
EXPIRES = "document_expires"
#: More papers than this in one case are a mistake.
MOST = 500
Keep = Callable[[int], Sequence[SealedFile]]


@dataclass(frozen=True)
class About:
    """What a paper is; the note is sealed with its name."""

    kind: str
    expires_on: date | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class OpenDocument:
    """A paper that was opened, of a case at hand."""

    hand: InHand
    document: Document
    stored: StoredFile


def add_documents(
    actor: Actor,
    reference: str | UUID,
    keep: Keep,
    about: About,
    *,
    most: int = 10,
    once: UUID | None = None,
) -> list[Document]:
    """Add files that were sealed while they came in. `keep` takes how many there is room for."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        made = _stored(change, keep, about, min(most, MOST - change.case.documents.count()))
        change.step("document_added", reason=about.kind)
        _keep_clock(change)
    return made


def replace_document(
    actor: Actor,
    reference: str | UUID,
    document_id: UUID,
    keep: Keep,
    about: About,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Document:
    """A newer version. The older one stays, and comes back when the newer one is removed."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        newest = _newest(change, document_id)
        (made,) = _stored(change, keep, about, 1, replaces=newest)
        change.step("document_replaced", reason=about.kind)
        _keep_clock(change)
    return made


def describe_document(
    actor: Actor,
    reference: str | UUID,
    document_id: UUID,
    about: About,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Document:
    """Another kind, note or last day. The file itself stays as it is."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        document = _found(change, document_id)
        document.kind, document.expires_on = about.kind, about.expires_on
        with vault.unlocked(change.case.dossier) as box:
            sealed: dict[str, Any] = box.json(document, "sealed")
            box.put_json(document, "sealed", {**sealed, "note": about.note.strip()})
        document.save(update_fields=["kind", "expires_on", "sealed"])
        change.step("document_described", reason=about.kind)
        _keep_clock(change)
    return document


def remove_document(
    actor: Actor,
    reference: str | UUID,
    document_id: UUID,
    *,
    back: bool = False,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Document:
    """Take a paper out of sight, or put it back."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        document = _found(change, document_id)
        document.removed_at = None if back else change.now
        document.removed_by_id = None if back else actor.person_id
        document.save(update_fields=["removed_at", "removed_by"])
        change.step("document_restored" if back else "document_removed", reason=document.kind)
        _keep_clock(change)
    return document


def open_document(actor: Actor, reference: str, document_id: UUID, verb: str) -> OpenDocument:
    """One paper, to look at (`open`) or to take along (`export`). Raises `NotInReach`."""
    with transaction.atomic():
        hand = in_hand(actor, verb, reference)
        document = documents.document(hand, document_id)
        record_part(hand, verb, THING, document.id, reason_code=document.kind)
        with vault.unlocked(hand.case.dossier) as box:
            about = box.json(document, "sealed")
    return OpenDocument(hand, document, stored_file(document.blob, about))


def open_documents(actor: Actor, reference: str) -> documents.DocumentsPage:
    """The list of papers of a case: their names are content, so this is an act as well."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference)
        record_part(hand, Verb.OPEN, "care.case", hand.case.id, reason_code="documents")
        return documents.page(hand)


def _stored(
    change: Change, keep: Keep, about: About, room: int, replaces: Document | None = None
) -> list[Document]:
    """Files that were kept, each with its row. Raises `ChangeError` when there is none."""
    files = keep(max(0, room))
    if not files:
        raise ChangeError(_("No file was kept. Choose a file that we can take."))
    made = []
    with vault.unlocked(change.case.dossier) as box:
        for file in files:
            document = Document(
                id=uuid.uuid4(),
                case=change.case,
                kind=about.kind,
                blob=file.blob,
                size=file.size,
                replaces=replaces,
                expires_on=about.expires_on,
                at=change.now,
                by_id=change.actor.person_id,
            )
            box.put_json(document, "sealed", {**file.to_seal(), "note": about.note.strip()})
            document.save(force_insert=True)
            made.append(document)
    vault.adopt_blobs(change.case.dossier, [file.blob for file in files])
    change.thing, change.thing_id = THING, made[0].id
    return made


def _found(change: Change, document_id: UUID) -> Document:
    document = change.case.documents.filter(pk=document_id).first()
    if document is None:
        raise ChangeError(_("There is no such document."))
    change.thing, change.thing_id = THING, document.id
    return document


def _newest(change: Change, document_id: UUID) -> Document:
    """The end of the line of versions that a paper is in, also when that end was removed."""
    _found(change, document_id)
    for chain in rules.chains(change.case.documents.all()):
        if document_id in {paper.id for paper in chain}:
            return chain[0]
    raise ChangeError(_("There is no such document."))


def _keep_clock(change: Change) -> None:
    """One clock for the paper that expires first; it runs out as long before as norms say."""
    day = documents.first_notice(change.case)
    due = timezone.make_aware(datetime.combine(day, time.min)) if day else None
    running = change.case.clocks.filter(kind=EXPIRES, ended_at=None).first()
    if running and running.due_at == due:
        return
    change.end_clock(EXPIRES, "looked_again")
    if due and change.case.phase != Phase.CLOSED:
        norm = norms.term(EXPIRES, timezone.localdate(change.now)).norm
        Clock.objects.create(
            case=change.case,
            kind=EXPIRES,
            started_at=change.now,
            due_at=due,
            # it runs out when the notice is due: that is the one moment to tell
            remind_at=max(change.now, due),
            norm=str(norm),
        )
