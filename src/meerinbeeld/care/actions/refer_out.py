# SPDX-License-Identifier: EUPL-1.2
"""Asking a partner, its answer, the words between both, and the warm hand-over.

A request rests on a grant. When that ends, in whatever way, the partner's part ends with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.grants import Wish, end_grant, share_within, wait_for_partners
from meerinbeeld.care.actions.telling import tell_organisation, tell_team
from meerinbeeld.care.models import Grant, ReferralMessage, ReferralOut
from meerinbeeld.care.queries.scope import Way, valid_grants
from meerinbeeld.care.rules.sharing import OPEN, may_answer

THING = "care.referralout"
Status = ReferralOut.Status


@dataclass(frozen=True)
class Question:
    """What is asked of a partner: a code of `care_request`, and in words."""

    kind: str
    text: str


def share_and_ask(
    actor: Actor,
    reference: str | UUID,
    wish: Wish,
    question: Question,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> ReferralOut:
    """Open what a partner needs, and ask it something, in one step."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        referral = _ask(change, share_within(change, wish), question)
    return referral


def ask_partner(
    actor: Actor,
    reference: str | UUID,
    grant_id: UUID,
    question: Question,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> ReferralOut:
    """Ask something of a partner that can see something already."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        grants = change.case.grants.select_related("organisation")
        grant = grants.filter(pk=grant_id, revoked_at=None, valid_until__gt=change.now).first()
        if grant is None:
            raise ChangeError(_("This sharing has ended already."))
        referral = _ask(change, grant, question)
        change.thing, change.thing_id = THING, referral.id
        change.reason_code, change.ground = question.kind, grant.ground
    return referral


def revoke_request(
    actor: Actor,
    reference: str | UUID,
    referral_id: UUID,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> ReferralOut:
    """Take a request back. What was shared stays shared until that is ended too."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        referral = _of_case(change, referral_id)
        if referral.status not in OPEN:
            raise ChangeError(_("This request has ended already."))
        _ended(change, referral, Status.REVOKED)
        change.verb = "revoke"
        change.step("request_revoked", reason=referral.kind, to=referral.organisation)
        tell_organisation(change.case, referral.organisation_id, "request_revoked")
    return referral


def tick_handover(
    actor: Actor,
    reference: str | UUID,
    referral_id: UUID,
    steps: Iterable[str],
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> ReferralOut:
    """Keep which steps of the warm hand-over were done."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        referral = _of_case(change, referral_id)
        known = norms.codelist("handover_step").values
        ticked = set(steps)
        referral.handed_over = [step for step in known if step in ticked]
        referral.save(update_fields=["handed_over"])
        change.thing, change.thing_id, change.reason_code = THING, referral.id, "handover"
        change.step("handed_over_step", reason=referral.kind, to=referral.organisation)
    return referral


def answer_request(
    actor: Actor,
    reference: str | UUID,
    referral_id: UUID,
    *,
    accept: bool,
    reason: str = "",
    words: str = "",
    once: UUID | None = None,
) -> ReferralOut:
    """The partner says yes or no. With a no, it sees nothing of this request any more."""
    with changing(actor, reference, Verb.ANSWER, once=once, quiet=True) as change:
        referral = _of_partner(change, referral_id)
        if not accept and not reason:
            raise ChangeError(_("Choose why you do not take it up."))
        _answer(change, referral, Status.ACCEPTED if accept else Status.DECLINED, reason, words)
        if not accept and not referral.grant.referrals.filter(status__in=OPEN).exists():
            end_grant(change, referral.grant, "declined")
    return referral


def finish_request(
    actor: Actor,
    reference: str | UUID,
    referral_id: UUID,
    *,
    outcome: str,
    words: str = "",
    once: UUID | None = None,
) -> ReferralOut:
    """The partner tells what came of it. The team decides what follows."""
    with changing(actor, reference, Verb.ANSWER, once=once, quiet=True) as change:
        referral = _of_partner(change, referral_id)
        _answer(change, referral, Status.DONE, outcome, words)
    return referral


def write_message(
    actor: Actor,
    reference: str | UUID,
    referral_id: UUID,
    text: str,
    *,
    once: UUID | None = None,
) -> ReferralMessage:
    """A few words about one request. Only the team and this partner read them."""
    with changing(actor, reference, Verb.MESSAGE, once=once, quiet=True) as change:
        ours = change.hand.way is Way.TEAM
        referral = _of_case(change, referral_id) if ours else _of_partner(change, referral_id)
        if once and ReferralMessage.objects.filter(pk=once).exists():
            raise AlreadyDone
        message = ReferralMessage(
            id=once or uuid.uuid4(),
            referral=referral,
            case=change.case,
            at=change.now,
            by_id=change.actor.person_id,
            organisation_id=change.actor.organisation_id,
        )
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(message, "text", text.strip())
        message.save(force_insert=True)
        change.thing, change.thing_id = THING, referral.id
        if ours:
            tell_organisation(change.case, referral.organisation_id, "message")
        else:
            tell_team(change.case, "message", but=actor.person_id)
    return message


def _ask(change: Change, grant: Grant, question: Question) -> ReferralOut:
    if not question.text.strip():
        raise ChangeError(_("Write down what you ask."))
    if question.kind not in norms.codelist("care_request"):
        raise ChangeError(_("Choose something from the list."))
    referral = ReferralOut(
        id=uuid.uuid4(),
        case=change.case,
        grant=grant,
        organisation_id=grant.organisation_id,
        kind=question.kind,
        asked_at=change.now,
        asked_by_id=change.actor.person_id,
    )
    with vault.unlocked(change.case.dossier) as box:
        box.put_text(referral, "question", question.text.strip())
    referral.save(force_insert=True)
    wait_for_partners(change)
    change.step("asked_partner", reason=question.kind, to=grant.organisation)
    tell_organisation(change.case, grant.organisation_id, "request_in")
    return referral


def _answer(change: Change, referral: ReferralOut, status: str, reason: str, words: str) -> None:
    if not may_answer(referral.status, status):
        raise ChangeError(_("This request was answered or taken back already."))
    referral.status, referral.reason = Status(status), reason
    referral.answered_at, referral.answered_by_id = change.now, change.actor.person_id
    if status != Status.ACCEPTED:
        referral.ended_at = change.now
    if words.strip():
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(referral, "answer", words.strip())
    referral.save()
    wait_for_partners(change)
    change.thing, change.thing_id, change.reason_code = THING, referral.id, reason or status
    change.step(f"request_{status}", reason=reason, to=referral.organisation)
    tell_team(change.case, f"request_{status}", but=change.actor.person_id)


def _ended(change: Change, referral: ReferralOut, status: Status) -> None:
    referral.status, referral.ended_at = status, change.now
    referral.save(update_fields=["status", "ended_at"])
    wait_for_partners(change)
    change.thing, change.thing_id = THING, referral.id
    change.ground, change.reason_code = referral.grant.ground, referral.kind


def _of_case(change: Change, referral_id: UUID) -> ReferralOut:
    rows = change.case.referrals_out.select_related("organisation", "grant__organisation")
    referral = rows.filter(pk=referral_id).first()
    if referral is None:
        raise ChangeError(_("There is no such request in this case."))
    return referral


def _of_partner(change: Change, referral_id: UUID) -> ReferralOut:
    """A request to the actor's own organisation whose grant is open at this instant."""
    rows = change.case.referrals_out.select_related("organisation", "grant__organisation")
    ours = rows.filter(grant__in=valid_grants(change.actor, timezone.now()))
    referral = ours.filter(pk=referral_id, organisation_id=change.actor.organisation_id).first()
    if referral is None:
        raise ChangeError(_("There is no open question to your organisation any more."))
    return referral
