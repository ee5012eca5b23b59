# SPDX-License-Identifier: EUPL-1.2
"""Tells people that the overview of a quarter or a year is there. The notice holds no figure."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone

from meerinbeeld.access.models import Membership
from meerinbeeld.access.roles import Role
from meerinbeeld.insight.rules.digests import to_tell
from meerinbeeld.insight.rules.periods import Span
from meerinbeeld.signals.models import Notice

ABOUT: Final = "digest"
#: Who reads an overview.
READERS: Final = (
    Role.CARE_COORDINATOR, Role.FOCAL_OFFICER, Role.PROGRAMME_LEAD, Role.POLICY_OFFICER,
    Role.COUNCIL_READER,
)  # fmt: skip


def tick_digests() -> int:
    """Tell everybody who reads an overview, once for each period. Returns how many."""
    return sum(_tell(span) for span in to_tell(timezone.localdate()))


def _tell(span: Span) -> int:
    today = timezone.localdate()
    with transaction.atomic():
        told = Notice.objects.filter(about=ABOUT, reference=span.name).values("person_id")
        readers = Membership.objects.valid_on(today).filter(role__in=READERS)
        people = readers.exclude(person_id__in=told).values_list("person_id", flat=True)
        notices = [
            Notice(person_id=person, about=ABOUT, reference=span.name, kind=_kind(span))
            for person in sorted(set(people))
        ]
        Notice.objects.bulk_create(notices)
    return len(notices)


def _kind(span: Span) -> str:
    return "quarter" if span.quarter else "year"
