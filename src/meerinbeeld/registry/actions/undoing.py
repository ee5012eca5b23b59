# SPDX-License-Identifier: EUPL-1.2
"""Taking back a whole delivery, as long as nothing rests on it.

It runs in the background in pieces that each are one transaction, as the import does. What came to
rest on a notification after it began lets that one stay.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.journal import Touched
from meerinbeeld.registry.actions import delivering
from meerinbeeld.registry.actions.reading_in import actor_of
from meerinbeeld.registry.models import Batch, Judgement, Notification, Pair, Passing, Victim
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.queries.scope import PURPOSE, THING

UNDONE: Final = "delivery_undone"
_PART: Final = 200


def resting(batch: Batch) -> int:
    """How many of its notifications something rests on: a judgement, a correction, a sending, or a
    decision not to pass it on.
    """
    return _resting(batch).count()


def undo(actor: Actor, batch_id: UUID) -> None:
    """Begin to take back everything that a delivery added. What it found known, and what was
    decided about rows that differed, stays.

    Raises `NotInReach`, `Refused`, or `ChangeError` while it runs or when something rests on it.
    """
    with transaction.atomic():
        batch = deliveries.one(actor, batch_id, locked=True)
        if batch.ended_at is None or batch.undo_since is not None:
            raise ChangeError(_("There is nothing to take back."))
        if _resting(batch).exists():
            raise ChangeError(_("Something rests on this list already. Look at it one by one."))
        batch.undo_since, batch.undo_membership = timezone.now(), actor.membership_id
        batch.save(update_fields=["undo_since", "undo_membership"])
        delivering.record(actor, Verb.CHANGE, batch, UNDONE)
        undo_batch.enqueue(str(batch.pk))


@task()
def undo_batch(batch_id: str) -> None:
    """Take a delivery back, a piece at a time. Safe to run again."""
    while undo_piece(UUID(batch_id)):
        pass


def undo_piece(batch_id: UUID) -> bool:
    """The next notifications, in one transaction. False when there are none left."""
    with transaction.atomic():
        asked = Batch.objects.filter(pk=batch_id, undo_since__isnull=False, undone_at=None)
        batch = asked.select_for_update().first()
        if batch is None:
            return False
        actor = actor_of(batch, batch.undo_membership)
        rows = _next(batch) if actor else []
        if actor is None:  # whoever began it may not any more; somebody else can begin it again
            batch.undo_since = None
        elif rows:
            _take_away(actor, rows)
            batch.taken_back += len(rows)
        else:
            batch.undone_at = timezone.now()
        batch.save(update_fields=["undo_since", "taken_back", "undone_at"])
        if batch.undone_at is not None and batch.content is not None:
            delivering.empty(batch)
        return bool(rows)


def _next(batch: Batch) -> list[Notification]:
    """Locked, so that nobody judges or sends one of them meanwhile; without what rests already."""
    free = batch.notifications.exclude(pk__in=_resting(batch).values("pk")).order_by("pk")
    ids = list(free.values_list("pk", flat=True)[:_PART])
    rows = list(batch.notifications.filter(pk__in=ids).select_for_update(of=("self",)))
    touched = set(_resting(batch).filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in rows if row.pk not in touched]


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
    ids, victims = [row.pk for row in rows], [row.own_victim_id for row in rows]
    Pair.objects.filter(Q(first__in=ids) | Q(second__in=ids)).delete()
    Notification.objects.filter(pk__in=ids).delete()
    Victim.objects.filter(pk__in=victims).delete()
    vault.shred_many([row.dossier for row in rows])
