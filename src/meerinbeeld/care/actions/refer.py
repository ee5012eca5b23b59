# SPDX-License-Identifier: EUPL-1.2
"""A referral: one person for whom help is asked, by a partner, by the person, or from a signal.

Sent twice it makes one case: the token of the form is unique in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meerinbeeld import journal, vault
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Seen
from meerinbeeld.care.actions.new_case import Making, blank_case, set_retention
from meerinbeeld.care.actions.telling import tell_team
from meerinbeeld.care.models import Case, ReferralIn
from meerinbeeld.care.queries import from_signal
from meerinbeeld.care.queries.choices import care_owners
from meerinbeeld.care.queries.from_signal import kinds_by_item
from meerinbeeld.care.queries.scope import KIND, THING, purpose_of
from meerinbeeld.parties.models import Organisation
from meerinbeeld.signals.actions import beyond
from meerinbeeld.signals.actions.change import changing as changing_signal
from meerinbeeld.signals.actions.new_signal import minor_by
from meerinbeeld.signals.actions.opening import record_part
from meerinbeeld.signals.models import Signal, YesNoUnknown
from meerinbeeld.signals.queries.scope import THING as SIGNAL
from meerinbeeld.signals.queries.scope import InHand


@dataclass(frozen=True)
class Told:
    """What whoever refers writes down. `facts` are pairs of a `care_fact` and its text."""

    source: str
    owner_id: UUID
    consent: str
    contact_channel: str
    ground: str = ""
    municipality: str = ""
    minor: str = YesNoUnknown.UNKNOWN
    age_band: str = ""
    language: str = ""
    needs_interpreter: bool = False
    forms: tuple[str, ...] = ()
    story: str = field(default="", repr=False)
    facts: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def refer(actor: Actor, told: Told, *, once: UUID, at: datetime | None = None) -> Case:
    """Ask for help for somebody. Raises `AlreadyDone`, `ChangeError` or `Refused`.

    `at` is when it was asked, when it is written down later.
    """
    require(actor, Verb.REFER, KIND, purpose_of(actor))
    if at and at > timezone.now():
        raise ChangeError(_("This moment is still to come."))
    try:
        with transaction.atomic():
            _refuse_twice(actor, once)
            return _made(actor, told, once, at or timezone.now())
    except IntegrityError:
        # the same form came in twice at the same moment: the other one was first
        _refuse_twice(actor, once)
        raise


def refer_from_signal(
    actor: Actor,
    reference: str,
    told: Told,
    items: Iterable[UUID],
    *,
    once: UUID,
    seen: Seen | None = None,
) -> Case:
    """Ask for help for the person of a signal. What was chosen goes along, sealed anew.

    The signal keeps its owner and gets a step; its retention goes on in the case.
    """
    require(actor, Verb.REFER, KIND, purpose_of(actor))
    with changing_signal(actor, reference, Verb.HAND_OVER, once=once, seen=seen) as change:
        change.refuse_when_closed()
        signal = change.signal
        brought = _facts_of(signal, frozenset(items))
        case = _made(actor, told, once, change.now, signal=signal, brought=brought)
        change.ground = told.ground
        beyond.help_asked(change, case.owner)
        return case


def items_to_choose(hand: InHand) -> list[tuple[str, str]]:
    """What of a signal can go along, read for its owner; reading it is journaled."""
    with transaction.atomic():
        record_part(hand, Verb.OPEN, SIGNAL, hand.signal.id)
        return from_signal.items(hand)


def referred_with(actor: Actor, once: UUID) -> Case | None:
    """The case that this form made before."""
    return Case.objects.filter(sent_once=once, referral__by_id=actor.person_id).first()


def _refuse_twice(actor: Actor, once: UUID) -> None:
    if referred_with(actor, once) is not None:
        raise AlreadyDone
    if Case.objects.filter(sent_once=once).exists():
        raise ChangeError(_("Open this page again and send it once more."))


def _made(
    actor: Actor,
    told: Told,
    once: UUID,
    at: datetime,
    *,
    signal: Signal | None = None,
    brought: tuple[tuple[str, str], ...] = (),
) -> Case:
    case = _coded(told, once, at, signal)
    referral = _referral(actor, told, at)
    with vault.unlocked(case.dossier) as box:
        making = Making(case, box, at, actor.person_id)
        making.add_facts((*brought, *told.facts))
        making.add_forms(told.forms)
        if told.story.strip():
            box.put_text(referral, "story", told.story.strip())
        making.store(referral, actor.organisation_id)
    tell_team(case, "referral_in", but=actor.person_id)
    journal.record(
        actor,
        Verb.REFER,
        purpose=purpose_of(actor),
        thing=THING,
        thing_id=case.id,
        dossier=case.dossier,
        ground=told.ground,
        reason_code=told.source,
    )
    return case


def _coded(told: Told, once: UUID, at: datetime, signal: Signal | None) -> Case:
    case = blank_case(_owner(told.owner_id).id, at, signal=signal)
    case.sent_once = once
    case.municipality_id = told.municipality or None
    case.age_band = told.age_band
    case.minor = minor_by(told.age_band, told.minor)
    case.language, case.needs_interpreter = told.language, told.needs_interpreter
    set_retention(case)
    return case


def _referral(actor: Actor, told: Told, at: datetime) -> ReferralIn:
    return ReferralIn(
        source=told.source,
        organisation_id=actor.organisation_id,
        by_id=actor.person_id,
        at=at,
        ground=told.ground,
        consent=told.consent,
        contact_channel=told.contact_channel,
    )


def _owner(owner_id: UUID) -> Organisation:
    found = care_owners().filter(pk=owner_id).first()
    if found is None:
        raise ChangeError(_("No care coordinator works there. Choose another organisation."))
    return found


def _facts_of(signal: Signal, wanted: frozenset[UUID]) -> tuple[tuple[str, str], ...]:
    """The chosen items of a signal, as facts of a case."""
    kinds = kinds_by_item()
    rows = signal.items.filter(pk__in=wanted, removed_at=None)
    with vault.unlocked(signal.dossier) as box:
        return tuple((kinds.get(row.kind, "other"), box.text(row, "value")) for row in rows)
