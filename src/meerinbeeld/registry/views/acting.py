# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something to a notification: get it for this actor and verb,
show the form, do it once, and go back to its page. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import Stale
from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.access.views import acting
from meerinbeeld.registry.queries import life
from meerinbeeld.registry.queries.scope import InHand, NotInReach, in_hand

Found = TypeVar("Found")


def hold(request: HttpRequest, verb: str, reference: str) -> InHand:
    """The guard: the notification for this actor and verb, a 404, or the page of a refusal."""
    return in_reach(request, lambda actor: in_hand(actor, verb, reference))


def in_reach(request: HttpRequest, read: Callable[[Actor], Found]) -> Found:
    """What `read` finds for the actor of this request, or a 404."""
    try:
        return read(actor_of(request))
    except NotInReach:
        raise Http404 from None


def page_url(hand: InHand) -> str:
    return reverse("notification", args=[hand.notification.reference])


def answer(
    request: HttpRequest,
    hand: InHand,
    form: ActForm,
    do: acting.Do,
    *,
    template: str = "registry/form.html",
    done: Any = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do it: `do(once, seen)`. A stale form comes back with what changed."""

    def shown(now: InHand | None) -> dict[str, Any]:
        held = now or hand
        return {
            "hand": held,
            "notification": held.notification,
            "cancel_url": page_url(held),
            **(context or {}),
        }

    def since(stale: Stale) -> object:
        form.look_again(stale.hand.notification)
        return life.since(stale.hand, stale.seen.at)

    return acting.answer(
        request,
        form,
        do,
        template=template,
        shown=shown,
        since=since,
        back_to=page_url(hand),
        done=done,
    )
