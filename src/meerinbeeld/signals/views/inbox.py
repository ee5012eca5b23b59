# SPDX-License-Identifier: EUPL-1.2
"""The first screen of a professional: what waits, what is late, what changed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meerinbeeld.access import Verb, break_glass, may
from meerinbeeld.access.actor import actor_of
from meerinbeeld.signals.forms.inbox import FilterForm
from meerinbeeld.signals.queries import inbox
from meerinbeeld.signals.queries.scope import KIND, purpose_of
from meerinbeeld.signals.views import own, today
from meerinbeeld.ui import navigation


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    if inbox.is_reporter(actor):
        return own.own(request)
    counts, beyond = inbox.counts(actor, now), navigation.beside("work", actor, None)
    form = FilterForm(request.GET, inbox.municipalities_of(actor))
    wanted = form.wanted(_tile(request, inbox.is_partner(actor)), _number(request))
    listing = inbox.listing(actor, wanted, now)
    context: dict[str, Any] = {
        "counts": counts,
        "form": form,
        "wanted": wanted,
        "listing": listing,
        "previous": listing.page - 1,
        "next": listing.page + 1,
        "tiles": today.tiles(counts, wanted),
        "sentence": today.sentence(counts, now, elsewhere=bool(beyond)),
        "beyond": beyond,
        "columns": today.columns(),
        "empty": today.empty(wanted),
        "partner": inbox.is_partner(actor),
        "may_search": may(actor, Verb.REVEAL, KIND, purpose_of(actor)),
        "may_export": may(actor, Verb.EXPORT, KIND, purpose_of(actor)),
        "may_record": may(actor, Verb.CREATE, KIND, purpose_of(actor)),
        "emergencies": break_glass.running(actor).filter(thing_kind=KIND),
        "may_break_glass": may(actor, Verb.BREAK_GLASS, KIND, purpose_of(actor)),
    }
    return render(request, "signals/work.html", context)


def _tile(request: HttpRequest, partner: bool) -> str:
    tile = request.GET.get("wat", "")
    known = inbox.PARTNER_TILES if partner else inbox.OWNER_TILES
    return tile if tile in known else ""


def _number(request: HttpRequest) -> int:
    page = request.GET.get("page", "1")
    return int(page) if page.isdecimal() and len(page) < 4 else 1
