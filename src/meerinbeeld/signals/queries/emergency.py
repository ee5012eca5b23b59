# SPDX-License-Identifier: EUPL-1.2
"""Emergency access that is running now."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from meerinbeeld.access import Actor
from meerinbeeld.access.models import BreakGlass


def dossiers(actor: Actor) -> QuerySet[BreakGlass, UUID]:
    """The dossiers that this person opened in an emergency for this organisation, and still may."""
    return BreakGlass.objects.filter(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        ended_at=None,
        expires_at__gt=timezone.now(),
        thing_kind="signal",
    ).values_list("dossier", flat=True)
