# SPDX-License-Identifier: EUPL-1.2
"""A place to stay: asked for, waited for, taken and left. Each move lets the safety clock run.

The provider and the address never stand on the life line: partners of every kind read that.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.models import Facility, Fact, Phase, Placement
from meerinbeeld.care.queries.facts import SHELTER_ADDRESS
from meerinbeeld.care.rules import shelter as rules

THING = "care.placement"
SAFETY, LONG_STAY, WAIT = "safety_after_move", "long_stay", "shelter_wait"
MOVED_ON = "other_shelter"
_Status = Placement.Status


@dataclass(frozen=True)
class Wanted:
    """What is asked for. `facility` is None when any place of this kind will do."""

    kind: str
    facility: Facility | None = None
    beds: int = 1
    from_day: date | None = None
    note: str = field(default="", repr=False)


@dataclass(frozen=True)
class Arrival:
    """Where somebody came to stay; the address goes into a strict fact."""

    facility: Facility
    at: datetime | None = None
    address: str = field(default="", repr=False)


def request_place(
    actor: Actor,
    reference: str | UUID,
    wanted: Wanted,
    *,
    at: datetime | None = None,
    once: UUID | None = None,
) -> Placement:
    """Ask for a place. It stands beside the case, so it makes nobody's form stale."""
    with changing(actor, reference, Verb.CHANGE, once=once, quiet=True) as change:
        change.refuse_when_closed()
        placement = Placement(
            id=uuid.uuid4(),
            case=change.case,
            kind=wanted.kind,
            facility=wanted.facility,
            beds=wanted.beds,
            requested_at=_past(change, at),
            requested_by_id=actor.person_id,
            wanted_from=wanted.from_day,
        )
        if wanted.note.strip():
            with vault.unlocked(change.case.dossier) as box:
                box.put_text(placement, "note", wanted.note.strip())
        placement.save(force_insert=True)
        _about(change, placement)
        change.start_clock(WAIT)
        change.step("shelter_requested", reason=wanted.kind)
    return placement


def wait(
    actor: Actor,
    reference: str | UUID,
    placement_id: UUID,
    reason: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Placement:
    """On the waiting list, and why. Asking after it starts anew."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        placement = _to(change, placement_id, _Status.WAITING)
        placement.wait_reason = reason
        placement.save(update_fields=["status", "wait_reason"])
        change.start_clock(WAIT)
        change.step("shelter_waiting", reason=reason)
    return placement


def place(
    actor: Actor,
    reference: str | UUID,
    placement_id: UUID,
    arrival: Arrival,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Placement:
    """Somebody came to stay. Who stayed elsewhere left there for here, at the same moment.

    A full shelter is no reason to refuse: the page warns, and a person decides.
    """
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        placement = _to(change, placement_id, _Status.PLACED)
        at = _past(change, arrival.at)
        _leave_the_old(change, at)
        long_from = norms.term(LONG_STAY, timezone.localdate(at)).after(at)
        placement.facility, placement.placed_at = arrival.facility, at
        placement.long_from = placement.reason_from = long_from
        placement.save()
        _move_address(change, arrival.address)
        change.step("shelter_placed", reason=placement.kind)
        change.start_clock(LONG_STAY, at)
        _moved(change, at)
    return placement


def leave(
    actor: Actor,
    reference: str | UUID,
    placement_id: UUID,
    to: str,
    *,
    at: datetime | None = None,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Placement:
    """Somebody left the place. Possible after the end of a case too: a bed came free."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        placement = _to(change, placement_id, _Status.LEFT)
        moment = _past(change, at)
        _left(placement, to, moment)
        _move_address(change, "")
        change.step("shelter_left", reason=to)
        change.end_clock(LONG_STAY, "left")
        if change.case.phase != Phase.CLOSED:
            _moved(change, moment)
    return placement


def refuse(
    actor: Actor,
    reference: str | UUID,
    placement_id: UUID,
    reason: str,
    *,
    withdrawn: bool = False,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Placement:
    """The provider said no; or, `withdrawn`, the place is not asked for any more."""
    status = _Status.WITHDRAWN if withdrawn else _Status.REFUSED
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        placement = _to(change, placement_id, status)
        placement.refused_at, placement.refused_because = change.now, reason
        placement.save(update_fields=["status", "refused_at", "refused_because"])
        change.step(f"shelter_{status}", reason=reason)
        _stop_waiting(change)
    return placement


def note_delay(
    actor: Actor,
    reference: str | UUID,
    placement_id: UUID,
    reason: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Placement:
    """Why the stay takes longer. After another such term it is asked again."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen) as change:
        placement = _found(change, placement_id)
        if placement.status != _Status.PLACED:
            raise ChangeError(_("Nobody stays there now."))
        again = change.start_clock(LONG_STAY)
        placement.delay_reason, placement.reason_from = reason, again.due_at
        placement.save(update_fields=["delay_reason", "reason_from"])
        change.step("shelter_delay", reason=reason, explanation=explanation)
    return placement


def _found(change: Change, placement_id: UUID) -> Placement:
    found = change.case.placements.select_related("facility").filter(pk=placement_id).first()
    if found is None:
        raise ChangeError(_("There is no such place in this case."))
    _about(change, found)
    return found


def _about(change: Change, placement: Placement) -> None:
    change.thing, change.thing_id = THING, placement.id


def _to(change: Change, placement_id: UUID, status: str) -> Placement:
    placement = _found(change, placement_id)
    if not rules.may_follow(placement.status, status):
        raise ChangeError(
            _("This is not possible: the place is “%(status)s” now.")
            % {"status": placement.get_status_display()}
        )
    placement.status = status
    return placement


def _past(change: Change, at: datetime | None) -> datetime:
    if at is not None and at > change.now:
        raise ChangeError(_("This moment is still to come. Write it down when it has happened."))
    return at or change.now


def _leave_the_old(change: Change, at: datetime) -> None:
    for old in change.case.placements.filter(status=_Status.PLACED):
        old.status = _Status.LEFT
        _left(old, MOVED_ON, at)
        change.step("shelter_left", reason=MOVED_ON)


def _left(placement: Placement, to: str, at: datetime) -> None:
    if placement.placed_at is not None and at < placement.placed_at:
        raise ChangeError(_("Somebody cannot leave a place before coming there."))
    placement.left_to, placement.left_at = to, at
    placement.save(update_fields=["status", "left_to", "left_at"])


def _move_address(change: Change, address: str) -> None:
    """The address of the old place goes with the stay; the new one is a strict fact."""
    change.case.facts.filter(kind=SHELTER_ADDRESS, removed_at=None).update(
        removed_at=change.now, removed_by_id=change.actor.person_id
    )
    if address.strip():
        fact = Fact(
            case=change.case, kind=SHELTER_ADDRESS, at=change.now, by_id=change.actor.person_id
        )
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(fact, "value", address.strip())
        fact.save(force_insert=True)


def _moved(change: Change, at: datetime) -> None:
    change.start_clock(SAFETY, at)
    _stop_waiting(change)


def _stop_waiting(change: Change) -> None:
    if not change.case.placements.filter(status__in=rules.ASKED).exists():
        change.end_clock(WAIT, "answered")
