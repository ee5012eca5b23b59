# SPDX-License-Identifier: EUPL-1.2
"""From a signed-in request to the actor who acts: a person, for one organisation, in one role."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from meerinbeeld.access.models import Membership, Person
from meerinbeeld.access.policy import Actor
from meerinbeeld.parties.models import OrganisationKind

SESSION_KEY = "membership"


class NoMembership(PermissionDenied):
    """Signed in, but without a role that is valid today."""


def memberships_of(person: Person) -> list[Membership]:
    return list(
        Membership.objects.filter(person=person)
        .valid_on(timezone.localdate())
        .select_related("organisation")
        .order_by("valid_from", "id")
    )


def actor_of(request: HttpRequest) -> Actor:
    """The actor of this request; read once per request, so that an ended term ends access at once.

    Raises `NoMembership` (a 403 page in plain words) when the person has no valid role.
    """
    cached: Actor | None = getattr(request, "_actor", None)
    if cached is None:
        cached = actor_from(_chosen(request))
        request._actor = cached  # type: ignore[attr-defined]
    return cached


def actor_from(membership: Membership) -> Actor:
    return Actor(
        person_id=membership.person_id,
        membership_id=membership.id,
        organisation_id=membership.organisation_id,
        role=membership.role,
        municipalities=_municipalities(membership),
    )


def _chosen(request: HttpRequest) -> Membership:
    if not isinstance(request.user, Person):
        raise NoMembership
    memberships = memberships_of(request.user)
    if not memberships:
        raise NoMembership
    wanted = request.session.get(SESSION_KEY, "")
    chosen = next((m for m in memberships if str(m.id) == wanted), memberships[0])
    request.membership = chosen  # type: ignore[attr-defined]
    request.memberships = memberships  # type: ignore[attr-defined]
    return chosen


def _municipalities(membership: Membership) -> frozenset[str]:
    organisation = membership.organisation
    if organisation.kind == OrganisationKind.MUNICIPALITY:
        return frozenset({organisation.municipality_id or ""})
    return frozenset(organisation.serves.values_list("cbs_code", flat=True))


def choose_membership(request: HttpRequest, membership_id: uuid.UUID) -> bool:
    """Act in another of one's own roles; False when it is not one's own or no longer valid."""
    own = (
        {m.id for m in memberships_of(request.user)} if isinstance(request.user, Person) else set()
    )
    if membership_id in own:
        request.session[SESSION_KEY] = str(membership_id)
    return membership_id in own
