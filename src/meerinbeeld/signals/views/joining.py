# SPDX-License-Identifier: EUPL-1.2
"""Splitting and merging, each with a page that says what happens."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.signals.actions import joining as actions
from meerinbeeld.signals.actions.opening import open_signal
from meerinbeeld.signals.forms.joining import MergeForm, SplitForm
from meerinbeeld.signals.views.acting import answer, hold
from meerinbeeld.signals.views.assess import GET_POST


@require_http_methods(GET_POST)
def split(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.MERGE, reference)
    # the form shows what can go along: that is opening, and is journaled
    page = in_reach(request, lambda actor: open_signal(actor, reference))
    form = SplitForm(request.POST or None, signal=page.signal, items=page.items)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.split_signal(
            hand.actor,
            reference,
            form.chosen(),
            explanation=form.cleaned_data["explanation"],
            once=once,
            seen=seen,
        ),
        template="signals/split.html",
        done=_("The part is a signal of its own now."),
        context={"heading": _("Split this signal")},
    )


@require_http_methods(GET_POST)
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.MERGE, reference)
    form = MergeForm(request.POST or None, signal=hand.signal)
    if not form.is_bound:
        form.initial["into"] = request.GET.get("met", "")[:20]
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.merge_signals(
            hand.actor,
            reference,
            form.cleaned_data["into"],
            explanation=form.cleaned_data["explanation"],
            once=once,
            seen=seen,
        ),
        done=_("The signals are one now."),
        context={
            "heading": _("Add this signal to another"),
            "lead": _("For when two signals are about the same person or place."),
            "what_happens": [
                _("This signal is closed, with a link to the other one."),
                _("What you write to the reporter there also goes to the reporter of this one."),
                _("The earliest date of destruction stays for both."),
            ],
            "submit": _("Add it"),
        },
    )
