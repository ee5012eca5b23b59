# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something to a notification: get it for this actor and verb,
show the form, do it once, and go back to its page. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.access.views import acting
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.queries import life
from meerinbeeld.registry.queries.scope import InHand, in_hand


def hold(request: HttpRequest, verb: str, reference: str) -> InHand:
    """The guard: the notification for this actor and verb, a 404, or the page of a refusal."""
    return in_reach(request, lambda actor: in_hand(actor, verb, reference))


def page_url(hand: InHand) -> str:
    return reverse("notification", args=[hand.notification.reference])


ABOUT: Final = acting.About("notification", page_url, life.since)


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
    return acting.answer_about(
        request, ABOUT, hand, form, do, template=template, done=done, context=context
    )
