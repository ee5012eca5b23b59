# SPDX-License-Identifier: EUPL-1.2
"""The page of one signal. Opening it is an act: reading and journaling are one transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.signals.actions.exchange import can_write_to
from meerinbeeld.signals.actions.opening import (
    open_signal,
    print_signal,
    reveal_item,
    visit_signal,
)
from meerinbeeld.signals.forms.enrich import NoFieldsForm
from meerinbeeld.signals.forms.exchange import RemarkForm
from meerinbeeld.signals.models import Audience
from meerinbeeld.signals.queries.reading import Page
from meerinbeeld.signals.views import facing
from meerinbeeld.signals.views.resemblance import beside
from meerinbeeld.ui import navigation


@require_safe
def signal(request: HttpRequest, reference: str) -> HttpResponse:
    audience = request.GET.get("voor", "")
    found = in_reach(request, lambda actor: visit_signal(actor, reference, audience=audience))
    if isinstance(found, Page):
        return _shown(request, found)
    if found.signal.destroyed_at:
        return render(request, "signals/destroyed.html", {"signal": found.signal}, status=410)
    return redirect("own_signal", reference)


@require_POST
def reveal(request: HttpRequest, reference: str, item: UUID) -> HttpResponse:
    """Show one masked detail: in its place with a script, on the whole page without."""
    if request.headers.get("HX-Request"):
        text = in_reach(request, lambda actor: reveal_item(actor, reference, item))
        return render(request, "signals/parts/revealed.html", {"text": text})
    page = in_reach(request, lambda actor: open_signal(actor, reference, reveal=item))
    return _shown(request, page)


@require_safe
def print_page(request: HttpRequest, reference: str) -> HttpResponse:
    page = in_reach(request, lambda actor: print_signal(actor, reference))
    return render(request, "signals/print.html", _context(page))


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    return render(request, "signals/signal.html", {**_context(page), **beside(page.hand)})


def _context(page: Page) -> dict[str, Any]:
    hand = page.hand
    return {
        "page": page,
        "hand": hand,
        "signal": hand.signal,
        "can": facing.allowed(hand),
        "main": facing.main_action(page),
        "lead": facing.lead(page),
        "steps": facing.life_steps(page),
        "tabs": facing.tabs(page),
        "who_reads": facing.WHO_READS[Audience(page.audience)],
        "by_audience": facing.by_audience(page),
        "purpose": facing.purpose_words(hand),
        "way_to_reporter": can_write_to(hand.signal) if hand.is_inside else "",
        "remark_form": RemarkForm(signal=hand.signal),
        "beyond": navigation.beside("signal", hand.actor, hand.signal),
        "button_form": NoFieldsForm(signal=hand.signal),
        "print_reference": hand.signal.reference,
        "print_purpose": facing.purpose_words(hand),
    }
