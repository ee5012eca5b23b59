# SPDX-License-Identifier: EUPL-1.2
"""Splitting and merging. Neither restarts a retention clock, and both link the two signals."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.signals.actions.change import Change, changing
from meerinbeeld.signals.actions.ending import end
from meerinbeeld.signals.actions.marks import mark_item
from meerinbeeld.signals.actions.reference import next_reference
from meerinbeeld.signals.actions.route import take_back_unanswered
from meerinbeeld.signals.actions.stages import tell_stage
from meerinbeeld.signals.models import Item, Phase, Signal, Step, SuspectedForm
from meerinbeeld.signals.queries.scope import THING, InHand, NotInReach, Way, in_hand

BOTH: Final = "both"
ALONG: Final = "along"


def split_signal(
    actor: Actor,
    reference: str,
    items: Mapping[UUID, str],
    *,
    explanation: str,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Make a signal of its own of some items. Each goes "along" or stands in "both".

    The part was received when the whole was, and is destroyed no later. Its reporter hears of it
    through the whole. It has a key of its own, so that destroying one leaves the other readable.
    """
    with changing(actor, reference, Verb.MERGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        chosen = list(change.signal.items.filter(pk__in=items, removed_at=None))
        if not chosen:
            raise ChangeError(_("Choose what goes along to the new signal."))
        step = change.step("split_off", explanation=explanation)
        part = _part_of(change)
        _copy(change, part, chosen)
        for item in chosen:
            if items[item.id] == ALONG:
                item.removed_at, item.removed_by_id = change.now, actor.person_id
                item.save(update_fields=["removed_at", "removed_by"])
        _first_steps(change, part, step)
        _journal_part(change, part)
    return part


def merge_signals(
    actor: Actor,
    reference: str,
    into: str,
    *,
    explanation: str,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Add a signal to another of the same owner, and end it with the reason "duplicate".

    The one that goes on keeps the earliest date of destruction and the earliest promise; its words
    to the reporter go to the reporters of both.
    """
    with changing(actor, reference, Verb.MERGE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        other = _other(actor, into, change.signal)
        signal = change.signal
        signal.merged_into = other.signal
        signal.merged.update(merged_into=other.signal)
        promise = _open_promise(signal)
        take_back_unanswered(change)
        signal.feedback_waived = signal.feedback_waived or "joined"
        change.step("merged_into", explanation=explanation)
        end(change, "duplicate")
        _take_in(change, other, promise, explanation)
    return other.signal


def _part_of(change: Change) -> Signal:
    whole = change.signal
    part = Signal(
        id=uuid.uuid4(),
        dossier=vault.create_dossier(),
        origin=whole.origin,
        subject_kind=whole.subject_kind,
        reporter_kind=whole.reporter_kind,
        municipality=whole.municipality,
        minor=whole.minor,
        identifiable=whole.identifiable,
        danger=whole.danger,
        urgency=whole.urgency,
        phase=Phase.ASSESSING,
        owner=whole.owner,
        assignee=whole.assignee,
        received_at=whole.received_at,
        first_opened_at=change.now,
        feedback_waived="part",
        retention_until=whole.retention_until,
        retention_norm=whole.retention_norm,
        split_from=whole,
        changed_at=change.now,
    )
    Change(
        InHand(change.actor, part, change.hand.purpose, Way.OWNER),
        change.verb,
        change.now,
        uuid.uuid4(),
    ).next("choose_route")
    part.reference = next_reference(change.now)
    part.save(force_insert=True)
    for form in whole.forms.filter(until=None):
        SuspectedForm.objects.create(
            signal=part, form=form.form, norm=form.norm, since=form.since, by=form.by
        )
    return part


def _copy(change: Change, part: Signal, items: list[Item]) -> None:
    """Open with the key of the whole, seal again with the key of the part."""
    with vault.unlocked_many([change.signal.dossier, part.dossier]) as boxes:
        for item in items:
            text = boxes[change.signal.dossier].text(item, "value")
            copy = Item(
                id=uuid.uuid4(),
                signal=part,
                kind=item.kind,
                source=item.source,
                at=item.at,
                by=item.by,
            )
            boxes[part.dossier].put_text(copy, "value", text)
            copy.save(force_insert=True)
            mark_item(copy, text)


def _first_steps(change: Change, part: Signal, cause: Step) -> None:
    """The part begins its life line with the receipt of the whole, and with the split."""
    Step.objects.create(signal=part, at=part.received_at, kind="received", phase=Phase.RECEIVED)
    Step.objects.create(
        signal=part,
        at=cause.at,
        kind="split_from",
        by=cause.by,
        organisation=cause.organisation,
        phase=part.phase,
    )


def _journal_part(change: Change, part: Signal) -> None:
    journal.record(
        change.actor,
        Verb.CREATE,
        purpose=change.hand.purpose,
        thing=THING,
        thing_id=part.id,
        dossier=part.dossier,
        outcome=change.hand.outcome,
    )


def _other(actor: Actor, reference: str, signal: Signal) -> InHand:
    try:
        other = in_hand(actor, Verb.MERGE, reference, locked=True)
    except NotInReach:
        raise ChangeError(_("There is no signal with this reference for you.")) from None
    if other.signal.id == signal.id:
        raise ChangeError(_("A signal cannot be added to itself."))
    if other.way is not Way.OWNER or other.signal.phase == Phase.CLOSED:
        raise ChangeError(_("You can only add it to an open signal of your own organisation."))
    return other


def _open_promise(signal: Signal) -> bool:
    return not (signal.feedback_given_at or signal.feedback_waived)


def _take_in(change: Change, other: InHand, promise: bool, explanation: str) -> None:
    """The signal that goes on keeps the earliest dates of both."""
    gone, kept = change.signal, other.signal
    if gone.retention_until < kept.retention_until:
        kept.retention_until, kept.retention_norm = gone.retention_until, gone.retention_norm
    if promise and gone.feedback_due_at:
        due = [gone.feedback_due_at]
        if not kept.feedback_waived and not kept.feedback_given_at and kept.feedback_due_at:
            due.append(kept.feedback_due_at)
        kept.feedback_due_at = min(due)
        kept.feedback_given_at, kept.feedback_waived = None, ""
    second = Change(other, change.verb, timezone.now(), uuid.uuid4())
    second.step("merged", explanation=explanation)
    second.finish(quiet=False)
    tell_stage(kept, change.now)
