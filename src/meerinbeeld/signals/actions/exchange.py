# SPDX-License-Identifier: EUPL-1.2
"""Words to three audiences: the team, the reporter, the chain. Chosen when writing, never changed.

A letter to somebody who reported without an account is sealed to the key that only their seven
words give. The team keeps its own copy, sealed in the dossier.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen
from meerinbeeld.signals.actions.change import Change, changing
from meerinbeeld.signals.actions.stages import reports_of, tell_stage
from meerinbeeld.signals.actions.telling import tell, tell_organisation, tell_owner
from meerinbeeld.signals.models import (
    Audience,
    Letter,
    PublicReport,
    Remark,
    Signal,
    Source,
)
from meerinbeeld.signals.public.envelope import Message, seal_for_reporter
from meerinbeeld.signals.queries.scope import Way

#: Steps of the team itself, which may wait for an answer. A partner's clock runs on meanwhile.
OUR_OWN: Final = ("first_look", "choose_route", "decide", "await_answer")


@dataclass(frozen=True)
class Word:
    """What the reporter is told, and how. `final`: it is the last word, so the promise is kept."""

    how: str
    text: str = ""
    final: bool = True


def write_remark(
    actor: Actor, reference: str, audience: str, text: str, *, once: UUID | None = None
) -> Remark:
    """Write for the team or for the chain. Raises `ChangeError` for another audience."""
    with changing(actor, reference, Verb.MESSAGE, once=once, quiet=True) as change:
        if audience not in (Audience.TEAM, Audience.CHAIN):
            raise ChangeError(_("Choose for whom this is."))
        if audience not in change.hand.audiences:
            raise ChangeError(_("You cannot write for this audience."))
        remark = _remark(change, audience, text, once=once)
        if audience == Audience.CHAIN:
            _tell_chain(change)
    return remark


def ask_reporter(
    actor: Actor,
    reference: str,
    text: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Remark:
    """Ask the reporter something. The clock waits for the answer, as long as the norm says."""
    with changing(actor, reference, Verb.MESSAGE, once=once, seen=seen) as change:
        _only_the_team(change)
        change.refuse_when_closed()
        remark = _to_reporter(change, text, question=True)
        if change.signal.next_step in OUR_OWN:
            change.next("await_answer")
        change.step("asked")
        tell_stage(change.signal, change.now, "question")
    return remark


def give_feedback(
    actor: Actor,
    reference: str,
    word: Word,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Tell the reporter how it stands. A first word keeps the clock of the last word running."""
    with changing(actor, reference, Verb.MESSAGE, once=once, seen=seen) as change:
        _only_the_team(change)
        settle_feedback(change, word)
    return change.signal


def waive_feedback(
    actor: Actor,
    reference: str,
    reason: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Signal:
    """Write down why the reporter cannot be told anything."""
    with changing(actor, reference, Verb.MESSAGE, once=once, seen=seen) as change:
        _only_the_team(change)
        settle_without_word(change, reason, explanation)
    return change.signal


def settle_feedback(change: Change, word: Word) -> None:
    """Keep the promise to the reporter within a larger change, such as closing."""
    told = word.text.strip()
    if word.how in ("letter", "in_app"):
        _to_reporter(change, told, feedback=True)
    elif told:
        _remark(change, Audience.TEAM, told)
    change.step("feedback_given" if word.final else "first_word", reason=word.how)
    if word.final:
        change.signal.feedback_given_at, change.signal.feedback_waived = change.now, ""
    else:
        received = change.signal.received_at
        term = norms.term("feedback_outcome", timezone.localdate(received))
        change.signal.feedback_due_at = max(term.after(received), change.now)


def settle_without_word(change: Change, reason: str, explanation: str = "") -> None:
    change.signal.feedback_waived = change.reason_code = reason
    change.step("feedback_waived", reason=reason, explanation=explanation)


def can_write_to(signal: Signal) -> str:
    """How the reporter reads what we write: "letter", "in_app", or "" when there is no way."""
    if any(report.withdrawn_at is None for report in reports_of(signal)):
        return "letter"
    return "in_app" if signal.made_by_id and signal.origin in ("professional", "on_behalf") else ""


def _to_reporter(
    change: Change, text: str, *, question: bool = False, feedback: bool = False
) -> Remark:
    way = can_write_to(change.signal)
    if not way:
        raise ChangeError(_("There is no way to write to this reporter. Tell it in another way."))
    if not text.strip():
        raise ChangeError(_("Write what you want to say to the reporter."))
    letters = [
        _letter(change, report, text, question)
        for report in reports_of(change.signal)
        if report.withdrawn_at is None
    ]
    if change.signal.made_by_id:
        tell(change.signal, [change.signal.made_by_id], "question" if question else "feedback")
    remark = _remark(change, Audience.REPORTER, text, question=question, feedback=feedback)
    if letters:
        remark.letter = letters[0]
        remark.save(update_fields=["letter"])
    return remark


def _letter(change: Change, report: PublicReport, text: str, question: bool) -> Letter:
    letter_id = uuid.uuid4()
    return Letter.objects.create(
        id=letter_id,
        report=report,
        direction=Letter.Direction.TO_REPORTER,
        is_question=question,
        sealed=seal_for_reporter(bytes(report.reporter_key), letter_id, Message(text.strip())),
        sent_at=change.now,
    )


def _remark(
    change: Change,
    audience: str,
    text: str,
    *,
    question: bool = False,
    feedback: bool = False,
    source: str = "",
    once: UUID | None = None,
) -> Remark:
    if once and Remark.objects.filter(sent_once=once).exists():
        raise AlreadyDone
    remark = Remark(
        id=uuid.uuid4(),
        signal=change.signal,
        audience=audience,
        source=source or (Source.CHAIN if change.hand.way is Way.INVOLVED else Source.TEAM),
        organisation_id=change.actor.organisation_id,
        by_id=change.actor.person_id,
        at=change.now,
        is_question=question,
        is_feedback=feedback,
        sent_once=once or uuid.uuid4(),
    )
    with vault.unlocked(change.signal.dossier) as box:
        box.put_text(remark, "text", text.strip())
    remark.save(force_insert=True)
    return remark


def _only_the_team(change: Change) -> None:
    """Partners and people in an emergency do not write to a reporter in the owner's name."""
    if change.hand.way is not Way.OWNER:
        raise ChangeError(_("Only the owner of the signal writes to the reporter."))


def _tell_chain(change: Change) -> None:
    for organisation_id in change.signal.involvements.filter(until=None).values_list(
        "organisation_id", flat=True
    ):
        if organisation_id != change.actor.organisation_id:
            tell_organisation(change.signal, organisation_id, "chain_remark")
    if change.signal.owner_id != change.actor.organisation_id:
        tell_owner(change.signal, "chain_remark")
