# SPDX-License-Identifier: EUPL-1.2
"""The queue to the national register, one dossier in it, and the moves of that dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb, may
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import AlreadyDone
from meerinbeeld.access.forms.acting import ActForm
from meerinbeeld.registry.actions import answers, sending
from meerinbeeld.registry.actions import passing as actions
from meerinbeeld.registry.actions.answers import Given
from meerinbeeld.registry.forms import passing as forms
from meerinbeeld.registry.queries import listing
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.queries import passing_queue as queue_of
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.views import passing_words as words
from meerinbeeld.registry.views.passing_acting import answer, hold
from meerinbeeld.ui.counting import BoundedPaginator

GET_POST = ["GET", "HEAD", "POST"]


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    keeps = bool(may(actor, Verb.SHARE, KIND, PURPOSE))
    numbers = queue_of.counts(actor)
    form = forms.QueueForm(request.GET, listing.organisations(actor))
    wanted = form.wanted(request.GET.get("wat", ""))
    found = queue_of.listing(actor, wanted, timezone.localdate(now))
    page = BoundedPaginator(found, queue_of.PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "sentence": words.sentence(numbers, queue_of.oldest(actor)),
        "tiles": words.tiles(numbers, wanted.tile),
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": queue_of.rows(page.object_list, now, whole=keeps),
        "columns": words.columns(),
        "empty": words.empty(wanted.is_narrowed),
        "may_send": keeps,
        "ready": numbers[queue_of.READY],
        "whole": queue_of.releasable(actor) if keeps else 0,
        "once": words.token(),
    }
    return render(request, "registry/passing/queue.html", context)


@require_POST
def release_complete(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    once = words.token_of(request)
    if once is None:
        raise Http404
    try:
        done = actions.release_complete(actor, once=once)
        said = ngettext("%d dossier is ready to send.", "%d dossiers are ready to send.", done)
        messages.success(request, said % done)
    except AlreadyDone:
        pass
    return redirect(reverse("passing_queue") + f"?wat={queue_of.READY}")


@require_safe
def show(request: HttpRequest, notification: str) -> HttpResponse:
    hand, passing = hold(request, Verb.OPEN, notification)
    keeps = hand.may(Verb.SHARE)
    row = queue_of.row_of(passing, timezone.now(), whole=keeps)
    context = {
        "row": row,
        "one": passing.notification,
        "passing": passing,
        "sendings": words.sendings(passing, whole=keeps),
        "steps": words.steps(passing),
        "against": queries.block_words(passing, row.against),
        "kind": words.kind(passing),
        "buttons": words.buttons(passing, row) if keeps else [],
    }
    return render(request, "registry/passing/one.html", context)


@require_http_methods(GET_POST)
def release(request: HttpRequest, notification: str) -> HttpResponse:
    hand, passing = hold(request, Verb.SHARE, notification)
    lacks = queries.missing_of(passing)
    form = forms.ReleaseForm(request.POST or None, record=passing, lacks=bool(lacks))
    return answer(
        request,
        passing,
        form,
        lambda once, seen: actions.release(
            hand.actor,
            notification,
            once=once,
            seen=seen,
            although_incomplete=form.cleaned_data.get("anyway", False),
        ),
        done=_("It is ready to send."),
        heading=_("Make ready to send"),
        submit=_("Make ready"),
        what_happens=words.what_leaves(passing),
    )


@require_http_methods(GET_POST)
def wait(request: HttpRequest, notification: str) -> HttpResponse:
    hand, passing = hold(request, Verb.SHARE, notification)
    form = forms.HoldForm(request.POST or None, record=passing)
    return answer(
        request,
        passing,
        form,
        lambda once, seen: actions.hold(
            hand.actor, notification, form.cleaned_data["reason"], once=once, seen=seen
        ),
        heading=_("Let it wait"),
    )


@require_http_methods(GET_POST)
def stop(request: HttpRequest, notification: str) -> HttpResponse:
    hand, passing = hold(request, Verb.SHARE, notification)
    form = forms.StopForm(request.POST or None, record=passing)
    there = queries.stands_there(passing)
    return answer(
        request,
        passing,
        form,
        lambda once, seen: actions.stop(
            hand.actor, notification, form.cleaned_data["reason"], once=once, seen=seen
        ),
        heading=_("Ask to remove it there") if there else _("Do not pass it on"),
        what_happens=words.what_stops(there),
    )


@require_http_methods(GET_POST)
def resume(request: HttpRequest, notification: str) -> HttpResponse:
    return _plain(request, notification, actions.resume, _("Take it up again"))


@require_http_methods(GET_POST)
def correct(request: HttpRequest, notification: str) -> HttpResponse:
    return _plain(request, notification, actions.correct, _("Send it again, corrected"))


@require_http_methods(GET_POST)
def take_back(request: HttpRequest, notification: str) -> HttpResponse:
    return _plain(request, notification, sending.take_back, _("It was not sent after all"))


@require_http_methods(GET_POST)
def by_hand(request: HttpRequest, notification: str) -> HttpResponse:
    hand, passing = hold(request, Verb.SHARE, notification)
    form = forms.ByHandForm(request.POST or None, record=passing)
    return answer(
        request,
        passing,
        form,
        lambda once, seen: sending.send_by_hand(
            hand.actor,
            notification,
            form.cleaned_data["way"],
            form.cleaned_data["on"],
            once=once,
            seen=seen,
        ),
        done=_("Written down that it was sent."),
        heading=_("Write down that it was sent"),
        what_happens=words.what_leaves(passing),
    )


@require_http_methods(GET_POST)
def answered(request: HttpRequest, notification: str) -> HttpResponse:
    hand, passing = hold(request, Verb.SHARE, notification)
    sent = queries.standing(passing)
    if not sent:
        raise Http404
    form = forms.AnswerForm(request.POST or None, record=passing, content=sent[-1].content)
    return answer(
        request,
        passing,
        form,
        lambda once, seen: answers.answer(
            hand.actor,
            notification,
            Given(*(form.cleaned_data[name] for name in ("answer", "number", "reason"))),
            once=once,
            seen=seen,
        ),
        heading=_("Write down the answer"),
    )


def _plain(request: HttpRequest, notification: str, do: Any, heading: str) -> HttpResponse:
    """A move that asks nothing but to be sure of it."""
    hand, passing = hold(request, Verb.SHARE, notification)
    form = ActForm(request.POST or None, record=passing)
    return answer(
        request,
        passing,
        form,
        lambda once, seen: do(hand.actor, notification, once=once, seen=seen),
        heading=heading,
        submit=heading,
        what_happens=words.what_follows(do.__name__),
    )
