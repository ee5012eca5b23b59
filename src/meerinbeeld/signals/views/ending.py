# SPDX-License-Identifier: EUPL-1.2
"""Closing in two steps, and reopening."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld import norms
from meerinbeeld.access import Verb
from meerinbeeld.norms import Code
from meerinbeeld.signals.actions import ending as actions
from meerinbeeld.signals.actions.exchange import can_write_to
from meerinbeeld.signals.forms.ending import CloseForm, ReopenForm
from meerinbeeld.signals.views.acting import answer, hold
from meerinbeeld.signals.views.assess import GET_POST

#: These end a signal in another way: by merging it, or by the reporter.
_BY_OTHER_MEANS = ("duplicate",)


@require_http_methods(GET_POST)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.CLOSE, reference)
    reasons = norms.codelist("stop_reason")
    reason = reasons.get(request.GET.get("reden", ""))
    if reason is None or reason.value in _BY_OTHER_MEANS:
        listed = [code for code in reasons if code.value not in _BY_OTHER_MEANS]
        shown = {"hand": hand, "signal": hand.signal, "reasons": listed}
        return render(request, "signals/close_reason.html", shown)
    signal = hand.signal
    way = can_write_to(signal)
    settled = bool(signal.feedback_given_at or signal.feedback_waived)
    form = CloseForm(request.POST or None, signal=signal, way=way, reason=reason, settled=settled)
    if not form.is_bound and not settled:
        form.initial["text"] = _first_words(reason)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.close_signal(
            hand.actor, reference, form.ending(), once=once, seen=seen
        ),
        template="signals/close.html",
        done=_("The signal is closed. You can reopen it."),
        context={
            "heading": reason.label,
            "reason": reason,
            "settled": settled,
            "way": way,
        },
    )


@require_http_methods(GET_POST)
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    hand = hold(request, Verb.REOPEN, reference)
    form = ReopenForm(request.POST or None, signal=hand.signal)
    return answer(
        request,
        hand,
        form,
        lambda once, seen: actions.reopen_signal(
            hand.actor,
            reference,
            explanation=form.cleaned_data["explanation"],
            once=once,
            seen=seen,
        ),
        done=_("The signal is open again."),
        context={
            "heading": _("Reopen this signal"),
            "lead": _("The clock of assessing starts again. The date of destruction does not."),
            "submit": _("Reopen"),
        },
    )


def _first_words(reason: Code) -> str:
    """A sentence of the norm to begin with; a person reads and changes it before it is sent."""
    language = "en" if get_language() == "en" else "nl"
    return str(reason.extra.get(f"feedback_{language}") or "")
