# SPDX-License-Identifier: EUPL-1.2
"""What was hidden and why, and what the attack on a release found."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from meerinbeeld.access.actor import actor_of
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import catalogue
from meerinbeeld.insight.queries import corrections, released

#: Of the corrections the newest.
MOST_SHOWN = 20


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    context = {
        "releases": released.newest(actor),
        "refusals": released.refusals(actor),
        "corrections": corrections.corrections(actor)[:MOST_SHOWN],
        "may_correct": corrections.may_ask(actor),
        "last_export": released.last_export(actor),
        "threshold": gate.THRESHOLD,
        "most": gate.THRESHOLD - 1,
        "width": gate.WIDTH,
        "words": catalogue(),
    }
    return render(request, "insight/hidden.html", context)


@require_safe
def attack(request: HttpRequest, release: UUID) -> HttpResponse:
    found = released.release(actor_of(request), release)
    if found is None:
        raise Http404
    context = {"release": found, "now": gate.attacked_again(found), "most": gate.THRESHOLD - 1}
    return render(request, "insight/attack.html", context)
