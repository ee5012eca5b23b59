# SPDX-License-Identifier: EUPL-1.2
"""Leaving word with people about a case: a reference and a kind, never content.

The bell, the list and the mail are those of signals. A new kind gets its words in
`queries.notices`; one without words reads "Something changed".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils import timezone

from meerinbeeld.access import Role
from meerinbeeld.access.models import Membership
from meerinbeeld.care.models import Case, Grant, ReferralIn
from meerinbeeld.care.queries.scope import KIND, purpose_of_role
from meerinbeeld.signals.models import Notice

TEAM: Final = (Role.CARE_COORDINATOR,)
#: Who works in an organisation on what a grant opens.
PARTNERS: Final = (
    Role.PARTNER_WORKER,
    Role.FOCAL_OFFICER,
    Role.CARE_COORDINATOR,
    Role.CASE_TABLE_CHAIR,
    Role.ENFORCEMENT_OFFICER,
)


def tell_team(case: Case, kind: str, *, but: UUID | None = None) -> None:
    """The coordinator of the case while they work there, else every coordinator of the owner.

    `but` is whoever did it: they know.
    """
    team = {person for person, _role in _workers(case.owner_id, TEAM)}
    tell(case, ({case.coordinator_id} & team or team) - {but}, kind)


def tell_organisation(
    case: Case, organisation_id: UUID, kind: str, *, but: UUID | None = None
) -> None:
    """Whoever at a partner looks for the purpose of a grant, and who referred from there.

    The grant may have ended: then this is how the partner hears it.
    """
    if organisation_id == case.owner_id:
        return tell_team(case, kind, but=but)
    grants = Grant.objects.filter(case=case, organisation_id=organisation_id)
    purposes = set(grants.values_list("purpose", flat=True))
    at_work = _workers(organisation_id, PARTNERS)
    people = {person for person, role in at_work if purpose_of_role(role) in purposes}
    return tell(case, (people | _referrer(case, organisation_id)) - {but}, kind)


def tell(case: Case, people: Iterable[UUID | None], kind: str) -> None:
    """Once as long as it is unread: the same word twice tells nobody more."""
    wanted = {person for person in people if person is not None}
    told = Notice.objects.filter(thing=case.id, kind=kind, read_at=None, person_id__in=wanted)
    wanted -= set(told.values_list("person_id", flat=True))
    Notice.objects.bulk_create(
        Notice(person_id=person, about=KIND, thing=case.id, reference=case.reference, kind=kind)
        for person in wanted
    )


def _workers(organisation_id: UUID, roles: Iterable[Role]) -> list[tuple[UUID, str]]:
    members = Membership.objects.filter(
        organisation_id=organisation_id, role__in=roles, person__is_active=True
    )
    return list(members.valid_on(timezone.localdate()).values_list("person_id", "role"))


def _referrer(case: Case, organisation_id: UUID) -> set[UUID | None]:
    referred = ReferralIn.objects.filter(
        case=case, organisation_id=organisation_id, by__is_active=True
    )
    return set(referred.values_list("by_id", flat=True))
