# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass: a reason, a short while, and a review."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from meerinbeeld import norms
from meerinbeeld.access import Verb, break_glass, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.views.acting import UNPROCESSABLE
from meerinbeeld.signals.actions.emergency import break_in
from meerinbeeld.signals.forms.emergency import EmergencyForm
from meerinbeeld.signals.queries.scope import KIND, NotInReach, purpose_of
from meerinbeeld.signals.views.assess import GET_POST


@require_http_methods(GET_POST)
@stepup.required
def emergency(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.BREAK_GLASS, KIND, purpose_of(actor))
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            break_in(actor, given["reference"], given["reason"])
            return redirect("signal", given["reference"])
        except NotInReach:
            form.add_error("reference", _("There is no signal with this reference."))
        except break_glass.NotPossible as problem:
            form.add_error("reason", str(problem))
    context = {"form": form, "term": norms.term("break_glass").length}
    if not form.is_bound:
        form.initial["reference"] = request.GET.get("kenmerk", "")[:20]
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "signals/emergency.html", context, status=status)


@require_POST
def end(request: HttpRequest, emergency_id: UUID) -> HttpResponse:
    break_glass.end(actor_of(request), emergency_id)
    messages.success(request, _("Your emergency access has ended."))
    return redirect("work")
