# SPDX-License-Identifier: EUPL-1.2
"""The list of notifications: what was told to the register, what is missing, what waits."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meerinbeeld.access import Actor, Verb, may, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.registry.actions.export_list import export_list
from meerinbeeld.registry.forms.listing import FilterForm
from meerinbeeld.registry.queries import listing as queries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.registry.views import telling
from meerinbeeld.ui import sheets
from meerinbeeld.ui.counting import BoundedPaginator


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    numbers = queries.counts(actor, today)
    form, wanted = _asked(request, actor)
    pages = BoundedPaginator(queries.listing(actor, wanted, today), queries.PAGE)
    page = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "sentence": telling.sentence(numbers, today),
        "tiles": telling.tiles(numbers, wanted, today),
        "form": form,
        "wanted": wanted,
        "page": page,
        "rows": queries.rows(page.object_list),
        "columns": telling.columns(),
        "empty": telling.empty(wanted),
        "may_notify": may(actor, Verb.CREATE, KIND, PURPOSE),
        "may_export": may(actor, Verb.EXPORT, KIND, PURPOSE),
        "kinds": sheets.KINDS,
    }
    return render(request, "registry/notifications.html", context)


@require_safe
@stepup.required
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list with the same filter as on the screen; coded facts only."""
    actor, today = actor_of(request), timezone.localdate()
    require(actor, Verb.EXPORT, KIND, PURPOSE)
    if kind not in sheets.KINDS:
        raise Http404
    _form, wanted = _asked(request, actor)
    return sheets.download(export_list(actor, wanted, today), "aanmeldingen", kind)


def _asked(request: HttpRequest, actor: Actor) -> tuple[FilterForm, queries.Wanted]:
    form = FilterForm(request.GET, queries.years(actor), queries.organisations(actor))
    return form, form.wanted(request.GET.get("wat", ""))
