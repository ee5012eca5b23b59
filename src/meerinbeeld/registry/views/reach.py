# SPDX-License-Identifier: EUPL-1.2
"""What an actor cannot reach does not exist for that actor: a 404."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404, HttpRequest

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.registry.queries.scope import NotInReach

Found = TypeVar("Found")


def in_reach(request: HttpRequest, read: Callable[[Actor], Found]) -> Found:
    """What `read` finds for the actor of this request, or a 404."""
    try:
        return read(actor_of(request))
    except NotInReach:
        raise Http404 from None
