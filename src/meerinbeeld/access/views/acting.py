# SPDX-License-Identifier: EUPL-1.2
"""The way of every page that does something to a record: show the form, do it once, and go back.
Nothing typed is lost on any of the ways out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from meerinbeeld import journal
from meerinbeeld.access import Actor, NotInReach
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone, ChangeError, Stale
from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.access.policy import Foreign

UNPROCESSABLE = 422
CONFLICT = 409

#: Sees the form through: `do(once, seen)`.
Do = Callable[[Any, Any], object]

Found = TypeVar("Found")


def in_reach(request: HttpRequest, read: Callable[[Actor], Found]) -> Found:
    """What `read` finds for the actor of this request, or a 404.

    Who names a record of another team, such as the next number, leaves a refusal in the journal.
    """
    actor = actor_of(request)
    try:
        return read(actor)
    except NotInReach as missing:
        if missing.foreign:
            _record_refusal(actor, missing.foreign)
        raise Http404 from None


def _record_refusal(actor: Actor, foreign: Foreign) -> None:
    journal.record(
        actor, foreign.verb, purpose=foreign.purpose, thing=foreign.thing,
        thing_id=foreign.thing_id, dossier=foreign.dossier, outcome="refused",
        reason_code="not_in_reach",
    )  # fmt: skip


@dataclass(frozen=True)
class About:
    """What all pages that change one kind of record have in common."""

    #: What the record is called on what an actor holds, on its form and in a template.
    name: str
    #: The page of the record, from what an actor holds.
    url: Callable[[Any], str]
    #: What others changed, from what an actor holds and the moment that they last looked.
    since: Callable[[Any, datetime], object]


def answer_about(
    request: HttpRequest,
    about: About,
    hand: Any,
    form: ActForm,
    do: Do,
    *,
    template: str,
    done: Any = "",
    cancel_url: str = "",
    back_to: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show the form about a record, or do it: `do(once, seen)`. See `answer`."""

    def shown(now: Any) -> dict[str, Any]:
        held = now or hand
        around = {"hand": held, about.name: getattr(held, about.name)}
        return {**around, "cancel_url": cancel_url or about.url(held), **(context or {})}

    def since(stale: Stale) -> object:
        record = getattr(stale.hand, about.name)
        setattr(form, about.name, record)
        form.look_again(record)
        return about.since(stale.hand, stale.seen.at)

    return answer(
        request,
        form,
        do,
        template=template,
        shown=shown,
        since=since,
        back_to=back_to or about.url(hand),
        done=done,
    )


def answer(
    request: HttpRequest,
    form: ActForm,
    do: Do,
    *,
    template: str,
    shown: Callable[[Any], dict[str, Any]],
    since: Callable[[Stale], object],
    back_to: str,
    done: Any = "",
) -> HttpResponse:
    """Show the form, or do it. A stale form comes back with what others changed meanwhile.

    `shown(hand)` is the page around the form; it gets the record as it is now when the form was
    stale, else None. `since` tells what changed.
    """
    status, changed, now = 200, None, None
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    elif request.method == "POST":
        try:
            do(form.cleaned_data["once"], form.cleaned_data["seen"])
            messages.success(request, str(done or _("This was kept.")))
            return redirect(back_to)
        except AlreadyDone:
            return redirect(back_to)
        except ChangeError as error:
            form.add_error(None, str(error))
            status = UNPROCESSABLE
        except Stale as stale:
            now, changed, status = stale.hand, since(stale), CONFLICT
    return render(
        request, template, {**shown(now), "form": form, "changed": changed}, status=status
    )
