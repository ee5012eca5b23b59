# SPDX-License-Identifier: EUPL-1.2
"""The social map: where victims can go."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meerinbeeld.access.actor import actor_of
from meerinbeeld.network.actions import directory as act
from meerinbeeld.network.actions.guard import Conflict, NotPossible, may_change, purpose_to_change
from meerinbeeld.network.forms.directory import OutletForm
from meerinbeeld.network.models import Outlet, OutletKind
from meerinbeeld.network.queries import directory as read
from meerinbeeld.network.views.conflict import conflict_page
from meerinbeeld.parties.queries import municipalities


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    kind = request.GET.get("kind", "")
    return render(
        request,
        "network/outlets.html",
        {
            "shown": read.outlets(
                actor,
                search=request.GET.get("q", ""),
                municipality=request.GET.get("municipality", ""),
                kind=kind if kind in OutletKind.values else "",
            ),
            "search": request.GET.get("q", ""),
            "kind": kind,
            "kinds": OutletKind.choices,
            "municipality": request.GET.get("municipality", ""),
            "municipalities": municipalities(),
            "may_add": may_change(actor, actor.organisation_id),
        },
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    purpose_to_change(actor, actor.organisation_id)
    form = OutletForm(read.own_organisations(actor), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.save_outlet(actor, form.facts())
        except NotPossible as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("This place can be found from now on."))
            return redirect("outlets")
    return render(request, "network/outlet_form.html", {"form": form, "outlet": None})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, outlet_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    outlet = _outlet(request, outlet_id)
    purpose_to_change(actor, outlet.kept_by_id)
    own = read.own_organisations(actor)
    form = OutletForm(own, request.POST or None, initial=OutletForm.initial_of(outlet))
    if request.method == "POST" and form.is_valid():
        try:
            act.save_outlet(actor, form.facts(), outlet_id=outlet.id, version=form.seen())
        except Conflict as conflict:
            return conflict_page(request, form, OutletForm.initial_of(conflict.current))  # type: ignore[arg-type]
        except NotPossible as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("outlets")
    return render(request, "network/outlet_form.html", {"form": form, "outlet": outlet})


@require_POST
def right(request: HttpRequest, outlet_id: uuid.UUID) -> HttpResponse:
    act.outlet_is_right(actor_of(request), _outlet(request, outlet_id))
    messages.success(request, _("Noted: looked at today, and right."))
    return redirect("outlets")


def _outlet(request: HttpRequest, outlet_id: uuid.UUID) -> Outlet:
    found = read.outlet(actor_of(request), outlet_id)
    if found is None:
        raise Http404
    return found
