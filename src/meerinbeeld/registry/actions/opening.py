# SPDX-License-Identifier: EUPL-1.2
"""Opening a notification is an act: reading and journaling are one transaction."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.registry.queries import page as pages
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.page import Page
from meerinbeeld.registry.queries.scope import PURPOSE, THING, InHand, NotInReach, in_hand

DETAIL = "registry.detail"


def open_notification(actor: Actor, reference: str, *, reveal: UUID | None = None) -> Page:
    """The coded facts of one, with its details masked. Raises `NotInReach` or `Refused`.

    `reveal` names one detail to show as well; that is a second entry in the journal.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference)
        _record(hand, Verb.OPEN)
        shown = {reveal: reveal_detail(actor, reference, reveal)} if reveal else {}
        return pages.page(hand, shown)


def print_notification(actor: Actor, reference: str) -> Page:
    """The same to take along on paper; what is masked stays masked."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.EXPORT, reference)
        _record(hand, Verb.EXPORT, reason_code="print")
        return pages.page(hand, {})


def reveal_detail(actor: Actor, reference: str, detail_id: UUID) -> str:
    """One detail, on demand. Raises `NotInReach` also for a detail of another notification."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.REVEAL, reference)
        row = hand.notification
        detail = row.details.filter(pk=detail_id).first()
        if detail is None:
            raise NotInReach
        _record(hand, Verb.REVEAL, DETAIL, detail.id, reason_code=detail.kind)
        with vault.unlocked(row.dossier) as box:
            return words.detail_in_words(detail.kind, box.text(detail, "value"))


def open_details(actor: Actor, reference: str) -> dict[str, str]:
    """All details by kind, to correct them. Each is an entry in the journal."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.REVEAL, reference)
        row = hand.notification
        details = list(row.details.all())
        if not details:
            return {}
        for detail in details:
            _record(hand, Verb.REVEAL, DETAIL, detail.id, reason_code=detail.kind)
        with vault.unlocked(row.dossier) as box:
            return {detail.kind: box.text(detail, "value") for detail in details}


def _record(
    hand: InHand, verb: str, thing: str = THING, thing_id: UUID | None = None, reason_code: str = ""
) -> None:
    row = hand.notification
    journal.record(
        hand.actor,
        verb,
        purpose=PURPOSE,
        thing=thing,
        thing_id=thing_id or row.id,
        dossier=row.dossier,
        ground=row.ground,
        reason_code=reason_code,
    )
