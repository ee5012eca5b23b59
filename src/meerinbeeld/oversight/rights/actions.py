# SPDX-License-Identifier: EUPL-1.2
"""What is done with a request of a person; each in one transaction with its journal entry."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.access.changing import ChangeError, Seen, Stale
from meerinbeeld.oversight.keeping import KEEPING
from meerinbeeld.oversight.models import (
    Destruction,
    Hold,
    Piece,
    RequestDossier,
    RightsRequest,
)
from meerinbeeld.oversight.rights import gathering, queries
from meerinbeeld.oversight.rights.retention import record

#: Signs that cannot be taken for one another on the phone.
_SIGNS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def receive(
    actor: Actor,
    right: str,
    *,
    name: str,
    contact: str,
    wish: str,
    received_on: date,
    on_behalf: str = "",
) -> RightsRequest:
    """Write a request down; its month runs from the day it came in, not from today."""
    require(actor, Verb.CREATE, queries.KIND, Purpose.OVERSIGHT)
    if received_on > timezone.localdate():
        raise ChangeError(_("A request cannot have come in later than today."))
    term = norms.term("access_request", received_on)
    keep = norms.term("retention_rights", received_on)
    with transaction.atomic():
        found = RightsRequest(
            reference=new_reference(received_on.year),
            dossier=vault.create_dossier(),
            right=right,
            received_on=received_on,
            due_on=term.after(received_on),
            norm=str(term.norm),
            made_by_id=actor.person_id,
            retention_until=keep.after(received_on),
            retention_norm=str(keep.norm),
        )
        with vault.unlocked(found.dossier) as box:
            who = {"name": name, "contact": contact, "on_behalf": on_behalf}
            box.put_json(found, "requester", who)
            box.put_text(found, "wish", wish)
        found.save(force_insert=True)
        record(actor, Verb.CREATE, found, norm=found.norm, reason_code=right)
    return found


def new_reference(year: int) -> str:
    """As in "R-2026-K7QD": no number that tells how many there are."""
    return f"R-{year}-" + "".join(secrets.choice(_SIGNS) for _sign in range(4))


@contextmanager
def changing(
    actor: Actor, reference: str, verb: str, *, seen: Seen | None = None, reason_code: str = ""
) -> Iterator[RightsRequest]:
    """Change one open request. Raises `Refused`, `Stale`, `ChangeError` or `DoesNotExist`."""
    require(actor, verb, queries.KIND, Purpose.OVERSIGHT)
    with transaction.atomic():
        found = RightsRequest.objects.select_for_update().get(reference=reference)
        if seen and seen.version != found.version:
            raise Stale(found, seen)
        if found.closed_at:
            raise ChangeError(_("This request has been answered and closed."))
        yield found
        found.version += 1
        found.changed_at = timezone.now()
        found.save()
        record(actor, verb, found, reason_code=reason_code)


def identify(actor: Actor, reference: str, how: str, *, seen: Seen | None = None) -> None:
    """Note how the person showed who they are. No copy of a document is kept."""
    with changing(actor, reference, Verb.CHANGE, seen=seen, reason_code="identified") as found:
        found.identified_how, found.identified_at = how, timezone.now()


def extend(actor: Actor, reference: str, because: str, *, seen: Seen | None = None) -> None:
    """Two more months, once, told within the first with its reason (AVG art. 12(3))."""
    with changing(actor, reference, Verb.CHANGE, seen=seen, reason_code="extended") as found:
        if found.extended_at:
            raise ChangeError(_("This term was extended already. The law allows it once."))
        if timezone.localdate() > found.due_on:
            raise ChangeError(_("The first term is over. It can no longer be extended."))
        term = norms.term("access_request_extension", found.received_on)
        found.due_on, found.norm = term.after(found.due_on), str(term.norm)
        found.extended_at = timezone.now()
        with vault.unlocked(found.dossier) as box:
            box.put_text(found, "extended_because", because)


def add_dossier(actor: Actor, reference: str, kind: str, named: str) -> None:
    """Tie a dossier to the request. While it runs, the dossier is held: nothing is destroyed."""
    with changing(actor, reference, Verb.CHANGE, reason_code="dossier") as found:
        row = KEEPING[kind].by_reference(actor, named) if kind in gathering.ROOTS else None
        if row is None or getattr(row, "destroyed_at", None):
            raise ChangeError(_("There is nothing with this reference."))
        RequestDossier.objects.get_or_create(
            request=found,
            dossier=row.dossier,
            defaults={"kind": kind, "reference": row.reference},
        )
        if not Hold.objects.filter(dossier=row.dossier, lifted_at=None).exists():
            Hold.objects.create(
                kind=kind,
                dossier=row.dossier,
                reference=row.reference,
                reason="rights",
                placed_by_id=actor.person_id,
            )


def remove_dossier(actor: Actor, reference: str, dossier_id: uuid.UUID) -> None:
    """Take a dossier off that turned out to be of somebody else, with what was copied of it."""
    with changing(actor, reference, Verb.CHANGE, reason_code="dossier_off") as found:
        off = found.dossiers.filter(pk=dossier_id).first()
        if off is not None:
            _let_go(actor, found, [off.dossier])
            off.delete()


def gather(actor: Actor, reference: str) -> int:
    """Copy every sealed text of the dossiers under the key of the request, to be judged.

    Opening each dossier is journaled. What was judged before keeps its verdict; safe to repeat.
    """
    with changing(actor, reference, Verb.CHANGE, reason_code="gathered") as found:
        number = found.pieces.count()
        with vault.unlocked(found.dossier) as own:
            for dossier in found.dossiers.all():
                number += _gather_one(actor, found, dossier, own, number)
    return number


def _gather_one(
    actor: Actor, found: RightsRequest, dossier: RequestDossier, own: vault.Box, start: int
) -> int:
    root = gathering.root_of(dossier.kind, dossier.dossier)
    if root is None:
        return 0
    known = set(found.pieces.values_list("table", "row", "column"))
    _opened(actor, dossier)
    made: list[Piece] = []
    with vault.unlocked(dossier.dossier) as box:
        for text in gathering.gather(dossier.kind, root, box):
            if (text.table, text.row, text.column) not in known:
                made.append(_piece(found, dossier, text, own, start + len(made)))
    Piece.objects.bulk_create(made)
    dossier.gathered_at = timezone.now()
    dossier.save(update_fields=["gathered_at"])
    return len(made)


def _piece(
    found: RightsRequest,
    dossier: RequestDossier,
    text: gathering.Found,
    own: vault.Box,
    number: int,
) -> Piece:
    piece = Piece(
        request=found,
        of=dossier,
        table=text.table,
        row=text.row,
        column=text.column,
        kind=text.kind,
        at=text.at,
        number=number,
    )
    own.put_text(piece, "text", text.text)
    return piece


def judge(
    actor: Actor,
    reference: str,
    piece_id: uuid.UUID,
    verdict: str,
    *,
    words: list[str] | None = None,
    reason: str = "",
) -> None:
    """What is given of one text. A person decides; it can be changed until the request closes."""
    with changing(actor, reference, Verb.CHANGE, reason_code=f"piece_{verdict}") as found:
        piece = found.pieces.select_for_update().filter(pk=piece_id).first()
        if piece is None:
            raise ChangeError(_("This text is not part of the request any more."))
        if verdict == Piece.Verdict.LEFT_OUT and not reason:
            raise ChangeError(_("Choose why it is left out."))
        if verdict == Piece.Verdict.BLACKED and not words:
            raise ChangeError(_("Write the words that have to be blacked out, one a line."))
        piece.verdict, piece.reason = verdict, reason if verdict == "left_out" else ""
        piece.decided_by_id = actor.person_id
        with vault.unlocked(found.dossier) as box:
            box.put_json(piece, "words", words if verdict == "blacked" else [])
        piece.save()


def decide(
    actor: Actor, reference: str, decision: str, text: str, *, seen: Seen | None = None
) -> None:
    """The answer to the person, with its reasons and where they can complain."""
    with changing(actor, reference, Verb.CHANGE, seen=seen, reason_code=decision) as found:
        if not found.identified_at:
            raise ChangeError(_("Note first how the person showed who they are."))
        if not queries.progress(found).is_whole:
            raise ChangeError(_("Look at every text first. Some have no decision yet."))
        found.decision, found.decided_at = decision, timezone.now()
        found.decided_by_id = actor.person_id
        with vault.unlocked(found.dossier) as box:
            box.put_text(found, "decision_text", text)


def deliver(actor: Actor, reference: str, how: str, *, seen: Seen | None = None) -> None:
    """Note how it was given, and close the request. What was held is let go."""
    with changing(actor, reference, Verb.CLOSE, seen=seen, reason_code="delivered") as found:
        if not found.decision:
            raise ChangeError(_("Decide first, then give the answer."))
        found.delivered_how, found.delivered_at = how, timezone.now()
        found.closed_at = found.delivered_at
        _let_go(actor, found, list(found.dossiers.values_list("dossier", flat=True)))


def propose_erasure(actor: Actor, reference: str, dossier_id: uuid.UUID) -> None:
    """Put a dossier on the list to destroy because the person has a right to it (art. 17).

    Somebody else decides, as with every destruction. Only what has an end can go.
    """
    require(actor, Verb.PROPOSE, "retention", Purpose.OVERSIGHT)
    with changing(actor, reference, Verb.CHANGE, reason_code="erasure") as found:
        off = found.dossiers.filter(pk=dossier_id).first()
        row = KEEPING[off.kind].by_reference(actor, off.reference) if off else None
        if off is None or row is None or row.phase != "closed":
            raise ChangeError(_("Only a closed dossier can be destroyed. Close it first."))
        _let_go(actor, found, [off.dossier])
        Destruction.objects.get_or_create(
            dossier=off.dossier,
            status=Destruction.Status.PROPOSED,
            defaults={
                "kind": off.kind,
                "reference": off.reference,
                "received_at": row.received_at,
                "retention_until": timezone.localdate(),
                "retention_norm": "avg_17@2018-05-25",
                "proposed_by_id": actor.person_id,
            },
        )


def open_request(actor: Actor, reference: str) -> tuple[RightsRequest, queries.Asked]:
    """Open a request; that somebody did is journaled. Raises `DoesNotExist`."""
    with transaction.atomic():
        found = queries.request(actor, reference)
        if found is None:
            raise RightsRequest.DoesNotExist
        record(actor, Verb.OPEN, found)
        return found, queries.asked(found)


def _opened(actor: Actor, dossier: RequestDossier) -> None:
    journal.record(
        actor,
        Verb.OPEN,
        purpose=Purpose.OVERSIGHT,
        thing=KEEPING[dossier.kind].thing,
        dossier=dossier.dossier,
        ground="avg_15",
        reason_code="rights",
    )


def _let_go(actor: Actor, found: RightsRequest, dossiers: list[Any]) -> None:
    """Lift what was held for this request, but for what another open request needs as well."""
    others = RequestDossier.objects.filter(request__closed_at=None).exclude(request=found)
    held = Hold.objects.filter(dossier__in=dossiers, reason="rights", lifted_at=None)
    free = held.exclude(dossier__in=others.values("dossier"))
    free.update(lifted_at=timezone.now(), lifted_by_id=actor.person_id)
