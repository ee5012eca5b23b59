# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something to a case: get it for this actor and verb, show the
form, do it once, and go back to the case. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Stale
from meerinbeeld.access.views import acting
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.queries import changes
from meerinbeeld.care.queries.reading import OVERVIEW
from meerinbeeld.care.queries.scope import InHand, NotInReach, in_hand

Found = TypeVar("Found")


def hold(request: HttpRequest, verb: str, reference: str) -> InHand:
    """The guard: the case for this actor and this verb, a 404, or the page of a refusal."""
    return in_reach(request, lambda actor: in_hand(actor, verb, reference))


def in_reach(request: HttpRequest, read: Callable[[Actor], Found]) -> Found:
    """What `read` finds for the actor of this request, or a 404."""
    try:
        return read(actor_of(request))
    except NotInReach:
        raise Http404 from None


def case_url(hand: InHand, tab: str = OVERVIEW) -> str:
    if tab == OVERVIEW:
        return reverse("case", args=[hand.case.reference])
    return reverse("case_tab", args=[hand.case.reference, tab])


def answer(
    request: HttpRequest,
    hand: InHand,
    form: CaseForm,
    do: acting.Do,
    *,
    template: str = "care/form.html",
    done: Any = "",
    tab: str = OVERVIEW,
    back_to: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do it: `do(once, seen)`. A stale form comes back with what changed.

    `tab` is where the person came from and goes back to.
    """

    def shown(now: InHand | None) -> dict[str, Any]:
        held = now or hand
        return {
            "hand": held,
            "case": held.case,
            "cancel_url": back_to or case_url(held, tab),
            **(context or {}),
        }

    def since(stale: Stale) -> object:
        form.case = stale.hand.case
        form.look_again(stale.hand.case)
        return changes.since(stale.hand, stale.seen.at)

    return acting.answer(
        request,
        form,
        do,
        template=template,
        shown=shown,
        since=since,
        back_to=back_to or case_url(hand, tab),
        done=done,
    )


def at_once(
    request: HttpRequest, do: Callable[[Actor], object], *, back_to: str, done: Any
) -> HttpResponse:
    """An act of one key press that can be undone: do it, say so, and go back to where it was."""
    try:
        in_reach(request, do)
        messages.success(request, str(done))
    except AlreadyDone:
        pass
    except ChangeError as error:
        messages.error(request, str(error))
    return redirect(back_to)
