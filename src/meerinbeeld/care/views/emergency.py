# SPDX-License-Identifier: EUPL-1.2
"""Breaking the glass of a case: a reason, a short while, and a review."""

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
from meerinbeeld.care.actions.emergency import break_in
from meerinbeeld.care.forms.emergency import CaseEmergencyForm
from meerinbeeld.care.queries.scope import KIND, NotInReach, purpose_of
from meerinbeeld.care.views.sharing import GET_POST


@require_http_methods(GET_POST)
@stepup.required
def emergency(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.BREAK_GLASS, KIND, purpose_of(actor))
    form = CaseEmergencyForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            break_in(actor, given["reference"], given["reason"])
            return redirect("case", given["reference"])
        except NotInReach:
            form.add_error("reference", _("There is no case with this reference."))
        except break_glass.NotPossible as problem:
            form.add_error("reason", str(problem))
    context = {"form": form, "term": norms.term("break_glass").length}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "care/emergency.html", context, status=status)


@require_POST
def end(request: HttpRequest, emergency: UUID) -> HttpResponse:
    actor = actor_of(request)
    break_glass.end(actor, emergency, purpose=purpose_of(actor))
    messages.success(request, _("Your emergency access has ended."))
    return redirect("caseload")
