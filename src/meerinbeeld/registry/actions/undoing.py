# SPDX-License-Identifier: EUPL-1.2
"""Taking back a whole delivery, as long as nothing rests on it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.journal import Touched
from meerinbeeld.registry.actions import delivering
from meerinbeeld.registry.models import Batch, Judgement, Notification, Pair, Passing, Victim
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.queries.scope import PURPOSE, THING

UNDONE: Final = "delivery_undone"
_PART: Final = 400


def resting(batch: Batch) -> int:
    """How many of its notifications something rests on: a judgement, a correction, a sending, or a
    decision not to pass it on.
    """
    return _resting(batch).count()


def undo(actor: Actor, batch_id: UUID) -> int:
    """Take back everything that a delivery added; returns how many. What it found known, and what
    was decided about rows that differed, stays.

    Raises `NotInReach`, `Refused`, or `ChangeError` while it runs or when something rests on it.
    """
    with transaction.atomic():
        batch = deliveries.one(actor, batch_id, locked=True)
        if batch.ended_at is None or batch.undone_at is not None:
            raise ChangeError(_("There is nothing to take back."))
        # locked, so that nobody judges or sends one of them meanwhile
        rows = list(batch.notifications.select_for_update(of=("self",)))
        if _resting(batch).exists():
            raise ChangeError(_("Something rests on this list already. Look at it one by one."))
        _take_away(actor, rows)
        batch.undone_at = timezone.now()
        batch.save(update_fields=["undone_at"])
        delivering.record(actor, Verb.CHANGE, batch, UNDONE)
        if batch.content is not None:
            delivering.empty(batch)
    return len(rows)


def _resting(batch: Batch) -> QuerySet[Notification]:
    judged = Judgement.objects.filter(
        Q(pair__first__batch=batch) | Q(pair__second__batch=batch)
    ).values_list("pair__first", "pair__second")
    touched = {one for pair in judged for one in pair}
    waits = (Passing.State.WAITS, Passing.State.READY)
    return batch.notifications.filter(
        Q(pk__in=touched)
        | Q(version__gt=1)
        | Q(withdrawn_at__isnull=False)
        | ~Q(passing__state__in=waits)
        | Q(passing__sendings__isnull=False)
    ).distinct()


def _take_away(actor: Actor, rows: list[Notification]) -> None:
    touched = [Touched(row.pk, row.dossier) for row in rows]
    journal.record_many(
        actor, Verb.CHANGE, purpose=PURPOSE, thing=THING, touched=touched, reason_code=UNDONE
    )
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        ids, victims = [row.pk for row in part], [row.own_victim_id for row in part]
        Pair.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
        Notification.objects.filter(pk__in=ids).delete()
        Victim.objects.filter(pk__in=victims).delete()
        vault.shred_many([row.dossier for row in part])
