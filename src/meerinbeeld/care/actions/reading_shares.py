# SPDX-License-Identifier: EUPL-1.2
"""Opening what belongs to sharing: each is one entry in the journal, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from meerinbeeld import vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.care.actions.opening import open_shared, record_part
from meerinbeeld.care.queries import partner, shareable, sharing
from meerinbeeld.care.queries.partner import PartnerPage
from meerinbeeld.care.queries.scope import THING, InHand, in_hand
from meerinbeeld.care.queries.shareable import Group
from meerinbeeld.care.queries.sharing import Desk, Request, Shared


@dataclass(frozen=True)
class Offer:
    """What can be shared, to choose from."""

    hand: InHand
    groups: list[Group] = field(repr=False)


def open_desk(actor: Actor, reference: str) -> tuple[InHand, Desk]:
    """The page of sharing of a case, for the team."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.SHARE, reference)
        record_part(hand, Verb.OPEN, THING, hand.case.id, reason_code="sharing")
        with vault.unlocked(hand.case.dossier) as box:
            return hand, sharing.desk(hand, box)


def open_offer(hand: InHand, usual: tuple[str, ...]) -> Offer:
    """The things that can be shared, with the first words of what is not covered."""
    with transaction.atomic():
        record_part(hand, Verb.OPEN, THING, hand.case.id, reason_code="to_share")
        with vault.unlocked(hand.case.dossier) as box:
            return Offer(hand, shareable.groups(hand.case, box, usual=usual))


def open_request(actor: Actor, reference: str, referral_id: UUID) -> tuple[InHand, Request]:
    """One request with its words, for the team or the partner. Raises `NotInReach`."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.OPEN, reference)
        row = partner.request_of(hand, referral_id)
        record_part(hand, Verb.OPEN, "care.referralout", row.id)
        with vault.unlocked(hand.case.dossier) as box:
            return hand, sharing.request(hand, row, box)


def take_along(actor: Actor, reference: str, how: str) -> PartnerPage:
    """What was granted, to print or as a table. Raises `NotInReach` for who is no partner."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.EXPORT, reference)
        return open_shared(hand, how, Verb.EXPORT)


def grant_of(hand: InHand, grant_id: UUID) -> Shared | None:
    """One grant of the case, without opening anything sealed."""
    if not hand.case.grants.filter(pk=grant_id).exists():
        return None
    return sharing.shares(hand.case, None, only=grant_id)[0]
