# SPDX-License-Identifier: EUPL-1.2
"""What somebody does with a referral of their own: read how it stands."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.care.queries import referral
from meerinbeeld.care.queries.referral import OwnPage
from meerinbeeld.care.queries.scope import THING, purpose_of
from meerinbeeld.signals.models import Notice


def open_own_referral(actor: Actor, reference: str) -> OwnPage:
    """One's own referral with the words to and from the team. Raises `NotInReach` or `Refused`."""
    with transaction.atomic():
        case = referral.mine(actor, reference)
        journal.record(
            actor,
            Verb.OPEN,
            purpose=purpose_of(actor),
            thing=THING,
            thing_id=case.id,
            dossier=case.dossier,
            reason_code="own_referral",
        )
        now = timezone.now()
        Notice.objects.filter(person_id=actor.person_id, thing=case.id, read_at=None).update(
            read_at=now
        )
        return referral.page(case, now)
