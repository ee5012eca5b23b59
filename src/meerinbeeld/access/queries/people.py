# SPDX-License-Identifier: EUPL-1.2
"""Reading who has an account. Only for whoever manages people; no content is near."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.policy import Actor, require
from meerinbeeld.access.roles import Purpose, Verb

SOON = datetime.timedelta(days=30)
STATES = ("now", "ending", "ended", "blocked", "invited")


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to."""

    search: str = ""
    organisation: str = ""
    role: str = ""
    state: str = ""


def people(actor: Actor, wanted: Wanted) -> QuerySet[Person]:
    require(actor, Verb.LIST, "person", Purpose.ADMINISTRATION)
    roles = Membership.objects.select_related("organisation").order_by("valid_from")
    found = _searched(Person.objects.all(), wanted.search.strip())
    found = _in_role(found, wanted)
    found = _in_state(found, wanted.state)
    return found.prefetch_related(Prefetch("memberships", roles)).annotate(
        has_second_factor=Exists(_factors())
    )


def person(actor: Actor, person_id: uuid.UUID) -> Person | None:
    require(actor, Verb.OPEN, "person", Purpose.ADMINISTRATION)
    return people(actor, Wanted()).filter(id=person_id).first()


def membership(actor: Actor, membership_id: uuid.UUID) -> Membership | None:
    require(actor, Verb.OPEN, "person", Purpose.ADMINISTRATION)
    found = Membership.objects.select_related("person", "organisation")
    return found.filter(id=membership_id).first()


def session_count(actor: Actor, of: Person) -> int:
    require(actor, Verb.OPEN, "person", Purpose.ADMINISTRATION)
    return int(UserSession.objects.filter(user=of).count())


def _factors() -> QuerySet[Authenticator]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=OuterRef("pk"), type__in=kinds
    )
    return found


def _searched(found: QuerySet[Person], search: str) -> QuerySet[Person]:
    if not search:
        return found
    return found.filter(
        Q(name__icontains=search)
        | Q(email__icontains=search)
        | Q(memberships__organisation__name__icontains=search)
    ).distinct()


def _in_role(found: QuerySet[Person], wanted: Wanted) -> QuerySet[Person]:
    narrowed = {}
    if wanted.organisation:
        narrowed["memberships__organisation__slug"] = wanted.organisation
    if wanted.role:
        narrowed["memberships__role"] = wanted.role
    return found.filter(**narrowed).distinct() if narrowed else found


def _in_state(found: QuerySet[Person], state: str) -> QuerySet[Person]:
    today = timezone.localdate()
    now = Membership.objects.filter(person=OuterRef("pk")).valid_on(today)
    if state == "now":
        return found.filter(Exists(now), is_active=True)
    if state == "ending":
        return found.filter(Exists(now.filter(valid_to__lte=today + SOON)), is_active=True)
    if state == "ended":
        return found.filter(~Exists(now))
    if state == "blocked":
        return found.filter(is_active=False)
    if state == "invited":
        return found.filter(
            invitations__used_at=None,
            invitations__withdrawn_at=None,
            invitations__expires_at__gt=timezone.now(),
        ).distinct()
    return found


def numbers(actor: Actor) -> dict[str, int]:
    """How many people are in each state, for the tiles."""
    return {state: people(actor, Wanted(state=state)).count() for state in STATES}
