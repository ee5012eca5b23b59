# SPDX-License-Identifier: EUPL-1.2
"""A consent that is withdrawn empties what rested on it (AVG art. 7(3) and 17(1)(b))."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.registry.actions.change import remember
from meerinbeeld.registry.models import Likeness, Notification, Pair, Passing, Step
from meerinbeeld.registry.models.linkage import Verdict
from meerinbeeld.registry.queries.passing import stands_there
from meerinbeeld.registry.queries.scope import PURPOSE, THING, in_hand

WITHDRAWN = "consent_withdrawn"


def withdraw_consent(actor: Actor, reference: str, *, once: UUID | None = None) -> Notification:
    """Destroy the personal details and their key. The notification stays as a count of one.

    It waits for nothing: somebody else's correction meanwhile cannot stop it. What was passed on
    already comes back in the queue, to be withdrawn there as well. Raises `NotInReach`, `Refused`,
    `AlreadyDone`, or `ChangeError` when it does not rest on consent.
    """
    with transaction.atomic():
        row = in_hand(actor, Verb.CHANGE, reference, locked=True).notification
        if row.withdrawn_at is not None:
            raise AlreadyDone
        if row.rests_on != Notification.Rest.CONSENT:
            raise ChangeError(_("This notification does not rest on consent."))
        entry = journal.record(
            actor,
            Verb.CHANGE,
            purpose=PURPOSE,
            thing=THING,
            thing_id=row.id,
            dossier=row.dossier,
            ground=row.ground,
            reason_code=WITHDRAWN,
        )
        now = timezone.now()
        empty(row)
        row.withdrawn_at = row.changed_at = now
        row.version += 1
        row.save()
        remember(row, ["consent_on"], entry, once or uuid.uuid4())
        leave_queue(row, now, actor.person_id, WITHDRAWN, Passing.State.STOPPED)
    return row


def empty(row: Notification) -> None:
    """Destroy what says who it is about, with the key. Call it inside a transaction, and save."""
    row.details.all().delete()
    Likeness.objects.filter(notification=row).delete()
    Pair.objects.filter(first=row, verdict=Verdict.OPEN).delete()
    Pair.objects.filter(second=row, verdict=Verdict.OPEN).delete()
    row.rests_on, row.ground, row.own_number = Notification.Rest.NONE, "", ""
    vault.shred(row.dossier)


def leave_queue(row: Notification, now: datetime, by: UUID, reason: str, otherwise: str) -> None:
    """What the centre has goes out once more, to be removed there; the rest gets the other state.

    Call it inside a transaction that changes the notification.
    """
    passing = row.passing
    passing.state = Passing.State.READY if stands_there(passing) else otherwise
    passing.reason, passing.since, passing.changed_at = reason, now, now
    passing.version += 1
    passing.save()
    Step.objects.create(
        passing=passing, move=reason, state=passing.state, reason=reason, at=now, by_id=by
    )
