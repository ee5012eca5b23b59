# SPDX-License-Identifier: EUPL-1.2
"""Leaving word with people: a reference and a kind, never content."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from meerinbeeld.access import Role
from meerinbeeld.access.models import Membership
from meerinbeeld.signals.models import Notice, Signal

#: Who in an organisation works on signals.
WORKERS = (
    Role.FOCAL_OFFICER,
    Role.CARE_COORDINATOR,
    Role.PARTNER_WORKER,
    Role.CASE_TABLE_CHAIR,
    Role.ENFORCEMENT_OFFICER,
)


def tell_organisation(signal: Signal, organisation_id: UUID, kind: str) -> None:
    """Everybody of an organisation who works on signals."""
    people = (
        Membership.objects.filter(organisation_id=organisation_id, role__in=WORKERS)
        .valid_on(timezone.localdate())
        .values_list("person_id", flat=True)
        .distinct()
    )
    tell(signal, people, kind)


def tell(signal: Signal, people: Iterable[UUID], kind: str) -> None:
    Notice.objects.bulk_create(
        Notice(person_id=person_id, signal=signal, kind=kind) for person_id in set(people)
    )


def tell_owner(signal: Signal, kind: str) -> None:
    """Whoever took the signal on, else everybody at the owner who could."""
    if signal.assignee_id:
        tell(signal, [signal.assignee_id], kind)
    else:
        tell_organisation(signal, signal.owner_id, kind)
