# SPDX-License-Identifier: EUPL-1.2
"""The answer to a referral: accept, decline with a reason and other help, or ask first.

Whoever referred hears it, and may answer or take it back as long as nobody decided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.non_punishment import ask_when_criminal
from meerinbeeld.care.actions.parting import part
from meerinbeeld.care.actions.telling import tell, tell_team
from meerinbeeld.care.models import Case, Phase, ReferralIn, ReferralWord
from meerinbeeld.parties.queries import active_organisations
from meerinbeeld.signals.actions.beyond import help_answered

Status = ReferralIn.Status
WAITING = (Status.ASKED, Status.QUESTION)


@dataclass(frozen=True)
class Refusal:
    """Why help does not start here, what the referrer reads, and where the person can turn to."""

    reason: str
    letter: str = field(repr=False)
    other_help: str = ""
    organisation_id: UUID | None = None


def accept_referral(
    actor: Actor,
    reference: str,
    *,
    ground: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """Take the case on: the actor is its coordinator, and the clock of the intake starts."""
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        referral = _waiting(change)
        referral.ground = referral.ground or ground
        if not referral.ground:
            raise ChangeError(_("Choose the ground on which you help."))
        change.ground = referral.ground
        change.case.coordinator_id, change.case.accepted_at = actor.person_id, change.now
        change.move(Phase.INTAKE)
        change.start_clock("intake")
        change.step("accepted")
        ask_when_criminal(change)
        _decided(change, referral, Status.ACCEPTED)
    return change.case


def decline_referral(
    actor: Actor,
    reference: str,
    refusal: Refusal,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> Case:
    """End a referral with a reason. The referrer reads why, and where there is help."""
    with changing(actor, reference, Verb.CLOSE, once=once, seen=seen, at=at) as change:
        referral = _waiting(change)
        _write_down(change, referral, refusal)
        change.step("declined", reason=refusal.reason, to=referral.other_organisation)
        part(change, "declined")
        change.reason_code = refusal.reason
        _decided(change, referral, Status.DECLINED)
    return change.case


def ask_referrer(
    actor: Actor,
    reference: str,
    text: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
    at: datetime | None = None,
) -> ReferralWord:
    """Ask whoever referred something. The clock waits for the answer, as long as the norm says.

    For who may change the case: whoever referred, and a partner, may write messages of their own,
    but never in the team's name.
    """
    with changing(actor, reference, Verb.CHANGE, once=once, seen=seen, at=at) as change:
        referral = _waiting(change)
        word = _word(change, referral, text, from_team=True)
        referral.status = Status.QUESTION
        referral.save(update_fields=["status"])
        change.end_clock("answer_referral", "asked")
        change.start_clock("referrer_answer")
        change.step("referrer_asked")
        tell(change.case, {referral.by_id} - {actor.person_id}, "referral_question")
    return word


def write_to_team(
    actor: Actor, reference: str, text: str, *, once: UUID | None = None, at: datetime | None = None
) -> ReferralWord:
    """Whoever referred answers a question, or adds something."""
    with changing(actor, reference, Verb.ANSWER, once=once, quiet=True, at=at) as change:
        referral = _own(change)
        word = _word(change, referral, text, from_team=False)
        if referral.status == Status.QUESTION:
            referral.status = Status.ASKED
            referral.save(update_fields=["status"])
            change.end_clock("referrer_answer", "answered")
            change.start_clock("answer_referral")
        change.step("referrer_answered")
        tell_team(change.case, "referral_answered", but=actor.person_id)
    return word


def withdraw_referral(
    actor: Actor,
    reference: str,
    *,
    explanation: str = "",
    once: UUID | None = None,
    at: datetime | None = None,
) -> Case:
    """Whoever referred takes it back, while nobody has decided. It is destroyed soon after."""
    with changing(actor, reference, Verb.ANSWER, once=once, at=at) as change:
        referral = _own(change)
        if referral.status not in WAITING:
            raise ChangeError(_("This referral has been answered already."))
        change.step("referral_withdrawn", explanation=explanation)
        part(change, "withdrawn")
        _decided(change, referral, Status.WITHDRAWN)
        tell_team(change.case, "referral_withdrawn", but=actor.person_id)
    return change.case


def _waiting(change: Change) -> ReferralIn:
    """The referral of the case, while nobody decided about it."""
    referral = ReferralIn.objects.select_for_update().get(case=change.case)
    if referral.status not in WAITING or change.case.phase != Phase.REFERRED:
        raise ChangeError(_("This referral has been answered already."))
    return referral


def _own(change: Change) -> ReferralIn:
    referral = ReferralIn.objects.select_for_update().get(case=change.case)
    if referral.by_id != change.actor.person_id:
        raise ChangeError(_("Only who referred somebody can do this."))
    return referral


def _write_down(change: Change, referral: ReferralIn, refusal: Refusal) -> None:
    code = norms.codelist("care_decline_reason").get(refusal.reason)
    if code is None:
        raise ChangeError(_("Choose a reason from the list."))
    if code.extra.get("needs") == "other_help" and not refusal.other_help:
        raise ChangeError(_("Say where the person can turn to."))
    if not refusal.letter.strip():
        raise ChangeError(_("Write what the referrer reads."))
    referral.reason, referral.other_help = refusal.reason, refusal.other_help
    if refusal.organisation_id:
        referral.other_organisation = (
            active_organisations().filter(pk=refusal.organisation_id).first()
        )
    with vault.unlocked(change.case.dossier) as box:
        box.put_text(referral, "reason_text", refusal.letter.strip())


def _decided(change: Change, referral: ReferralIn, status: ReferralIn.Status) -> None:
    """Write the decision down, and let whoever referred know."""
    change.end_clock("answer_referral", str(status))
    change.end_clock("referrer_answer", str(status))
    referral.status = status
    referral.decided_at, referral.decided_by_id = change.now, change.actor.person_id
    referral.save()
    kind = f"referral_{status}"
    if status != Status.WITHDRAWN:
        tell(change.case, {referral.by_id} - {change.actor.person_id}, kind)
        _on_the_signal(change, status)


def _on_the_signal(change: Change, status: ReferralIn.Status) -> None:
    signal_id = change.case.signal_id
    if signal_id:
        help_answered(change.actor, signal_id, f"care_{status}", change.case.owner, change.now)


def _word(change: Change, referral: ReferralIn, text: str, *, from_team: bool) -> ReferralWord:
    if not text.strip():
        raise ChangeError(_("Write what you want to say."))
    word = ReferralWord(
        referral=referral,
        case=change.case,
        from_team=from_team,
        answers=None if from_team else open_question(referral),
        at=change.now,
        by_id=change.actor.person_id,
        organisation_id=change.actor.organisation_id,
    )
    with vault.unlocked(change.case.dossier) as box:
        box.put_text(word, "text", text.strip())
    word.save(force_insert=True)
    return word


def open_question(referral: ReferralIn) -> ReferralWord | None:
    """The last question of the team that nobody answered."""
    return referral.words.filter(from_team=True, answered_by=None).last()
