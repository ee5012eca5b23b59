# SPDX-License-Identifier: EUPL-1.2
"""What was let out, what was not, and what somebody last took along."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.insight.gate import KIND, PURPOSE
from meerinbeeld.insight.models import Export, Refusal, Release


def newest(actor: Actor) -> list[Release]:
    """The newest version of each year of each source, the newest year first."""
    require(actor, Verb.LIST, KIND, PURPOSE)
    found: dict[tuple[str, int], Release] = {}
    for one in Release.objects.defer("tables").order_by("version"):
        found[one.source, one.year] = one
    return sorted(found.values(), key=lambda one: (-one.year, one.source))


def release(actor: Actor, release_id: UUID) -> Release | None:
    require(actor, Verb.OPEN, KIND, PURPOSE)
    return Release.objects.filter(pk=release_id).first()


def refusals(actor: Actor) -> QuerySet[Refusal]:
    require(actor, Verb.LIST, KIND, PURPOSE)
    return Refusal.objects.order_by("-year", "source")


def last_export(actor: Actor) -> Export | None:
    require(actor, Verb.LIST, KIND, PURPOSE)
    return Export.objects.filter(by_id=actor.person_id).select_related("release").first()
