# SPDX-License-Identifier: EUPL-1.2
"""Organisations: which there are, and for which municipalities they work."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from meerinbeeld.access import Purpose, Verb, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.network.actions import organisations as act
from meerinbeeld.network.actions.guard import KIND, NotPossible
from meerinbeeld.network.forms.directory import OrganisationForm
from meerinbeeld.network.queries import directory as read
from meerinbeeld.parties.models import Organisation
from meerinbeeld.ui.parts import Column


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "organisations": read.organisations(actor),
        "columns": [
            Column(_("Name")),
            Column(_("Kind")),
            Column(_("Works for")),
            Column(_("State")),
        ],
    }
    return render(request, "network/organisations.html", context)


@stepup.required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    require(actor_of(request), Verb.MANAGE, KIND, Purpose.ADMINISTRATION)
    return _form(request, None)


@stepup.required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, organisation_id: uuid.UUID) -> HttpResponse:
    found = read.organisation(actor_of(request), organisation_id)
    if found is None:
        raise Http404
    return _form(request, found)


def _form(request: HttpRequest, found: Organisation | None) -> HttpResponse:
    initial = OrganisationForm.initial_of(found) if found else None
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = found.id if found else None
        try:
            act.save(actor_of(request), form.facts(), organisation_id=wanted)
        except NotPossible as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("organisations")
    return render(request, "network/organisation_form.html", {"form": form, "organisation": found})
