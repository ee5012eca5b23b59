# SPDX-License-Identifier: EUPL-1.2
"""How far the made-up register is on its way to the national one: most of what was whole was sent
and answered, some was held up or stopped, and what came in lately or misses something still waits.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from meerinbeeld.access import Actor
from meerinbeeld.registry.actions import answers, passing, sending
from meerinbeeld.registry.models import Notification, Passing
from meerinbeeld.registry.models.passing import Step
from meerinbeeld.registry.queries import passing as queries

#: So long ago, at least, for something to have been sent.
SENT_BEFORE: Final = timedelta(days=60)
#: By how much what misses something is less likely to have gone out.
INCOMPLETE_LATER: Final = 0.55
_SEED: Final = 7


def pass_on(actor: Actor, today: date) -> None:
    """As the coordinator did it, each on the day that it could have been."""
    draw = random.Random(_SEED)  # noqa: S311 (made-up data has to be repeatable, not secret)
    older = Notification.objects.filter(notified_on__lt=today - SENT_BEFORE)
    for number, row in enumerate(
        older.select_related("passing").order_by("notified_on", "reference")
    ):
        what = draw.random() + (0 if is_whole(row) else INCOMPLETE_LATER)
        if what < 0.7:
            _send(actor, row, draw, number, answered=what < 0.58)
        elif what < 0.78:
            passing.release(actor, row.reference, although_incomplete=True)
        elif what < 0.86:
            passing.hold(actor, row.reference, draw.choice(("ground_unsure", "not_safe")))
        elif what < 0.92:
            passing.stop(actor, row.reference, draw.choice(("passed_by_other", "no_trafficking")))
    _date_back()


def is_whole(row: Notification) -> bool:
    return not queries.blocks_of(row.passing)


def _send(
    actor: Actor, row: Notification, draw: random.Random, number: int, *, answered: bool
) -> None:
    passing.release(actor, row.reference, although_incomplete=True)
    on = row.notified_on + timedelta(days=draw.randrange(10, 50))
    sending.send_by_hand(actor, row.reference, draw.choice(("portal", "form")), on)
    if answered and row.rests_on != Notification.Rest.NONE:
        what = draw.choices(("registered", "known_already"), (9, 1))[0]
        given = answers.Given(what, f"C-{on:%Y}-{1000 + number}", "")
        answers.answer(actor, row.reference, given)


def _date_back() -> None:
    """What was done just now was done some weeks after each notification."""
    rows = list(Passing.objects.select_related("notification").exclude(state="waits", reason=""))
    for row in rows:
        at = row.notification.notified_on + timedelta(days=50)
        done = timezone.make_aware(datetime.combine(at, time(11, 15)))
        row.since = row.changed_at = max(done, row.notification.made_at)
        Step.objects.filter(passing=row).update(at=row.since)
        row.sendings.filter(answered_at__isnull=False).update(answered_at=row.since)
    Passing.objects.bulk_update(rows, ["since", "changed_at"])
