# SPDX-License-Identifier: EUPL-1.2
"""Sharing with a partner: recipient × purpose × items × validity × ground, chosen one by one.

What the assistant advised and what a person decided is kept with it. Ending it ends the partner's
part in the same moment.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, norms, vault
from meerinbeeld.access import Actor, Verb
from meerinbeeld.access.changing import ChangeError, Seen
from meerinbeeld.care.actions.change import Change, changing
from meerinbeeld.care.actions.telling import tell_organisation
from meerinbeeld.care.models import Case, Consent, Grant, GrantedItem, GroundAdvice, ReferralOut
from meerinbeeld.care.queries import flows, shareable
from meerinbeeld.care.queries.shareable import Item, Key
from meerinbeeld.care.rules.grounds import (
    APART,
    DO_NOT,
    GIVEN,
    NEEDED,
    Advice,
    FlowFacts,
    advise,
    stands_on_consent,
)
from meerinbeeld.care.rules.sharing import OPEN, may_hold_strict
from meerinbeeld.norms.refs import Code
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.queries.choices import grounds

THING = "care.grant"
CLOCK = "partner_answers_request"
#: What a person decides when nothing is shared.
NOTHING = "do_not_share"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to share, with whom, until when and on which ground."""

    flow: str
    organisation_id: UUID
    items: frozenset[Key]
    ground: str
    until: datetime
    why: str = ""
    danger: bool = False
    #: Why somebody decides otherwise than the advice.
    otherwise: str = ""


def share(
    actor: Actor,
    reference: str | UUID,
    wish: Wish,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Grant:
    """Open some things of a case for a partner, until a day. Raises `ChangeError`."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        grant = share_within(change, wish)
        tell_organisation(change.case, grant.organisation_id, "shared_with_you")
    return grant


def share_within(change: Change, wish: Wish) -> Grant:
    """As `share`, within a larger change, such as asking a partner something."""
    change.refuse_when_closed()
    wanted, organisation = _recipient(change.case, wish)
    items = _items(change.case, wish.items)
    _refuse_strict(items, organisation, str(wanted.extra["purpose"]))
    until = _until(wish.until, change.now)
    consent = flows.running_consents(change.case).get(wish.flow)
    special = any(item.special for item in items)
    facts = flows.facts_of(change.case, consent, danger=wish.danger, special=special)
    advised = advise(wanted, facts)
    _refuse_ground(wish.ground, wanted, organisation, consent)
    log = _decided(change, advised, facts, wish.ground, wish.otherwise)
    grant = Grant(
        id=uuid.uuid4(),
        case=change.case,
        organisation=organisation,
        flow=wish.flow,
        purpose=str(wanted.extra["purpose"]),
        ground=wish.ground,
        special_ground=advised.special_ground,
        consent=_rests_on(wish.ground, consent),
        advice=log,
        norm=advised.norm,
        valid_from=change.now,
        valid_until=until,
        made_at=change.now,
        made_by_id=change.actor.person_id,
    )
    if wish.why.strip():
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(grant, "why", wish.why.strip())
    grant.save(force_insert=True)
    GrantedItem.objects.bulk_create(
        GrantedItem(grant=grant, kind=item.kind, thing=item.id) for item in items
    )
    change.thing, change.thing_id, change.reason_code = THING, grant.id, wish.flow
    change.ground, change.norm = wish.ground, advised.norm
    change.step("shared", reason=wish.flow, to=organisation)
    return grant


def extend_grant(
    actor: Actor,
    reference: str | UUID,
    grant_id: UUID,
    *,
    until: datetime,
    why: str,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Grant:
    """Let sharing that still runs go on until a later day, with a new reason."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        change.refuse_when_closed()
        grant = _running(change, grant_id)
        if not why.strip():
            raise ChangeError(_("Write down why this is needed for longer."))
        grant.valid_until = _until(until, change.now)
        grant.save(update_fields=["valid_until"])
        change.thing, change.thing_id, change.reason_code = THING, grant.id, "extended"
        change.ground, change.norm = grant.ground, str(norms.term("share_validity").norm)
        change.step("share_extended", to=grant.organisation, explanation=why)
    return grant


def revoke_grant(
    actor: Actor,
    reference: str | UUID,
    grant_id: UUID,
    reason: str,
    *,
    once: UUID | None = None,
    seen: Seen | None = None,
) -> Grant:
    """End sharing now. The partner sees nothing of it any more, also on a page that is open."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        grant = _running(change, grant_id)
        end_grant(change, grant, reason, journaled=False)
        change.verb, change.reason_code = "revoke", reason
        change.thing, change.thing_id = THING, grant.id
        change.ground, change.norm = grant.ground, grant.norm
    return grant


def decide_ground(
    actor: Actor,
    reference: str | UUID,
    flow: str,
    decided: str,
    *,
    danger: bool = False,
    special: bool = False,
    otherwise: str = "",
    once: UUID | None = None,
    seen: Seen | None = None,
) -> GroundAdvice:
    """Keep what the assistant advised and what a person decided, also where nothing is shared."""
    with changing(actor, reference, Verb.SHARE, once=once, seen=seen) as change:
        wanted = flows.flow(flow)
        if wanted is None:
            raise ChangeError(_("Choose what it is about."))
        consent = flows.running_consents(change.case).get(flow)
        facts = flows.facts_of(change.case, consent, danger=danger, special=special)
        log = _decided(change, advise(wanted, facts), facts, decided, otherwise)
        change.thing, change.thing_id = "care.groundadvice", log.id
        change.reason_code, change.ground = flow, "" if decided == NOTHING else decided
        change.step("ground_decided", reason=flow)
    return log


def end_grant(change: Change, grant: Grant, because: str, *, journaled: bool = True) -> None:
    """End one grant and what rests on it, within a larger change; the partner hears it."""
    grant.revoked_at, grant.revoked_by_id = change.now, change.actor.person_id
    grant.revoked_because = because
    grant.save(update_fields=["revoked_at", "revoked_by", "revoked_because"])
    open_ones = grant.referrals.filter(status__in=OPEN)
    open_ones.update(status=ReferralOut.Status.REVOKED, ended_at=change.now, reason=because)
    wait_for_partners(change)
    change.step("share_ended", reason=because, to=grant.organisation)
    if journaled:
        journal.record(
            change.actor,
            "revoke",
            purpose=change.hand.purpose,
            thing=THING,
            thing_id=grant.id,
            dossier=change.case.dossier,
            ground=grant.ground,
            norm=grant.norm.replace(" ", "_"),
            reason_code=because,
        )
    tell_organisation(change.case, grant.organisation_id, "grant_ended")


def end_every_grant(change: Change, because: str) -> int:
    """All sharing of a case ends, as when it is closed; how many grants that were."""
    running = change.case.grants.filter(revoked_at=None, valid_until__gt=change.now)
    grants = list(running.select_related("organisation"))
    for grant in grants:
        end_grant(change, grant, because)
    return len(grants)


def wait_for_partners(change: Change) -> None:
    """One clock runs for all partners that did not answer: from the first one that was asked."""
    waiting = change.case.referrals_out.filter(status=ReferralOut.Status.ASKED)
    first = waiting.order_by("asked_at").values_list("asked_at", flat=True).first()
    running = change.case.clocks.filter(kind=CLOCK, ended_at=None).first()
    if first is None:
        change.end_clock(CLOCK, "answered")
    elif running is None or running.started_at != first:
        change.start_clock(CLOCK, first)


def _recipient(case: Case, wish: Wish) -> tuple[Code, Organisation]:
    wanted = flows.flow(wish.flow)
    if wanted is None:
        raise ChangeError(_("Choose what it is about."))
    organisation = flows.recipients(case, wanted).filter(pk=wish.organisation_id).first()
    if organisation is None:
        raise ChangeError(_("Choose an organisation from the list."))
    return wanted, organisation


def _items(case: Case, wanted: frozenset[Key]) -> list[Item]:
    """The chosen things, as far as they are of this case and still there."""
    if not wanted:
        raise ChangeError(_("Choose at least one thing to share."))
    found = shareable.all_of(shareable.groups(case, None, only=wanted))
    if len(found) < len(wanted):
        raise ChangeError(_("Something that you chose is not there any more. Look at the list."))
    return found


def _refuse_strict(items: list[Item], organisation: Organisation, purpose: str) -> None:
    if any(item.strict for item in items) and not may_hold_strict(organisation.kind, purpose):
        raise ChangeError(
            _("Where somebody stays never goes to police, inspectorate, prosecution or a table.")
        )


def _until(until: datetime, now: datetime) -> datetime:
    longest = norms.term("share_longest", timezone.localdate(now)).after(now)
    if until <= now:
        raise ChangeError(_("Choose a day after today."))
    if until > longest:
        raise ChangeError(_("This is longer than sharing may hold. Choose an earlier day."))
    return until


def _refuse_ground(
    ground: str, wanted: Code, organisation: Organisation, consent: Consent | None
) -> None:
    fitting = dict(grounds(str(wanted.extra["purpose"]), organisation.kind))
    if ground not in fitting:
        raise ChangeError(_("This ground does not fit this partner and this purpose."))
    if stands_on_consent(_ground(ground)) == NEEDED and not _is_yes(consent):
        raise ChangeError(_("On this ground a yes is needed. Ask first, and write it down."))


def _rests_on(ground: str, consent: Consent | None) -> Consent | None:
    """The yes that it ends with; a ground that stands apart from consent rests on none."""
    return consent if stands_on_consent(_ground(ground)) != APART and _is_yes(consent) else None


def _ground(value: str) -> Code | None:
    return norms.codelist("ground").get(value)


def _is_yes(consent: Consent | None) -> bool:
    return consent is not None and consent.answer == GIVEN


def _decided(
    change: Change, advised: Advice, facts: FlowFacts, decided: str, otherwise: str
) -> GroundAdvice:
    """Keep advice and decision. Deciding otherwise is possible, with a reason."""
    followed = decided == (NOTHING if advised.answer == DO_NOT else advised.ground)
    if not followed and not otherwise.strip():
        raise ChangeError(_("You decide otherwise than the advice. Write down why."))
    log = GroundAdvice(
        id=uuid.uuid4(),
        case=change.case,
        flow=advised.flow,
        facts=facts.as_codes(),
        advice=advised.ground or NOTHING,
        norm=advised.norm,
        decided=decided,
        followed=followed,
        at=change.now,
        by_id=change.actor.person_id,
    )
    if otherwise.strip():
        with vault.unlocked(change.case.dossier) as box:
            box.put_text(log, "reason", otherwise.strip())
    log.save(force_insert=True)
    return log


def _running(change: Change, grant_id: UUID) -> Grant:
    grants = change.case.grants.select_related("organisation")
    grant = grants.filter(pk=grant_id, revoked_at=None, valid_until__gt=change.now).first()
    if grant is None:
        raise ChangeError(_("This sharing has ended already."))
    return grant
