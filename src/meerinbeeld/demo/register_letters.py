# SPDX-License-Identifier: EUPL-1.2
"""Letters that the coordinator of the made-up region wrote back; only the last are unread."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from meerinbeeld.access import Actor
from meerinbeeld.registry.actions.letters import send_letter
from meerinbeeld.registry.models import Letter
from meerinbeeld.registry.queries import figures
from meerinbeeld.registry.queries.letter_notices import ABOUT
from meerinbeeld.registry.rules.period import Period, last_half
from meerinbeeld.signals.models import Notice

#: To these a letter about the last half year was sent; the others still wait for theirs.
WRITTEN_TO: Final = frozenset({"opvang-de-linde", "arbeidsinspectie"})
AFTER: Final = timedelta(days=24)


def write_letters(actor: Actor, today: date) -> int:
    """About the half years of the last two years, as far as somebody notified. Returns how many."""
    last = last_half(today)
    for number, period in enumerate(_halves(last)):
        for organisation in figures.organisations(actor, period):
            if number or organisation.slug in WRITTEN_TO:
                send_letter(actor, organisation.pk, period, once=uuid.uuid4())
    _date_back(today, last)
    return Letter.objects.count()


def _halves(last: Period) -> list[Period]:
    """The last half year and the three before it, the newest first."""
    before = [Period(last.year - (last.half == 1), 3 - last.half), Period(last.year - 1, last.half)]
    return [last, *before, Period(last.year - 1 - (last.half == 1), 3 - last.half)]


def _date_back(today: date, last: Period) -> None:
    for letter in Letter.objects.all():
        on = min(letter.last + AFTER, today)
        letter.sent_at = timezone.make_aware(datetime.combine(on, time(15, 10)))
        letter.save(update_fields=["sent_at"])
        told = Notice.objects.filter(about=ABOUT, thing=letter.pk)
        told.update(at=letter.sent_at, mailed_at=letter.sent_at)
        if letter.last < last.first:
            told.update(read_at=letter.sent_at + timedelta(hours=20))
