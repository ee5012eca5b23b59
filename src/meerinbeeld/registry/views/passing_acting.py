# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that moves a dossier in the queue: get it, show the form, do it once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from meerinbeeld.access.changing import Stale
from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.access.views import acting
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.registry.models import Passing
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries.scope import InHand
from meerinbeeld.registry.views import passing_words as words


def hold(request: HttpRequest, verb: str, reference: str) -> tuple[InHand, Passing]:
    """The guard: one dossier for this actor and verb, a 404, or the page of a refusal."""
    return in_reach(request, lambda actor: queries.one(actor, verb, reference))


def answer(
    request: HttpRequest,
    passing: Passing,
    form: ActForm,
    do: acting.Do,
    *,
    heading: str,
    done: Any = "",
    submit: str = "",
    what_happens: list[str] | None = None,
) -> HttpResponse:
    """Show the form, or do it: `do(once, seen)`. A stale form comes back with what changed."""
    back_to = reverse("passing", args=[passing.notification.reference])

    def shown(_now: object) -> dict[str, Any]:
        return {
            "one": passing.notification,
            "heading": heading,
            "submit": submit,
            "what_happens": what_happens or [],
            "cancel_url": back_to,
        }

    def since(stale: Stale) -> object:
        form.look_again(stale.hand.passing)
        return words.changed_since(stale.hand.passing, stale.seen.at)

    return acting.answer(
        request,
        form,
        do,
        template="registry/passing/form.html",
        shown=shown,
        since=since,
        back_to=back_to,
        done=done,
    )
