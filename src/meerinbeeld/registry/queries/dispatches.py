# SPDX-License-Identifier: EUPL-1.2
"""Files to the national centre: what went along in each, and what came back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.registry.models import Dispatch, Sending
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, NotInReach


def listing(actor: Actor) -> QuerySet[Dispatch]:
    """All files, the newest first, with how much of each was answered. Raises `Refused`."""
    require(actor, Verb.SHARE, KIND, PURPOSE)
    standing = Q(sendings__taken_back_at=None)
    return (
        Dispatch.objects.select_related("by")
        .order_by("-at")
        .annotate(
            sent=Count("sendings", filter=standing),
            asked=Count("sendings", filter=standing & ~Q(sendings__content=Sending.Content.COUNT)),
            answered=Count("sendings", filter=standing & Q(sendings__answered_at__isnull=False)),
        )
    )


def one(actor: Actor, dispatch_id: UUID, verb: str) -> tuple[Dispatch, list[Sending]]:
    """One file with its sendings. Raises `NotInReach` or `Refused`."""
    require(actor, Verb.SHARE, KIND, PURPOSE)
    require(actor, verb, KIND, PURPOSE)
    found = Dispatch.objects.select_related("by").filter(pk=dispatch_id).first()
    if found is None:
        raise NotInReach
    rows = found.sendings.select_related(
        "passing__notification__victim", "passing__notification__organisation"
    ).prefetch_related("passing__sendings", "passing__notification__forms")
    return found, list(rows.order_by("passing__notification__reference"))
