# SPDX-License-Identifier: EUPL-1.2
"""The frame of everything that changes a signal: one transaction, one lock, one journal entry.

Inside it the signal is locked and in reach, the verb is allowed, nobody else changed it since the
actor looked, and the same form was not sent before. What it leaves behind is a step on the life
line, a higher version and an entry in the journal; or nothing at all.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals import rules
from meerinbeeld.signals.models import Signal, Step
from meerinbeeld.signals.queries.scope import THING, InHand, in_hand

#: Which norm gives the clock of which next step.
TERM_OF: Final = {
    "first_look": "first_look",
    "choose_route": "choose_route",
    "partner_answers": "confirm_route",
    "follow_up": "follow_up",
    "await_answer": "answer_wait",
    "decide": "choose_route",
}


@dataclass
class Change:
    """A change at work: the signal in hand, and the marks it leaves."""

    hand: InHand
    verb: str
    now: datetime
    once: UUID
    reason_code: str = ""
    norm: str = ""
    ground: str = ""
    _first: bool = field(default=True, init=False)

    @property
    def signal(self) -> Signal:
        return self.hand.signal

    @property
    def actor(self) -> Actor:
        return self.hand.actor

    def move(self, phase: str) -> None:
        """To another phase. Raises `ChangeError` when the life line has no such edge."""
        if not rules.may_follow(self.signal.phase, phase):
            raise ChangeError(_("This is not possible in the phase that the signal is in now."))
        self.signal.phase = phase

    def next(self, code: str) -> None:
        """Start the clock of the next step, under the norm of today."""
        term = norms.term(TERM_OF[code], timezone.localdate(self.now), urgency=self.signal.urgency)
        self.signal.next_step = code
        self.signal.due_at = term.after(self.now)
        self.signal.due_norm = str(term.norm)
        self.norm = self.norm or str(term.norm)

    def refuse_when_closed(self) -> None:
        """Raises `ChangeError` for a signal that has ended."""
        if self.signal.phase == rules.CLOSED:
            raise ChangeError(_("This signal is closed. Reopen it first."))

    def step(
        self,
        kind: str,
        *,
        reason: str = "",
        explanation: str = "",
        to: Organisation | None = None,
        norm: str = "",
    ) -> Step:
        """A dot on the life line. The first one carries the token of the form as its id."""
        step = Step(
            id=self.once if self._first else uuid.uuid4(),
            signal=self.signal,
            at=self.now,
            kind=kind,
            by_id=self.actor.person_id,
            organisation_id=self.actor.organisation_id,
            to_organisation=to,
            phase=self.signal.phase,
            reason=reason,
            norm=norm or self.norm,
        )
        self._first = False
        if explanation.strip():
            with vault.unlocked(self.signal.dossier) as box:
                box.put_text(step, "explanation", explanation.strip())
        step.save(force_insert=True)
        return step

    def finish(self, *, quiet: bool) -> None:
        if not quiet:
            self.signal.version += 1
        self.signal.changed_at = self.now
        self.signal.save()
        journal.record(
            self.actor,
            self.verb,
            purpose=self.hand.purpose,
            thing=THING,
            thing_id=self.signal.id,
            dossier=self.signal.dossier,
            outcome=self.hand.outcome,
            # a route may be named with a space, which is no code to the journal
            norm=self.norm.replace(" ", "_"),
            reason_code=self.reason_code,
            ground=self.ground,
        )


@contextmanager
def changing(
    actor: Actor,
    reference: str | UUID,
    verb: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    quiet: bool = False,
) -> Iterator[Change]:
    """Change one signal. Raises `NotInReach`, `Refused`, `AlreadyDone`, `Stale` or `ChangeError`.

    `quiet` is for what stands beside the signal and overwrites nothing, such as a remark: it does
    not make the form of a colleague stale.
    """
    with transaction.atomic():
        hand = in_hand(actor, verb, reference, locked=True)
        token = once or uuid.uuid4()
        if once and Step.objects.filter(pk=once).exists():
            raise AlreadyDone
        if seen and seen.version != hand.signal.version:
            raise Stale(hand, seen)
        change = Change(hand, verb, timezone.now(), token)
        yield change
        change.finish(quiet=quiet)
