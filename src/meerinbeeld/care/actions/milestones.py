# SPDX-License-Identifier: EUPL-1.2
"""What happened by law or agreement, and the clocks that follow from it.

The clocks are worked out anew from everything that happened: a milestone on a past day, or one that
is taken back, leaves what would have been if it had been written down on its day, or never. A clock
that goes on keeps the norm of the day it started.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.models import Clock, Cooperation, Milestone
from meerinbeeld.care.rules import clocks
from meerinbeeld.care.rules.clocks import Event
from meerinbeeld.norms.refs import Code
from meerinbeeld.norms.terms import AMSTERDAM

LIST: Final = "care_milestone"
#: Why a clock ends that milestones govern; every other reason is an event of its own.
BY_MILESTONE, RESTARTED, TAKEN_BACK = "milestone", "restarted", "taken_back"
_A_TICK: Final = timedelta(microseconds=1)
GOVERNED: Final = frozenset({BY_MILESTONE, RESTARTED, TAKEN_BACK})


def record_milestone(
    actor: Actor,
    reference: str | UUID,
    kind: str,
    on: date,
    *,
    note: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Milestone:
    """Something happened on a day, today or before. Raises `ChangeError` for a day to come."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        code = norms.codelist(LIST).get(kind)
        if code is None:
            raise ChangeError(_("There is no such step. Choose one from the list."))
        if on > timezone.localdate(change.now):
            raise ChangeError(_("That day is still to come. Make a task of it."))
        made = Milestone(
            case=change.case, kind=kind, on=on, norm=str(code.norm), by_id=actor.person_id,
            at=change.now,
        )  # fmt: skip
        if note.strip():
            with vault.unlocked(change.case.dossier) as box:
                box.put_text(made, "note", note.strip())
        made.save(force_insert=True)
        change.thing, change.thing_id, change.reason_code = "care.milestone", made.id, kind
        settle(change, clocks_of(code))
        change.step("milestone", reason=kind, norm=str(code.norm))
    return made


def take_back(
    actor: Actor,
    reference: str | UUID,
    milestone_id: UUID,
    *,
    why: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> None:
    """It did not happen, or on another day. What it started stops, what it stopped runs again."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        made = change.case.milestones.filter(pk=milestone_id, removed_at=None).first()
        if made is None:
            raise ChangeError(_("Somebody has taken this back already."))
        made.removed_at, made.removed_by_id = change.now, actor.person_id
        made.save(update_fields=["removed_at", "removed_by"])
        change.thing, change.thing_id, change.reason_code = "care.milestone", made.id, made.kind
        code = norms.codelist(LIST).get(made.kind)
        settle(change, clocks_of(code) if code else ())
        change.step("milestone_taken_back", reason=made.kind, explanation=why)


def choose_cooperation(
    actor: Actor,
    reference: str | UUID,
    choice: str,
    *,
    note: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> None:
    """What the person chose towards the police. Nothing else changes with it, and it may change."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        if choice not in Cooperation.values:
            raise ChangeError(_("Choose something from the list."))
        change.case.cooperation = choice
        change.reason_code = choice
        change.step("cooperation", reason=choice, explanation=note)


# --- The clocks -----------------------------------------------------------------------------------


def clocks_of(code: Code) -> tuple[str, ...]:
    """The terms that a milestone starts or ends."""
    return (*code.extra.get("starts", ()), *code.extra.get("ends", ()))


def settle(change: Change, kinds: Iterable[str]) -> None:
    """Let these clocks run as what happened says: end, start, or let an earlier one go on."""
    wanted = clocks.standing(_events(change))
    for kind in dict.fromkeys(kinds):
        _settle_one(change, kind, wanted.get(kind))


def _settle_one(change: Change, kind: str, start: Event | None) -> None:
    rows = list(change.case.clocks.filter(kind=kind))
    running = next((row for row in rows if row.ended_at is None), None)
    if running and start and start.source in (running.id, running.milestone_id):
        return
    if running:
        _end(change, running, restarted=start is not None)
    if start and not _go_on(rows, start):
        _start(change, start)


def _end(change: Change, clock: Clock, *, restarted: bool) -> None:
    gone = clock.milestone is not None and clock.milestone.removed_at is not None
    clock.ended_at = change.now
    clock.ended_because = TAKEN_BACK if gone else (RESTARTED if restarted else BY_MILESTONE)
    clock.save(update_fields=["ended_at", "ended_because"])


def _go_on(rows: list[Clock], start: Event) -> bool:
    """An earlier clock of the same start runs again, under the norm it had."""
    for row in rows:
        if start.source in (row.id, row.milestone_id) and row.ended_because in GOVERNED:
            row.ended_at, row.ended_because = None, ""
            row.save(update_fields=["ended_at", "ended_because"])
            return True
    return False


def _start(change: Change, start: Event) -> None:
    try:
        term = norms.term(start.clock, start.day)
    except LookupError:
        return  # no norm held on that day, long ago: there is nothing to watch
    begins = datetime.combine(start.day, time.min, tzinfo=AMSTERDAM)
    due = clocks.ends_at(term, start.day)
    Clock.objects.create(
        case=change.case,
        kind=start.clock,
        milestone_id=start.source,
        started_at=begins,
        due_at=due,
        # What passed before it was written down is told at once.
        remind_at=max(change.now, clocks.remind_at(begins, due)),
        norm=str(term.norm),
    )
    change.norm = change.norm or str(term.norm)


def _events(change: Change) -> Iterator[Event]:
    known = norms.codelist(LIST)
    for made in change.case.milestones.filter(removed_at=None):
        if code := known.get(made.kind):
            yield from (
                Event(clock, made.on, made.at, starts, made.id)
                for starts, named in ((False, "ends"), (True, "starts"))
                for clock in code.extra.get(named, ())
            )
    for clock in change.case.clocks.all():
        if clock.milestone_id is None:
            yield _moment(clock, clock.started_at, starts=True)
        if clock.ended_at and clock.ended_because not in GOVERNED:
            # after its own start, also when both happened in one moment
            ended = max(clock.ended_at, clock.started_at + _A_TICK)
            yield _moment(clock, ended, starts=False)


def _moment(clock: Clock, at: datetime, *, starts: bool) -> Event:
    return Event(clock.kind, timezone.localdate(at), at, starts, clock.id)
