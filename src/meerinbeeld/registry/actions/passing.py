# SPDX-License-Identifier: EUPL-1.2
"""Moves on the way to the national register: release, hold, stop, take up again, correct, withdraw.

Each is one transaction under a lock, leaves a step, and is journaled. Nothing is sent from here:
see `sending`.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.registry.models import Notification, Passing, Step
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, InHand, in_hand
from meerinbeeld.registry.rules import passing as rules

THING: Final = "registry.passing"
#: So many are made ready by one press, so that no transaction holds the register for long.
AT_ONCE: Final = 500
CONSENT_WITHDRAWN: Final = "consent_withdrawn"


@dataclass(frozen=True)
class Held:
    """A passing with its notification, locked and in reach."""

    hand: InHand
    passing: Passing
    now: datetime

    @property
    def row(self) -> Notification:
        return self.hand.notification

    @property
    def version(self) -> int:
        return self.passing.version

    @property
    def changed_at(self) -> datetime:
        return self.passing.changed_at


@contextmanager
def held(
    actor: Actor, reference: str, *, once: UUID | None = None, seen: Seen | None = None
) -> Iterator[Held]:
    """Lock one passing for a change. Raises `NotInReach`, `Refused`, `AlreadyDone` or `Stale`."""
    with transaction.atomic():
        hand = in_hand(actor, Verb.SHARE, reference, locked=True)
        row = Passing.objects.select_for_update().get(notification=hand.notification)
        if once and Step.objects.filter(pk=once).exists():
            raise AlreadyDone
        found = Held(hand, row, timezone.now())
        if seen and seen.version != row.version:
            raise Stale(found, seen)
        yield found


def move(
    held: Held, wanted: str, *, once: UUID | None = None, reason: str = "", verb: str = Verb.CHANGE
) -> Step:
    """Make one move. Raises `ChangeError` when it is not possible from here."""
    row = held.passing
    state = rules.target(wanted, row.state)
    if state is None:
        raise ChangeError(_("This is not possible as it stands now. Look at it again."))
    row.state, row.reason = state, reason
    row.since = row.changed_at = held.now
    row.version += 1
    row.save()
    actor = held.hand.actor
    journal.record(
        actor,
        verb,
        purpose=PURPOSE,
        thing=THING,
        thing_id=row.id,
        dossier=held.row.dossier,
        ground=held.row.ground,
        reason_code=f"{wanted}:{reason}" if reason else wanted,
    )
    return Step.objects.create(
        id=once or uuid.uuid4(),
        passing=row,
        move=wanted,
        state=state,
        reason=reason,
        at=held.now,
        by_id=actor.person_id,
    )


def release(
    actor: Actor,
    reference: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    although_incomplete: bool = False,
) -> Passing:
    """Say that it can leave. Raises `ChangeError` with what stands against it."""
    with held(actor, reference, once=once, seen=seen) as found:
        against = queries.blocks_of(found.passing)
        if although_incomplete and against == [rules.INCOMPLETE]:
            against = []
        if against:
            raise ChangeError(" ".join(queries.block_words(found.passing, against)))
        move(found, rules.RELEASE, once=once)
    return found.passing


def release_complete(actor: Actor, *, once: UUID) -> int:
    """Make everything ready of which nothing is missing and nobody said why it waits.

    At most `AT_ONCE` by one press; gives how many. A second press of the same form does nothing.
    """
    require(actor, Verb.SHARE, KIND, PURPOSE)
    done = 0
    with transaction.atomic():
        if Step.objects.filter(pk=once).exists():
            raise AlreadyDone
        references = list(
            queries.releasable(actor).values_list("notification__reference")[:AT_ONCE]
        )
        for (reference,) in references:
            with held(actor, reference) as found:
                if found.passing.state == rules.WAITS and not queries.blocks_of(found.passing):
                    move(found, rules.RELEASE, once=None if done else once)
                    done += 1
    return done


def hold(
    actor: Actor, reference: str, reason: str, *, once: UUID | None = None, seen: Seen | None = None
) -> Passing:
    """Let it wait, and say why."""
    _check_reason(reason, ends=False)
    with held(actor, reference, once=once, seen=seen) as found:
        if queries.content_of(found.passing) == rules.WITHDRAWAL:
            raise ChangeError(_("This has to be removed there. It cannot wait for anything."))
        move(found, rules.HOLD, once=once, reason=reason)
    return found.passing


def stop(
    actor: Actor, reference: str, reason: str, *, once: UUID | None = None, seen: Seen | None = None
) -> Passing:
    """Do not pass it on, with the reason. What was sent before is asked to be removed instead."""
    _check_reason(reason, ends=True)
    with held(actor, reference, once=once, seen=seen) as found:
        wanted = rules.WITHDRAW if queries.stands_there(found.passing) else rules.STOP
        move(found, wanted, once=once, reason=reason)
    return found.passing


def resume(
    actor: Actor, reference: str, *, once: UUID | None = None, seen: Seen | None = None
) -> Passing:
    """Take it up again: it waits as it did at first.

    What has to be removed because a consent was withdrawn stays so (AVG art. 7(3)).
    """
    with held(actor, reference, once=once, seen=seen) as found:
        is_ready = found.passing.state == rules.READY
        if is_ready and found.passing.reason in ("", CONSENT_WITHDRAWN):
            raise ChangeError(_("This is not possible as it stands now. Look at it again."))
        move(found, rules.RESUME, once=once)
    return found.passing


def correct(
    actor: Actor, reference: str, *, once: UUID | None = None, seen: Seen | None = None
) -> Passing:
    """Send it once more because something changed; the earlier sending stays as it was."""
    with held(actor, reference, once=once, seen=seen) as found:
        if found.passing.state in (rules.SENT, rules.ANSWERED) and not queries.is_changed(
            found.passing
        ):
            raise ChangeError(_("Nothing changed since it was sent."))
        move(found, rules.CORRECT, once=once)
    return found.passing


def _check_reason(reason: str, *, ends: bool) -> None:
    code = norms.codelist("passing_reason").get(reason)
    if code is None or bool(code.extra.get("ends")) is not ends:
        raise ChangeError(_("Choose a reason from the list."))
