# SPDX-License-Identifier: EUPL-1.2
"""Leaving word with an organisation that a letter is there: its period, and no figure of it."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from meerinbeeld.access import Verb, may
from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.models import Membership
from meerinbeeld.registry.models import Letter
from meerinbeeld.registry.queries.letter_notices import ABOUT, ARRIVED
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.rules import period as periods
from meerinbeeld.signals.models import Notice


def tell_of_letter(letter: Letter) -> int:
    """Everybody of the organisation who may read its letters, but for whoever sent it."""
    people = [one for one in _readers(letter.organisation_id) if one != letter.by_id]
    about = periods.between(letter.first, letter.last).code
    return len(
        Notice.objects.bulk_create(
            Notice(person_id=one, about=ABOUT, thing=letter.id, reference=about, kind=ARRIVED)
            for one in people
        )
    )


def forget_letter(letter: Letter) -> None:
    """It was taken back: whoever did not read the notice yet need not hear of it."""
    Notice.objects.filter(about=ABOUT, thing=letter.id, read_at=None).delete()


def _readers(organisation: UUID) -> set[UUID]:
    members = Membership.objects.valid_on(timezone.localdate()).select_related("organisation")
    rows = members.filter(organisation_id=organisation, person__is_active=True)
    return {row.person_id for row in rows if may(actor_from(row), Verb.LIST, KIND, PURPOSE)}
