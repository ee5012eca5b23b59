# SPDX-License-Identifier: EUPL-1.2
"""What a partner sees: the list of what is asked, and a page with the granted things alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.care.models import Case, Grant, ReferralOut
from meerinbeeld.care.queries import plan, shareable, sharing
from meerinbeeld.care.queries.plan import ShownTask
from meerinbeeld.care.queries.scope import (
    KIND,
    InHand,
    NotInReach,
    Way,
    purpose_of,
    valid_grants,
)
from meerinbeeld.care.queries.shareable import Group
from meerinbeeld.care.queries.sharing import Asked, Request
from meerinbeeld.care.rules.sharing import ASKED
from meerinbeeld.vault import Box


@dataclass(frozen=True)
class Line:
    """One case of others, as it stands in the list of a partner."""

    case: Case
    owner: str
    until: datetime
    requests: tuple[Asked, ...]

    @property
    def waits(self) -> bool:
        """Whether somebody waits for this partner."""
        return any(one.waits_on == "partner" for one in self.requests)


@dataclass(frozen=True)
class OnGround:
    """Until when and on which ground something is open."""

    ground: str
    special_ground: str
    source: str
    purpose: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class PartnerPage:
    """A case as one partner sees it: exactly what was granted."""

    hand: InHand
    groups: list[Group] = field(repr=False)
    grounds: list[OnGround]
    requests: list[Request] = field(repr=False)
    tasks: list[ShownTask] = field(repr=False)

    @property
    def case(self) -> Case:
        return self.hand.case


def asked_of_us(actor: Actor) -> list[Line]:
    """The cases of others that are open to the actor's organisation; who is waited for first.

    Raises `Refused` for a role without this right.
    """
    require(actor, Verb.ANSWER, KIND, purpose_of(actor))
    now = timezone.now()
    requests = _ours(actor).prefetch_related("messages").order_by("asked_at")
    grants = (
        valid_grants(actor, now)
        .exclude(case__owner_id=actor.organisation_id)
        .select_related("case__owner")
        .prefetch_related(Prefetch("referrals", requests))
        .order_by("made_at")
    )
    by_case: dict[Case, list[Grant]] = {}
    for grant in grants:
        by_case.setdefault(grant.case, []).append(grant)
    lines = [_line(case, rows, now) for case, rows in by_case.items()]
    return sorted(lines, key=lambda line: (not line.waits, line.until))


def _line(case: Case, grants: list[Grant], now: datetime) -> Line:
    requests = [
        sharing.asked(row, case, now, runs=True)
        for grant in grants
        for row in grant.referrals.all()
    ]
    return Line(
        case=case,
        owner=case.owner.name,
        until=max(grant.valid_until for grant in grants),
        requests=tuple(requests),
    )


def page(hand: InHand, box: Box) -> PartnerPage:
    """What was granted, opened. The caller has journaled it, in this same transaction."""
    grants = valid_grants(hand.actor).filter(case=hand.case).order_by("made_at")
    rows = _ours(hand.actor).filter(case=hand.case, grant__in=grants).order_by("-asked_at")
    return PartnerPage(
        hand=hand,
        groups=shareable.groups(hand.case, box, only=hand.granted),
        grounds=[_on_ground(grant) for grant in grants],
        requests=[sharing.request(hand, row, box) for row in rows],
        tasks=plan.asked_of(hand, box),
    )


def request_of(hand: InHand, referral_id: UUID) -> ReferralOut:
    """One request, for the team or for the partner it was put to. Raises `NotInReach`."""
    rows = hand.case.referrals_out.select_related("organisation", "answered_by", "grant")
    if not hand.is_inside:
        rows = rows.filter(
            Q(grant__in=valid_grants(hand.actor)) & Q(organisation_id=hand.actor.organisation_id)
        )
    row = rows.filter(pk=referral_id).first()
    if row is None or hand.way is Way.REFERRER:
        raise NotInReach
    return row


def waiting_for_us(actor: Actor) -> int:
    """How many requests wait for an answer of the actor's organisation."""
    return _ours(actor).filter(status=ASKED, grant__in=valid_grants(actor)).count()


def _ours(actor: Actor) -> QuerySet[ReferralOut]:
    rows = ReferralOut.objects.filter(organisation_id=actor.organisation_id)
    return rows.select_related("organisation", "answered_by")


def _on_ground(grant: Grant) -> OnGround:
    code = norms.codelist("ground").get(grant.ground)
    return OnGround(
        ground=shareable.label("ground", grant.ground),
        special_ground=shareable.label("ground", grant.special_ground),
        source=code.norm.source if code else "",
        purpose=grant.get_purpose_display(),
        since=grant.valid_from,
        until=grant.valid_until,
    )
