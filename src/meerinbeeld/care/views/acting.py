# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something to a case: get it for this actor and verb, show the
form, do it once, and go back to the case. Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from meerinbeeld.access import Actor
from meerinbeeld.access.changing import AlreadyDone, ChangeError
from meerinbeeld.access.views import acting
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.queries import changes
from meerinbeeld.care.queries.reading import OVERVIEW
from meerinbeeld.care.queries.scope import InHand, in_hand


def hold(request: HttpRequest, verb: str, reference: str) -> InHand:
    """The guard: the case for this actor and this verb, a 404, or the page of a refusal."""
    return in_reach(request, lambda actor: in_hand(actor, verb, reference))


def case_url(hand: InHand, tab: str = OVERVIEW) -> str:
    if tab == OVERVIEW:
        return reverse("case", args=[hand.case.reference])
    return reverse("case_tab", args=[hand.case.reference, tab])


ABOUT: Final = acting.About("case", case_url, changes.since)


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
    return acting.answer_about(
        request,
        ABOUT,
        hand,
        form,
        do,
        template=template,
        done=done,
        cancel_url=back_to or case_url(hand, tab),
        back_to=back_to or case_url(hand, tab),
        context=context,
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
