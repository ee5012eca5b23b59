# SPDX-License-Identifier: EUPL-1.2
"""Views that somebody kept, and those that colleagues share."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.insight import gate
from meerinbeeld.insight.models import SavedView


def saved(actor: Actor) -> QuerySet[SavedView]:
    """One's own in this organisation, and what colleagues share in it. Raises `Refused`."""
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    return SavedView.objects.filter(
        Q(by_id=actor.person_id) | Q(is_shared=True), organisation_id=actor.organisation_id
    ).select_related("by")


def own(actor: Actor, view: UUID) -> SavedView | None:
    """One that the actor made, to change."""
    return saved(actor).filter(by_id=actor.person_id, pk=view).first()
