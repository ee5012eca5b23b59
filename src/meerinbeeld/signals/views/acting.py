# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something: get the signal for this actor and verb, show the form,
do it once, and go back to the signal. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import Stale
from meerinbeeld.access.views import acting
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.queries import changes
from meerinbeeld.signals.queries.scope import InHand, NotInReach, in_hand


def hold(request: HttpRequest, verb: str, reference: str) -> InHand:
    """The guard: the signal for this actor and this verb, a 404, or the page of a refusal."""
    try:
        return in_hand(actor_of(request), verb, reference)
    except NotInReach:
        raise Http404 from None


Found = TypeVar("Found")


def in_reach(request: HttpRequest, read: Callable[[Actor], Found]) -> Found:
    """What `read` finds for the actor of this request, or a 404."""
    try:
        return read(actor_of(request))
    except NotInReach:
        raise Http404 from None


def signal_url(hand: InHand, audience: str = "") -> str:
    url = reverse("signal", args=[hand.signal.reference])
    return f"{url}?voor={audience}#berichten" if audience else url


def answer(
    request: HttpRequest,
    hand: InHand,
    form: ActForm,
    do: acting.Do,
    *,
    template: str = "signals/form.html",
    done: Any = "",
    back_to: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do it: `do(once, seen)`. A stale form comes back with what changed."""

    def shown(now: InHand | None) -> dict[str, Any]:
        held = now or hand
        return {
            "hand": held,
            "signal": held.signal,
            "cancel_url": signal_url(held),
            **(context or {}),
        }

    def since(stale: Stale) -> object:
        form.signal = stale.hand.signal
        form.look_again(stale.hand.signal)
        return changes.since(stale.hand, stale.seen.at)

    return acting.answer(
        request,
        form,
        do,
        template=template,
        shown=shown,
        since=since,
        back_to=back_to or signal_url(hand),
        done=done,
    )
