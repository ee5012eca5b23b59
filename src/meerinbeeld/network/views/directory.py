# SPDX-License-Identifier: EUPL-1.2
"""Finding somebody: the directory, and the page of one municipality."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from meerinbeeld import norms
from meerinbeeld.access.actor import actor_of
from meerinbeeld.network.actions import directory as act
from meerinbeeld.network.actions.guard import Conflict, NotPossible, may_change, purpose_to_change
from meerinbeeld.network.export import contacts_csv
from meerinbeeld.network.forms.directory import ContactForm
from meerinbeeld.network.models import ContactFunction, ContactPoint
from meerinbeeld.network.queries import directory as read
from meerinbeeld.network.views.conflict import conflict_page
from meerinbeeld.parties.queries import municipalities
from meerinbeeld.ui.parts import Column, EmptyState


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    search, function = request.GET.get("q", ""), request.GET.get("function", "")
    shown = read.contacts(
        actor,
        search=search,
        municipality=request.GET.get("municipality", ""),
        function=function if function in ContactFunction.values else "",
    )
    return render(
        request,
        "network/directory.html",
        {
            "shown": shown,
            "search": search,
            "function": function,
            "functions": ContactFunction.choices,
            "municipality": request.GET.get("municipality", ""),
            "municipalities": municipalities(),
            "is_filtered": any(request.GET.get(k) for k in ("q", "function", "municipality")),
            "care_coordinators": read.contacts(actor, function=ContactFunction.CARE_COORDINATOR),
            "to_review": read.to_review(actor),
            "may_add": may_change(actor, actor.organisation_id),
            "columns": [
                Column(_("For what")),
                Column(_("Who")),
                Column(_("Reach")),
                Column(_("Checked")),
            ],
            "empty": EmptyState(
                _("Nobody was found."),
                _("Search for a place, a name or a function, or take away a filter."),
                columns=4,
            ),
        },
    )


@require_GET
def town(request: HttpRequest, cbs_code: str) -> HttpResponse:
    actor = actor_of(request)
    page = read.town(actor, cbs_code)
    if page is None:
        raise Http404
    card = norms.route_card(cbs_code, timezone.localdate())
    context = {"page": page, "card": card, "municipalities": municipalities()}
    return render(request, "network/town.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    text = contacts_csv(actor_of(request))
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contactpunten.csv"'
    return response


@require_http_methods(["GET", "POST"])
def contact_add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    purpose_to_change(actor, actor.organisation_id)
    form = ContactForm(read.own_organisations(actor), request.POST or None)
    if request.method == "POST" and form.is_valid():
        contact = act.save_contact(actor, form.facts())
        messages.success(request, _("This contact point can be found from now on."))
        return _to(contact)
    return render(request, "network/contact_form.html", {"form": form, "contact": None})


@require_http_methods(["GET", "POST"])
def contact_change(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    contact = _contact(request, contact_id)
    purpose_to_change(actor, contact.organisation_id)
    own = read.own_organisations(actor)
    form = ContactForm(own, request.POST or None, initial=ContactForm.initial_of(contact))
    if request.method == "POST" and form.is_valid():
        try:
            saved = act.save_contact(
                actor, form.facts(), contact_id=contact.id, version=form.seen()
            )
        except Conflict as conflict:
            theirs = ContactForm.initial_of(conflict.current)  # type: ignore[arg-type]
            return conflict_page(request, form, theirs)
        messages.success(request, _("Saved."))
        return _to(saved)
    return render(request, "network/contact_form.html", {"form": form, "contact": contact})


@require_POST
def contact_right(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    contact = _contact(request, contact_id)
    act.contact_is_right(actor_of(request), contact)
    messages.success(request, _("Noted: looked at today, and right."))
    return redirect("directory")


@require_POST
def contact_end(request: HttpRequest, contact_id: uuid.UUID) -> HttpResponse:
    contact = _contact(request, contact_id)
    try:
        act.end_contact(actor_of(request), contact)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This contact point cannot be found any more."))
    return redirect("directory")


def _contact(request: HttpRequest, contact_id: uuid.UUID) -> ContactPoint:
    found = read.contact(actor_of(request), contact_id)
    if found is None:
        raise Http404
    return found


def _to(contact: ContactPoint) -> HttpResponse:
    if contact.municipality_id:
        return redirect("town", cbs_code=contact.municipality_id)
    return redirect("directory")
