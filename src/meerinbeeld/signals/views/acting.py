# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something: get the signal for this actor and verb, show the form,
do it once, and go back to the signal. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from meerinbeeld.access.views import acting
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.signals.forms.acting import ActForm
from meerinbeeld.signals.queries import changes
from meerinbeeld.signals.queries.scope import InHand, in_hand


def hold(request: HttpRequest, verb: str, reference: str) -> InHand:
    """The guard: the signal for this actor and this verb, a 404, or the page of a refusal."""
    return in_reach(request, lambda actor: in_hand(actor, verb, reference))


def signal_url(hand: InHand, audience: str = "") -> str:
    url = reverse("signal", args=[hand.signal.reference])
    return f"{url}?voor={audience}#berichten" if audience else url


ABOUT: Final = acting.About("signal", signal_url, changes.since)


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
    return acting.answer_about(
        request,
        ABOUT,
        hand,
        form,
        do,
        template=template,
        done=done,
        back_to=back_to,
        context=context,
    )
