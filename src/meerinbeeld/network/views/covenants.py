# SPDX-License-Identifier: EUPL-1.2
"""What parties agreed about sharing data."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from meerinbeeld.access import Purpose, Verb, may, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.network.actions import directory as act
from meerinbeeld.network.actions.guard import Conflict, NotPossible
from meerinbeeld.network.forms.directory import CovenantForm
from meerinbeeld.network.models import Covenant
from meerinbeeld.network.queries import directory as read
from meerinbeeld.network.views.conflict import conflict_page


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "covenants": read.covenants(actor),
        "may_change": bool(may(actor, Verb.CHANGE, "covenant", Purpose.PROGRAMME)),
        "today": timezone.localdate(),
    }
    return render(request, "network/covenants.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CREATE, "covenant", Purpose.PROGRAMME)
    form = CovenantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.save_covenant(actor, form.facts())
        except NotPossible as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("The agreement stands in the register."))
            return redirect("covenants")
    return render(request, "network/covenant_form.html", {"form": form, "covenant": None})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, covenant_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.CHANGE, "covenant", Purpose.PROGRAMME)
    covenant = _covenant(request, covenant_id)
    form = CovenantForm(request.POST or None, initial=CovenantForm.initial_of(covenant))
    if request.method == "POST" and form.is_valid():
        try:
            act.save_covenant(actor, form.facts(), covenant_id=covenant.id, version=form.seen())
        except Conflict as conflict:
            return conflict_page(request, form, CovenantForm.initial_of(conflict.current))  # type: ignore[arg-type]
        except NotPossible as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("covenants")
    return render(request, "network/covenant_form.html", {"form": form, "covenant": covenant})


def _covenant(request: HttpRequest, covenant_id: uuid.UUID) -> Covenant:
    found = read.covenant(actor_of(request), covenant_id)
    if found is None:
        raise Http404
    return found
