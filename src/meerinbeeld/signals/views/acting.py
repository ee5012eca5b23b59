# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something: get the signal for this actor and verb, show the form,
do it once, and go back to the signal. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor
from meerinbeeld.access.actor import actor_of
from meerinbeeld.signals.actions.change import AlreadyDone, ChangeError, Stale
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.queries import changes
from meerinbeeld.signals.queries.scope import InHand, NotInReach, in_hand

UNPROCESSABLE = 422
CONFLICT = 409


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
    do: Callable[[Any, Any], object],
    *,
    template: str = "signals/form.html",
    done: Any = "",
    back_to: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form, or do it: `do(once, seen)`. A stale form comes back with what changed."""
    status, changed = 200, None
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST":
        try:
            do(form.cleaned_data["once"], form.cleaned_data["seen"])
            messages.success(request, str(done or _("This was kept.")))
            return redirect(back_to or signal_url(hand))
        except AlreadyDone:
            return redirect(back_to or signal_url(hand))
        except ChangeError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        except Stale as stale:
            hand, changed, status = stale.hand, changes.since(stale.hand, stale.seen.at), CONFLICT
            form.signal = hand.signal
            form.look_again()
    shown = {
        "hand": hand,
        "signal": hand.signal,
        "form": form,
        "changed": changed,
        "cancel_url": signal_url(hand),
        **(context or {}),
    }
    return render(request, template, shown, status=status)
