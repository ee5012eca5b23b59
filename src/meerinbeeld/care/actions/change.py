# SPDX-License-Identifier: EUPL-1.2
"""The frame of everything that changes a case: one transaction, one lock, one journal entry.

Inside it the case is locked and in reach, the verb is allowed, nobody else changed it since the
actor looked, and the same form was not sent before. What it leaves behind is a step on the life
line, a higher version, the first of the running clocks and an entry in the journal; or nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen, Stale
from meerinbeeld.care.models import Case, Clock, Milestone, Phase, Step, Task
from meerinbeeld.care.queries.scope import THING, InHand, in_hand
from meerinbeeld.care.rules import clocks, phases
from meerinbeeld.parties.models import Organisation


@dataclass
class Change:
    """A change at work: the case in hand, and the marks it leaves."""

    hand: InHand
    verb: str
    now: datetime
    once: UUID
    reason_code: str = ""
    norm: str = ""
    ground: str = ""
    thing: str = THING
    thing_id: UUID | None = None
    _first: bool = field(default=True, init=False)

    @property
    def case(self) -> Case:
        return self.hand.case

    @property
    def actor(self) -> Actor:
        return self.hand.actor

    def move(self, phase: str) -> None:
        """To another phase. Raises `ChangeError` when there is no such edge."""
        if not phases.may_follow(self.case.phase, phase):
            raise ChangeError(_("This is not possible in the phase that the case is in now."))
        self.case.phase = phase

    def refuse_when_closed(self) -> None:
        """Raises `ChangeError` for a case that has ended."""
        if self.case.phase == Phase.CLOSED:
            raise ChangeError(_("This case is closed. Reopen it first."))

    def start_clock(
        self,
        kind: str,
        at: datetime | None = None,
        *,
        milestone: Milestone | None = None,
        urgency: str = "",
    ) -> Clock:
        """Let a term of norms run, under the norm of the day it starts; a running one ends.

        `urgency` picks the length for that urgency where norms have one.
        """
        begins = at or self.now
        self.end_clock(kind, "restarted")
        term = norms.term(kind, timezone.localdate(begins), urgency=urgency or None)
        due = term.after(begins)
        clock = Clock.objects.create(
            case=self.case,
            kind=kind,
            milestone=milestone,
            started_at=begins,
            due_at=due,
            remind_at=clocks.remind_at(begins, due),
            norm=str(term.norm),
        )
        self.norm = self.norm or clock.norm
        return clock

    def end_clock(self, kind: str, because: str) -> None:
        self.case.clocks.filter(kind=kind, ended_at=None).update(
            ended_at=self.now, ended_because=because
        )

    def end_all_clocks(self, because: str) -> None:
        self.case.clocks.filter(ended_at=None).update(ended_at=self.now, ended_because=because)

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
            case=self.case,
            at=self.now,
            kind=kind,
            by_id=self.actor.person_id,
            organisation_id=self.actor.organisation_id,
            to_organisation=to,
            phase=self.case.phase,
            reason=reason,
            norm=norm or self.norm,
        )
        self._first = False
        if explanation.strip():
            with vault.unlocked(self.case.dossier) as box:
                box.put_text(step, "explanation", explanation.strip())
        step.save(force_insert=True)
        return step

    def finish(self, *, quiet: bool) -> None:
        if not quiet:
            self.case.version += 1
        self.case.changed_at = max(self.now, self.case.changed_at)
        self.case.act_at = first_clock(self.case) or self._awake()
        self.case.save()
        journal.record(
            self.actor,
            self.verb,
            purpose=self.hand.purpose,
            thing=self.thing,
            thing_id=self.thing_id or self.case.id,
            dossier=self.case.dossier,
            outcome=self.hand.outcome,
            norm=self.norm.replace(" ", "_"),
            reason_code=self.reason_code,
            ground=self.ground,
        )

    def _awake(self) -> datetime | None:
        """An open case never sleeps: when nothing runs, the clock of its phase does."""
        kind = phases.WATCH.get(self.case.phase)
        return self.start_clock(kind).due_at if kind else None


def first_clock(case: Case) -> datetime | None:
    """When somebody has to act: the first running clock or open task; None for a closed case."""
    if case.phase == Phase.CLOSED:
        return None
    clock = Clock.objects.filter(case=case, ended_at=None).aggregate(first=Min("due_at"))
    task = Task.objects.filter(case=case, status=Task.Status.OPEN).aggregate(first=Min("due_at"))
    return clocks.first_of([clock["first"], task["first"]])


@contextmanager
def changing(
    actor: Actor,
    reference: str | UUID,
    verb: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    quiet: bool = False,
    at: datetime | None = None,
) -> Iterator[Change]:
    """Change one case. Raises `NotInReach`, `Refused`, `AlreadyDone`, `Stale` or `ChangeError`.

    `quiet` is for what stands beside the case and overwrites nothing, such as a contact moment: it
    does not make the form of a colleague stale. `at` is for what was done earlier and is written
    down now; the journal tells both apart.
    """
    now = timezone.now()
    if at and at > now:
        raise ChangeError(_("This moment is still to come."))
    with transaction.atomic():
        hand = in_hand(actor, verb, reference, locked=True)
        token = once or uuid.uuid4()
        if once and Step.objects.filter(pk=once).exists():
            raise AlreadyDone
        if seen and seen.version != hand.case.version:
            raise Stale(hand, seen)
        change = Change(hand, verb, at or now, token)
        yield change
        change.finish(quiet=quiet)
