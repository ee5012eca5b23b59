# SPDX-License-Identifier: EUPL-1.2
"""Opening is an act: what is read, by whom and why is journaled in the same transaction."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.care.queries import facts, partner, reading
from meerinbeeld.care.queries.partner import PartnerPage
from meerinbeeld.care.queries.reading import OVERVIEW, Page
from meerinbeeld.care.queries.scope import THING, InHand, NotInReach, Way, in_hand


def open_case(
    actor: Actor, reference: str, tab: str, *, reveal: UUID | None = None
) -> Page | PartnerPage:
    """Open one page of a case. Raises `NotInReach` or `Refused`.

    `reveal` names one masked fact to show as well; that is a second entry in the journal. A partner
    gets a page of its own, with what was granted and nothing else; it has no tabs.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference)
        if hand.way is Way.PARTNER:
            return _as_partner(hand, tab, reveal)
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


def _as_partner(hand: InHand, tab: str, reveal: UUID | None) -> PartnerPage:
    """What was granted is shown as it is: there are no tabs, and nothing is masked to be asked."""
    if tab != OVERVIEW or reveal:
        raise NotInReach
    return open_shared(hand, "shared")


def open_shared(hand: InHand, reason_code: str, verb: str = Verb.OPEN) -> PartnerPage:
    """What was granted to a partner, opened and journaled. Call it inside a transaction."""
    if hand.way is not Way.PARTNER:
        raise NotInReach
    record_part(hand, verb, THING, hand.case.id, reason_code=reason_code)
    with vault.unlocked(hand.case.dossier) as box:
        return partner.page(hand, box)


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
