# SPDX-License-Identifier: EUPL-1.2
"""Opening is an act: what is read, by whom and why is journaled in the same transaction."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.care.queries import facts, reading
from meerinbeeld.care.queries.reading import Page
from meerinbeeld.care.queries.scope import THING, InHand, NotInReach, in_hand


def open_case(actor: Actor, reference: str, tab: str, *, reveal: UUID | None = None) -> Page:
    """Open one page of a case. Raises `NotInReach` or `Refused`.

    `reveal` names one masked fact to show as well; that is a second entry in the journal.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference)
        record_part(hand, Verb.OPEN, THING, hand.case.id, reason_code=tab)
        if reveal:
            in_hand(actor, Verb.REVEAL, reference)
            kind = facts.fact(hand, reveal).kind
            record_part(hand, Verb.REVEAL, "care.fact", reveal, reason_code=kind)
        return reading.page(hand, tab, reveal)


def print_case(actor: Actor, reference: str) -> dict[str, Page]:
    """Every page of a case, to take along on paper. Masked facts stay masked.

    One entry in the journal for all of it. Raises `NotInReach` or `Refused`.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.EXPORT, reference)
        if not hand.is_inside:  # a partner prints what was shared, on a page of its own
            raise NotInReach
        record_part(hand, Verb.EXPORT, THING, hand.case.id, reason_code="print")
        return {tab: reading.page(hand, tab) for tab in reading.TABS}


def reveal_fact(actor: Actor, reference: str, fact_id: UUID) -> str:
    """One masked fact, on demand. Raises `NotInReach` also for a fact of another case."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.REVEAL, reference)
        fact, text = facts.fact_text(hand, fact_id)
        record_part(hand, Verb.REVEAL, "care.fact", fact_id, reason_code=fact.kind)
        return text


def record_part(
    hand: InHand, verb: str, thing: str, thing_id: UUID, *, reason_code: str = ""
) -> None:
    """An entry about the case, or about one thing in it."""
    journal.record(
        hand.actor,
        verb,
        purpose=hand.purpose,
        thing=thing,
        thing_id=thing_id,
        dossier=hand.case.dossier,
        outcome=hand.outcome,
        reason_code=reason_code,
    )
