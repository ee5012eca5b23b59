# SPDX-License-Identifier: EUPL-1.2
"""Sending a letter back to a partner. It says what they notified themselves, and names nobody."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.registry.actions.telling import forget_letter, tell_of_letter
from meerinbeeld.registry.models import Letter
from meerinbeeld.registry.queries import letters as queries
from meerinbeeld.registry.queries.figures import keeper
from meerinbeeld.registry.queries.scope import PURPOSE
from meerinbeeld.registry.rules.period import Period

THING: Final = "registry.letter"


def send_letter(actor: Actor, organisation: UUID, period: Period, *, once: UUID) -> Letter:
    """Keep the letter as it reads now, for the organisation to read; the same form twice is once.

    Raises `NotInReach`, `Refused`, or `ChangeError` when there is one about this period.
    """
    keeper(actor)
    try:
        with transaction.atomic():
            return _send(actor, organisation, period, once)
    except IntegrityError:  # somebody else sent it at the same moment
        raise ChangeError(_("A letter about this period was sent already.")) from None


def _send(actor: Actor, organisation: UUID, period: Period, once: UUID) -> Letter:
    known = Letter.objects.select_for_update().filter(pk=once).first()
    if known is not None:
        return known
    to, figures = queries.draft(actor, organisation, period)
    if queries.of_period(actor, organisation, period):
        raise ChangeError(_("A letter about this period was sent already."))
    made = Letter.objects.create(
        id=once,
        organisation=to,
        first=period.first,
        last=period.last,
        figures=asdict(figures),
        by_id=actor.person_id,
    )
    tell_of_letter(made)
    _record(actor, made, "sent")
    return made


def take_back_letter(actor: Actor, letter_id: UUID) -> Letter:
    """Undo it: the organisation does not see it any more. Raises `NotInReach` or `Refused`."""
    keeper(actor)
    with transaction.atomic():
        found, _figures = queries.one(actor, letter_id)
        found.taken_back_at = timezone.now()
        found.save(update_fields=["taken_back_at"])
        forget_letter(found)
        _record(actor, found, "taken_back")
    return found


def _record(actor: Actor, letter: Letter, code: str) -> None:
    journal.record(
        actor, Verb.SHARE, purpose=PURPOSE, thing=THING, thing_id=letter.id, reason_code=code
    )
