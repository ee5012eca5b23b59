# SPDX-License-Identifier: EUPL-1.2
"""The search page. What is looked for is sent in the body, so that it stands in no address, no
history and no log of a server."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meerinbeeld.access import Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.signals.actions import search as actions
from meerinbeeld.signals.forms.search import SearchForm
from meerinbeeld.signals.queries.resemblance import WHY
from meerinbeeld.signals.queries.scope import KIND, purpose_of
from meerinbeeld.ui.parts import Column, EmptyState


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(actor, Verb.REVEAL, KIND, purpose_of(actor))
    form = SearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        asked, found = actions.search(actor, form.cleaned_data["wanted"])
        context |= {
            "asked": asked,
            "found": found,
            "rows": [(hit.signal, [WHY.get(kind, kind) for kind in hit.why]) for hit in found.hits],
            "columns": [Column(_("Reference")), Column(_("About")), Column(_("Why")),
                        Column(_("Where it stands")), Column(_("Owner"))],
            "empty": EmptyState(
                _("Nothing found"),
                _("You only find signals that your organisation owns or was given. "
                  "Try another spelling, or a number plate or phone number."),
            ),
        }  # fmt: skip
    return render(request, "signals/search.html", context, status=422 if form.errors else 200)
