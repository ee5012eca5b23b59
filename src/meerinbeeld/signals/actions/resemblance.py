# SPDX-License-Identifier: EUPL-1.2
"""Judging whether two signals are about the same, and asking an owner to see one of theirs."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.signals.actions.change import Change, changing
from meerinbeeld.signals.actions.telling import tell, tell_owner
from meerinbeeld.signals.models import AccessQuestion, Involvement, Resemblance, Signal
from meerinbeeld.signals.queries import resemblance as queries
from meerinbeeld.signals.queries.resemblance import NOTHING, PossiblyKnown
from meerinbeeld.signals.queries.scope import THING, InHand, NotInReach, Way, in_hand, visible

QUESTION = "signals.accessquestion"


@dataclass(frozen=True)
class OpenQuestion:
    """A question for access as its owner reads it."""

    hand: InHand
    question: AccessQuestion
    reason: str = field(repr=False)


def look_for_earlier(hand: InHand) -> PossiblyKnown:
    """What may be known already. That another organisation's signal was named is journaled."""
    if hand.way is not Way.OWNER:
        return NOTHING
    with transaction.atomic():
        known = queries.possibly_known(hand)
        foreign = [match.id for match in known.matches if not match.visible]
        if foreign:
            dossiers = Signal.objects.filter(pk__in=foreign).values_list("id", "dossier")
            journal.record_many(
                hand.actor,
                Verb.LIST,
                purpose=hand.purpose,
                thing=THING,
                touched=[journal.Touched(one, dossier) for one, dossier in dossiers],
                reason_code="resembles",
            )
    return known


def judge(actor: Actor, reference: str, other_id: UUID, verdict: str) -> None:
    """Say that two signals are about the same or not; an empty verdict takes it back.

    Raises `NotInReach` for another signal that the actor cannot see.
    """
    with changing(actor, reference, Verb.CHANGE, quiet=True) as change:
        other = visible(actor).filter(pk=other_id).first()
        if other is None or other.pk == change.signal.pk:
            raise NotInReach
        first, second = queries.stored_one_way(change.signal.pk, other.pk)
        if not verdict:
            Resemblance.objects.filter(signal_id=first, other_id=second).delete()
        elif verdict in Resemblance.Verdict.values:
            Resemblance.objects.update_or_create(
                signal_id=first,
                other_id=second,
                defaults={"verdict": verdict, "by_id": actor.person_id, "at": change.now},
            )
        else:
            raise ChangeError(_("Choose something from the list."))
        change.reason_code = f"resemblance_{verdict or 'undone'}"


def matched(actor: Actor, reference: str, other_id: UUID) -> tuple[InHand, Signal]:
    """A match of one's own signal that one cannot see. Raises `NotInReach` or `Refused`."""
    hand = in_hand(actor, Verb.ASK_ACCESS, reference)
    other = Signal.objects.select_related("owner").filter(pk=other_id, destroyed_at=None).first()
    if hand.way is not Way.OWNER or other is None:
        raise NotInReach
    if not queries.shares_a_mark(hand.signal, other.pk):
        raise NotInReach
    return hand, other


def ask_access(actor: Actor, reference: str, other_id: UUID, reason: str) -> AccessQuestion:
    """Ask the owner of a matching signal to see it. Asked twice is asked once."""
    try:
        with transaction.atomic():
            return _ask(actor, reference, other_id, reason)
    except IntegrityError:
        # a colleague asked at the same moment
        raise ChangeError(_("Your organisation asked this already. Wait for the answer.")) from None


def _ask(actor: Actor, reference: str, other_id: UUID, reason: str) -> AccessQuestion:
    hand, other = matched(actor, reference, other_id)
    if visible(actor).filter(pk=other.pk).exists():
        raise ChangeError(_("You can see this signal already."))
    asked = AccessQuestion.objects.filter(
        signal=other, organisation_id=actor.organisation_id, status=AccessQuestion.Status.ASKED
    )
    if asked.exists():
        raise ChangeError(_("Your organisation asked this already. Wait for the answer."))
    question = AccessQuestion(
        id=uuid.uuid4(),
        signal=other,
        because_of=hand.signal,
        organisation_id=actor.organisation_id,
        by_id=actor.person_id,
    )
    # sealed with the signal that is asked for: its owner has to be able to read it
    with vault.unlocked(other.dossier) as box:
        box.put_text(question, "reason", reason.strip())
    question.save(force_insert=True)
    _record(hand, Verb.ASK_ACCESS, question, other)
    tell_owner(other, "access_asked")
    return question


def open_question(actor: Actor, question_id: UUID) -> OpenQuestion:
    """The question with its reason, for the owner. Raises `NotInReach` for everybody else."""
    with transaction.atomic():
        hand, question = _for_owner(actor, question_id)
        with vault.unlocked(hand.signal.dossier) as box:
            reason = box.text(question, "reason")
        _record(hand, Verb.OPEN, question, hand.signal)
    return OpenQuestion(hand, question, reason)


def answer_access(actor: Actor, question_id: UUID, *, grant: bool, ground: str = "") -> None:
    """Let the other organisation see the signal, or not. Raises `ChangeError` when it was
    answered already."""
    with transaction.atomic():
        hand, question = _for_owner(actor, question_id, locked=True)
        if question.status != AccessQuestion.Status.ASKED:
            raise ChangeError(_("This question was answered already."))
        if grant and ground not in norms.codelist("ground"):
            raise ChangeError(_("Choose on which legal ground you share this."))
        change = Change(hand, Verb.ANSWER, timezone.now(), uuid.uuid4(), ground=ground)
        question.status = "granted" if grant else "refused"
        question.answered_by_id, question.answered_at = actor.person_id, change.now
        question.save(update_fields=["status", "answered_by", "answered_at"])
        change.reason_code = f"access_{question.status}"
        if grant:
            Involvement.objects.get_or_create(
                signal=hand.signal,
                organisation_id=question.organisation_id,
                until=None,
                defaults={"ground": ground, "since": change.now},
            )
            change.step("access_given", reason=ground, to=question.organisation)
        change.finish(quiet=True)
        told = hand.signal if grant else question.because_of
        tell(told, [question.by_id], f"access_{question.status}")


def _for_owner(
    actor: Actor, question_id: UUID, *, locked: bool = False
) -> tuple[InHand, AccessQuestion]:
    rows = AccessQuestion.objects.select_related("organisation", "by", "because_of")
    if locked:
        rows = rows.select_for_update(of=("self",))
    question = rows.filter(pk=question_id).first()
    if question is None:
        raise NotInReach
    hand = in_hand(actor, Verb.ANSWER, question.signal_id, locked=locked)
    if hand.way is not Way.OWNER:
        raise NotInReach
    return hand, question


def _record(hand: InHand, verb: str, question: AccessQuestion, signal: Signal) -> None:
    journal.record(
        hand.actor,
        verb,
        purpose=hand.purpose,
        thing=QUESTION,
        thing_id=question.id,
        dossier=signal.dossier,
        outcome=hand.outcome,
    )
