# SPDX-License-Identifier: EUPL-1.2
"""The frame of everything that changes a notification: one transaction, one lock, one entry.

Inside it the notification is locked and in reach, nobody changed it since the actor looked, and the
same form was not sent before. What it leaves behind is the name of each field that changed, a
higher version and an entry in the journal; or nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.models import Correction, Notification
from meerinbeeld.registry.queries.scope import PURPOSE, THING, in_hand


@dataclass
class Change:
    """A change at work: the notification, and the names of the fields that it touched."""

    row: Notification
    actor: Actor
    now: datetime
    once: UUID
    reason_code: str
    touched: list[str] = field(default_factory=list)

    def put(self, name: str, value: object, *, called: str = "") -> None:
        """Set one column, and remember it when it became something else."""
        if getattr(self.row, name) != value:
            setattr(self.row, name, value)
            self.touched.append(called or name)


@contextmanager
def changing(
    actor: Actor,
    reference: str,
    reason_code: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Iterator[Change]:
    """Raises `NotInReach`, `Refused`, `AlreadyDone`, `Stale`, or `ChangeError` for a destroyed one.

    Whoever changed nothing leaves no trace.
    """
    with transaction.atomic():
        hand = in_hand(actor, Verb.CHANGE, reference, locked=True)
        row = hand.notification
        if once and Correction.objects.filter(change=once, notification=row).exists():
            raise AlreadyDone
        if seen is not None and seen.version != row.version:
            raise Stale(hand, seen)
        if row.destroyed_at is not None:
            raise ChangeError(_("The content of this notification was destroyed."))
        change = Change(row, actor, timezone.now(), once or uuid.uuid4(), reason_code)
        yield change
        if change.touched:
            _leave(change)


def _leave(change: Change) -> None:
    row = change.row
    row.version += 1
    row.changed_at = change.now
    row.save()
    entry = journal.record(
        change.actor,
        Verb.CHANGE,
        purpose=PURPOSE,
        thing=THING,
        thing_id=row.id,
        dossier=row.dossier,
        ground=row.ground,
        reason_code=change.reason_code,
    )
    remember(row, change.touched, entry, change.once)


def remember(row: Notification, fields: list[str], entry: Entry, change: UUID) -> None:
    """Which fields changed, by whom and when, beside the entry of the journal."""
    Correction.objects.bulk_create(
        Correction(
            notification=row,
            change=change,
            field=name,
            entry=entry.id,
            at=row.changed_at,
            by_id=entry.person_id,
        )
        for name in dict.fromkeys(fields)
    )
