# SPDX-License-Identifier: EUPL-1.2
"""Finding a case. What is looked for is sent in the body, so that it stands in no address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.care.actions.finding import find
from meerinbeeld.care.queries.finding import SHOWN
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.signals.forms.search import SearchForm
from meerinbeeld.ui.parts import Column, EmptyState


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.REVEAL, KIND, purpose_of(actor))
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        found = find(actor, form.cleaned_data["wanted"])
        context |= {
            "searched": True,
            "more": len(found) > SHOWN,
            "rows": found[:SHOWN],
            "columns": [Column(_("Case")), Column(_("Why")), Column(_("Phase")),
                        Column(_("Coordinator"))],
            "empty": EmptyState(
                _("Nothing found"),
                _("You only find cases of your own team. Try another spelling, a phone number or "
                  "a date of birth."),
            ),
        }  # fmt: skip
    return render(request, "care/find.html", context, status=422 if form.errors else 200)
