# SPDX-License-Identifier: EUPL-1.2
"""What the person says about sharing: asked, answered, withdrawn in one step."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from meerinbeeld import vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.grants import end_grant
from meerinbeeld.care.models import Consent, Grant
from meerinbeeld.care.queries import flows

THING = "care.consent"


@dataclass(frozen=True)
class Answer:
    """What was answered, by whom, and how it was explained before."""

    flow: str
    answer: str
    given_by: str
    how: str
    language: str
    note: str = ""


def record_consent(
    actor: Actor,
    reference: str | UUID,
    given: Answer,
    *,
    at: datetime | None = None,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Consent:
    """Write down a yes or a no to one flow. A new answer ends the earlier one; both stay.

    A renewed yes carries on what rested on the old one; a no ends it at once.
    """
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        wanted = flows.flow(given.flow)
        if wanted is None:
            raise ChangeError(_("Choose what it is about."))
        unusual = given.given_by not in flows.givers(change.case, wanted)
        if unusual and not given.note.strip():
            raise ChangeError(_("Somebody else answers than usual at this age. Write down why."))
        earlier = change.case.consents.filter(flow=given.flow, ended_at=None).first()
        if earlier:
            _end(change, earlier, "answered_again")
        consent = _answered(change, given, at or change.now)
        _carry_on(change, earlier, consent)
        change.thing, change.thing_id = THING, consent.id
        change.reason_code, change.norm = given.answer, str(wanted.norm)
        change.step(f"consent_{given.answer}", reason=given.flow, norm=change.norm)
    return consent


def withdraw_consent(
    actor: Actor,
    reference: str | UUID,
    consent_id: UUID,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Consent:
    """Take back what the person said. Everything that rests on it ends in the same moment."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        consent = change.case.consents.filter(pk=consent_id, ended_at=None).first()
        if consent is None:
            raise ChangeError(_("This consent has ended already."))
        _end(change, consent, "withdrawn")
        for grant in resting_on(consent):
            end_grant(change, grant, "consent_withdrawn")
        change.verb, change.reason_code = "revoke", "withdrawn"
        change.thing, change.thing_id = THING, consent.id
        change.step("consent_withdrawn", reason=consent.flow)
    return consent


def resting_on(consent: Consent) -> list[Grant]:
    """What ends with a consent: the grants that rest on it and were not revoked."""
    return list(consent.grants.filter(revoked_at=None).select_related("organisation"))


def _answered(change: Change, given: Answer, at: datetime) -> Consent:
    consent = Consent(
        id=uuid.uuid4(),
        case=change.case,
        flow=given.flow,
        answer=given.answer,
        given_by=given.given_by,
        how=given.how,
        language=given.language,
        at=at,
        by_id=change.actor.person_id,
    )
    if given.note.strip():
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(consent, "note", given.note.strip())
    consent.save(force_insert=True)
    return consent


def _end(change: Change, consent: Consent, because: str) -> None:
    consent.ended_at, consent.ended_by_id = change.now, change.actor.person_id
    consent.ended_because = because
    consent.save(update_fields=["ended_at", "ended_by", "ended_because"])


def _carry_on(change: Change, earlier: Consent | None, now: Consent) -> None:
    if earlier is None:
        return
    for grant in resting_on(earlier):
        if now.answer == Consent.Answer.GIVEN:
            grant.consent = now
            grant.save(update_fields=["consent"])
        else:
            end_grant(change, grant, "consent_withdrawn")
