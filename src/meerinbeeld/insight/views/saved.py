# SPDX-License-Identifier: EUPL-1.2
"""Views that somebody kept: the list, keeping one, sharing it and forgetting it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meerinbeeld.access import Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.changing import ChangeError
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions import saved as actions
from meerinbeeld.insight.forms.saved import KeepForm
from meerinbeeld.insight.queries import saved as queries

UNPROCESSABLE = 422


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = queries.saved(actor)
    mine = [row for row in rows if row.by_id == actor.person_id]
    theirs = [row for row in rows if row.by_id != actor.person_id]
    return render(request, "insight/saved.html", {"mine": mine, "theirs": theirs})


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    posted = request.method == "POST"
    initial = {"address": request.GET.get("adres", "")}
    form = KeepForm(request.POST) if posted else KeepForm(initial=initial)
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            actions.keep(actor, given["name"], given["address"], shared=given["shared"])
            messages.success(request, _("This view was kept."))
            return redirect("saved_views")
        except ChangeError as error:
            form.add_error(None, str(error))
    status = UNPROCESSABLE if posted else 200
    return render(request, "insight/keep.html", {"form": form}, status=status)


@require_POST
def share(request: HttpRequest, view: UUID) -> HttpResponse:
    """Share it with colleagues, or stop that (`shared=no`)."""
    shared = request.POST.get("shared") == "yes"
    if not actions.share(actor_of(request), view, shared=shared):
        raise Http404
    return redirect("saved_views")


@require_POST
def forget(request: HttpRequest, view: UUID) -> HttpResponse:
    if not actions.forget(actor_of(request), view):
        raise Http404
    messages.success(request, _("The view was forgotten. The figures are still there."))
    return redirect("saved_views")
