# SPDX-License-Identifier: EUPL-1.2
"""The first screen of a care coordinator: what waits, what is late, who was not heard from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meerinbeeld.access import Actor, Reach, Verb, may, require, stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.care.actions import export as exporting
from meerinbeeld.care.forms.caseload import FilterForm
from meerinbeeld.care.queries import caseload as queries
from meerinbeeld.care.queries.hours import month_until
from meerinbeeld.care.queries.scope import KIND, purpose_of
from meerinbeeld.care.views import today
from meerinbeeld.ui import sheets
from meerinbeeld.ui.parts import Column


@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    if not is_team(actor):
        return redirect(_where_others_look(actor))
    form, wanted = _asked(request, actor)
    numbers, listing = queries.counts(actor, now), queries.listing(actor, wanted, now)
    tasks, heads = queries.my_tasks(actor, now), today.heads()
    context: dict[str, Any] = {
        "sentence": today.sentence(numbers, tasks, now),
        "tiles": today.tiles(numbers, wanted),
        "form": form,
        "wanted": wanted,
        "listing": listing,
        "previous": listing.page - 1,
        "next": listing.page + 1,
        "heads": heads,
        "columns": [Column(label) for label in heads.values()],
        "empty": today.empty(wanted),
        "tasks": tasks,
        "answers": queries.answers(actor, now),
        "hours": month_until(actor, timezone.localdate(now)),
        "may_export": may(actor, Verb.EXPORT, KIND, purpose_of(actor)),
        "may_find": may(actor, Verb.REVEAL, KIND, purpose_of(actor)),
        "may_refer": may(actor, Verb.CREATE, KIND, purpose_of(actor)),
    }
    return render(request, "care/caseload.html", context)


@require_safe
@stepup.required
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The list with the same filter as on the screen; coded facts only."""
    actor, now = actor_of(request), timezone.now()
    require(actor, Verb.EXPORT, KIND, purpose_of(actor))
    if kind not in sheets.KINDS or not is_team(actor):
        raise Http404
    _form, wanted = _asked(request, actor)
    return sheets.download(exporting.export_caseload(actor, wanted, now), "dossiers", kind)


def is_team(actor: Actor) -> bool:
    """Whether this actor's organisation helps: it owns cases, and does not only see some."""
    return may(actor, Verb.LIST, KIND, purpose_of(actor)).reach == Reach.ORGANISATION


def _where_others_look(actor: Actor) -> str:
    """A partner to what is open to it, whoever referred to how that stands; others are refused."""
    reach = require(actor, Verb.LIST, KIND, purpose_of(actor)).reach
    return "my_referrals" if reach == Reach.MINE else "asked_of_us"


def _asked(request: HttpRequest, actor: Actor) -> tuple[FilterForm, queries.Wanted]:
    form = FilterForm(request.GET, queries.municipalities(actor), queries.coordinators(actor))
    return form, form.wanted(request.GET.get("wat", ""), _number(request))


def _number(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return int(page) if page.isdecimal() and len(page) < 4 else 1
