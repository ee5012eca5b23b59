# SPDX-License-Identifier: EUPL-1.2
"""The import of a list, in the background and in pieces that each are one transaction.

A row becomes a notification once: its key is a keyed mark, and the database refuses it a second
time. A worker that dies goes on where it stopped; two imports of one list wait for each other row
by row. What differs from what is known is never written over: a person looks at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from meerinbeeld import vault
from meerinbeeld.access import Actor, Reach, Verb, may
from meerinbeeld.access.actor import actor_from
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.access.models import Membership
from meerinbeeld.registry.actions import delivering
from meerinbeeld.registry.actions.delivering import Content, Differing, Wrong
from meerinbeeld.registry.actions.new_notification import Delivered, make_notification
from meerinbeeld.registry.lists.rows import Entry, Problem, Read, read_rows
from meerinbeeld.registry.models import Batch, Notification
from meerinbeeld.registry.queries import deliveries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE

PIECE: Final = 50
#: What a row is, or became.
NEW, KNOWN, DIFFERS, WRONG = "new", "known", "differs", "wrong"


@dataclass(frozen=True)
class Outcome:
    """What a row is, and the notification that it is about when that is known."""

    read: Read
    what: str
    notification: Notification | None = None
    problems: tuple[Problem, ...] = ()


def look(batch: Batch, content: Content) -> list[Outcome]:
    """What every row of a waiting list would become, without doing it."""
    reads = read_rows(content.headers, content.rows, content.setting, deliveries.known_today())
    present = _present(batch.organisation_id, reads)
    found, above = [], dict[bytes, bytes]()
    for read in reads:
        outcome = _judged(batch, read, present)
        if outcome.what == NEW and read.entry is not None:
            key, mark = marks(batch.organisation_id, read.entry)
            if key in above:
                outcome = _again(read, same=above[key] == mark)
            above.setdefault(key, mark)
        found.append(outcome)
    return found


def would_be_wrong(batch: Batch, content: Content) -> list[Wrong]:
    """The rows of a waiting list that would not be imported."""
    wrong = (outcome for outcome in look(batch, content) if outcome.what == WRONG)
    return [_wrong(outcome) for outcome in wrong]


def confirm(actor: Actor, batch_id: UUID) -> None:
    """Start the import, in the name of whoever confirms it. Confirmed twice starts it once."""
    with transaction.atomic():
        batch = delivering.waiting(actor, batch_id)
        batch.confirmed_at = timezone.now()
        batch.by_id, batch.membership = actor.person_id, actor.membership_id
        batch.save(update_fields=["confirmed_at", "by", "membership"])
        delivering.record(actor, Verb.IMPORT, batch)
        import_batch.enqueue(str(batch.id))


@task()
def import_batch(batch_id: str) -> None:
    """Import a confirmed list, a piece at a time. Safe to run again."""
    while import_piece(UUID(batch_id)):
        pass


def import_piece(batch_id: UUID) -> bool:
    """The next rows, in one transaction. False when there are none left."""
    with transaction.atomic():
        rows = Batch.objects.select_for_update(of=("self",)).select_related("organisation")
        batch = rows.filter(pk=batch_id, confirmed_at__isnull=False, ended_at=None).first()
        if batch is None:
            return False
        content = delivering.unsealed(batch)
        part, content.rows = content.rows[:PIECE], content.rows[PIECE:]
        _import(batch, content, part)
        if not content.rows:
            batch.ended_at = timezone.now()
        delivering.keep(batch, content)
        return bool(content.rows)


def marks(organisation: UUID, entry: Entry) -> tuple[bytes, bytes]:
    """By what the row is known again, and of what it tells: keyed, so that nobody can try from
    outside whether somebody is in the register.
    """
    return (
        vault.keyed_digest(f"{organisation}|{entry.identity}", "registry-row"),
        vault.keyed_digest(f"{organisation}|{entry.told}", "registry-told"),
    )


# --- One piece ------------------------------------------------------------------------------------


def _import(batch: Batch, content: Content, part: Sequence[list[str]]) -> None:
    seen = Counter(content.seen)
    reads = read_rows(
        content.headers,
        part,
        content.setting,
        deliveries.known_today(),
        first=batch.handled + 2,  # a heading is the first row of the file
        seen=seen,
    )
    content.seen = dict(seen)
    actor = actor_of(batch, batch.membership)
    present = _present(batch.organisation_id, reads)
    for read in reads:
        outcome = _done(actor, batch, read, present)
        batch.handled += 1
        _count(batch, content, outcome)


def _done(
    actor: Actor | None, batch: Batch, read: Read, present: dict[bytes | str, Notification]
) -> Outcome:
    if actor is None:
        return Outcome(read, WRONG, problems=(Problem("", "no_role"),))
    outcome = _judged(batch, read, present)
    if outcome.what != NEW or read.entry is None:
        return outcome
    key, mark = marks(batch.organisation_id, read.entry)
    try:
        row = make_notification(
            actor,
            read.entry.given,
            source=Notification.Source.IMPORT,
            row=Delivered(batch, key, mark),
        )
    except ChangeError:
        return Outcome(read, WRONG, problems=(Problem("notified_on", "refused"),))
    present[key] = row
    if row.batch_id != batch.pk:  # another import of the same list was a moment earlier
        return _judged(batch, read, present)
    return Outcome(read, NEW, row)


def _judged(batch: Batch, read: Read, present: Mapping[bytes | str, Notification]) -> Outcome:
    """What a row is beside what is there already."""
    if read.entry is None:
        return Outcome(read, WRONG, problems=read.problems)
    key, mark = marks(batch.organisation_id, read.entry)
    row = present.get(key) or present.get(read.entry.given.own_number or b"")
    if row is None:
        return Outcome(read, NEW)
    if row.withdrawn_at and read.entry.named:
        return Outcome(read, WRONG, row, (Problem("basis", "withdrawn"),))
    same = row.row_mark is not None and bytes(row.row_mark) == mark
    if row.batch_id == batch.pk:
        return _again(read, same=same)
    if same or row.withdrawn_at or row.destroyed_at:
        return Outcome(read, KNOWN, row)
    return Outcome(read, DIFFERS, row)


def _again(read: Read, *, same: bool) -> Outcome:
    """A number that stood higher in the same list."""
    if same:
        return Outcome(read, KNOWN)
    return Outcome(read, WRONG, problems=(Problem("own_number", "twice"),))


def _count(batch: Batch, content: Content, outcome: Outcome) -> None:
    read = outcome.read
    if outcome.what == WRONG:
        batch.wrong += 1
        content.wrong.append(_wrong(outcome))
    elif outcome.what == DIFFERS and outcome.notification is not None:
        batch.changed += 1
        batch.undecided += 1
        content.differing.append(
            Differing(read.number, str(outcome.notification.pk), list(read.cells))
        )
    elif outcome.what == NEW:
        batch.added += 1
    else:
        batch.known += 1


def _wrong(outcome: Outcome) -> Wrong:
    told = [[problem.field, problem.code] for problem in outcome.problems]
    return Wrong(outcome.read.number, told, list(outcome.read.cells))


def _present(organisation: UUID, reads: Iterable[Read]) -> dict[bytes | str, Notification]:
    """The notifications of this organisation that the rows may be about, by key and by number."""
    entries = [read.entry for read in reads if read.entry is not None]
    keys = [marks(organisation, entry)[0] for entry in entries]
    numbers = [entry.given.own_number for entry in entries if entry.given.own_number]
    found: dict[Any, Notification] = {}
    rows = Notification.objects.filter(organisation_id=organisation)
    for start in range(0, max(len(keys), len(numbers)), 400):
        some = Q(row_key__in=keys[start : start + 400])
        some |= Q(own_number__in=numbers[start : start + 400])
        for row in rows.filter(some):
            if row.row_key is not None:
                found[bytes(row.row_key)] = row
            if row.own_number:
                found[row.own_number] = row
    return found


def actor_of(batch: Batch, membership_id: UUID | None) -> Actor | None:
    """Whoever began it, as that member, if they may still deliver for this organisation today."""
    if membership_id is None:
        return None
    membership = (
        Membership.objects.filter(pk=membership_id)
        .valid_on(timezone.localdate())
        .select_related("organisation")
        .first()
    )
    if membership is None:
        return None
    actor = actor_from(membership)
    decision = may(actor, Verb.IMPORT, KIND, PURPOSE)
    own = actor.organisation_id == batch.organisation_id
    return actor if decision and (own or decision.reach == Reach.REGION) else None
