# SPDX-License-Identifier: EUPL-1.2
"""A signal ends with a reason, after the reporter heard back. "No trafficking, but other help" is
an outcome of the same rank as any other, and says where the person was helped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.signals import rules
from meerinbeeld.signals.actions.change import Change, changing
from meerinbeeld.signals.actions.exchange import Word, settle_feedback, settle_without_word
from meerinbeeld.signals.actions.route import take_back_unanswered
from meerinbeeld.signals.actions.stages import tell_stage
from meerinbeeld.signals.actions.telling import tell_organisation
from meerinbeeld.signals.models import Phase, Route, Signal
from meerinbeeld.signals.queries.choices import helpers


@dataclass(frozen=True)
class Ending:
    """Why a signal ends, where the person was helped, and what the reporter hears."""

    reason: str
    explanation: str = ""
    other_help: str = ""
    helped_by: UUID | None = None
    word: Word | None = None
    waived_because: str = ""


def close_signal(
    actor: Actor,
    reference: str,
    ending: Ending,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """End a signal. Raises `ChangeError` when nobody told the reporter or said why not."""
    with changing(actor, reference, Verb.CLOSE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        reason = norms.codelist("stop_reason").get(ending.reason)
        if reason is None:
            raise ChangeError(_("Choose a reason from the list."))
        if reason.extra.get("needs") == "other_help":
            _note_help(change, ending)
        if not rules.may_close(
            feedback_given=change.signal.feedback_given_at is not None,
            waived_because=change.signal.feedback_waived,
        ):
            _word_or_waiver(change, ending)
        take_back_unanswered(change)
        end(change, ending.reason, ending.explanation)
        _tell_partners(change, "closed")
    return change.signal


def reopen_signal(
    actor: Actor,
    reference: str,
    *,
    explanation: str,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Take a signal up again. Its retention date is the one of its receipt, as before."""
    with changing(actor, reference, Verb.REOPEN, once=once, seen=seen) as change:
        signal = change.signal
        if signal.phase != Phase.CLOSED:
            raise ChangeError(_("This signal is open already."))
        change.move(Phase.ASSESSING)
        signal.closed_at, signal.stop_reason, signal.merged_into = None, "", None
        signal.feedback_given_at, signal.feedback_waived = None, ""
        signal.feedback_due_at = norms.term("feedback_to_reporter").after(change.now)
        signal.retention_until = retention_from_receipt(signal)
        change.next("choose_route")
        change.step("reopened", explanation=explanation)
        tell_stage(signal, change.now, "reopened")
        _tell_partners(change, "reopened")
    return signal


def end(change: Change, reason: str, explanation: str = "") -> None:
    """Put the signal in its last phase. Its destruction can come sooner by this, never later."""
    signal = change.signal
    change.move(Phase.CLOSED)
    signal.closed_at, signal.stop_reason = change.now, reason
    signal.due_at, signal.due_norm, signal.next_step = None, "", "closed"
    signal.answer_waiting = False
    change.reason_code = reason
    term = norms.retention_of(reason, minor=signal.minor == "yes")
    ends = term.after(timezone.localdate(change.now))
    if ends < signal.retention_until:
        signal.retention_until, signal.retention_norm = ends, str(term.norm)
    change.step("closed", reason=reason, explanation=explanation, norm=str(term.norm))
    tell_stage(signal, change.now)


def retention_from_receipt(signal: Signal) -> date:
    """The date that was set at receipt: of this signal, of one that was merged into it, or of the
    one that it is a part of."""
    received = [signal.received_at, *signal.merged.values_list("received_at", flat=True)]
    first = timezone.localdate(rules.earliest_retention(received))
    own = norms.term("retention_signal", first).after(first)
    return min(own, retention_from_receipt(signal.split_from)) if signal.split_from else own


def _note_help(change: Change, ending: Ending) -> None:
    if ending.other_help not in norms.codelist("other_help"):
        raise ChangeError(_("Say where the person is helped now."))
    organisation = helpers().filter(pk=ending.helped_by).first() if ending.helped_by else None
    change.step("helped", reason=ending.other_help, to=organisation)


def _word_or_waiver(change: Change, ending: Ending) -> None:
    if ending.word is not None:
        settle_feedback(change, ending.word)
    elif ending.waived_because:
        settle_without_word(change, ending.waived_because)
    else:
        raise ChangeError(_("Tell the reporter first, or say why that cannot be done."))


def _tell_partners(change: Change, kind: str) -> None:
    done = (Route.Status.ACCEPTED, Route.Status.DONE)
    partners = change.signal.routes.filter(status__in=done).exclude(
        organisation_id=change.signal.owner_id
    )
    for organisation_id in set(partners.values_list("organisation_id", flat=True)):
        tell_organisation(change.signal, organisation_id, kind)
