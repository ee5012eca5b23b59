# SPDX-License-Identifier: EUPL-1.2
"""Leaving word with people: a reference and a kind, never content."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from meerinbeeld.access import Role
from meerinbeeld.access.models import Membership
from meerinbeeld.signals.models import Notice, Signal

#: Who in an organisation follows its own signals up.
FOLLOWERS = (Role.FOCAL_OFFICER, Role.CARE_COORDINATOR)
#: Who in an organisation works on signals that others put before it.
WORKERS = (
    *FOLLOWERS,
    Role.PARTNER_WORKER,
    Role.CASE_TABLE_CHAIR,
    Role.ENFORCEMENT_OFFICER,
)


def tell_organisation(
    signal: Signal, organisation_id: UUID, kind: str, *, but: UUID | None = None
) -> None:
    """Everybody of an organisation who can open this signal, but for whoever did it."""
    people = _who_can_open(signal, organisation_id)
    tell(signal, (person for person in people if person != but), kind)


def _who_can_open(signal: Signal, organisation_id: UUID) -> set[UUID]:
    roles = FOLLOWERS if organisation_id == signal.owner_id else WORKERS
    return set(
        Membership.objects.filter(organisation_id=organisation_id, role__in=roles)
        .filter(person__is_active=True)
        .valid_on(timezone.localdate())
        .values_list("person_id", flat=True)
    )


def tell(signal: Signal, people: Iterable[UUID], kind: str) -> None:
    """Once as long as it is unread: the same word twice tells nobody more."""
    wanted = set(people)
    told = Notice.objects.filter(signal=signal, kind=kind, read_at=None, person_id__in=wanted)
    wanted -= set(told.values_list("person_id", flat=True))
    Notice.objects.bulk_create(
        Notice(person_id=person_id, signal=signal, kind=kind) for person_id in wanted
    )


def tell_owner(signal: Signal, kind: str) -> None:
    """Whoever took the signal on and still works there, else everybody at the owner who could."""
    at_the_owner = _who_can_open(signal, signal.owner_id)
    tell(signal, at_the_owner & {signal.assignee_id} or at_the_owner, kind)
