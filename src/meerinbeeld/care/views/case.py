# SPDX-License-Identifier: EUPL-1.2
"""The pages of one case. Opening one is an act: reading and journaling are one transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from meerinbeeld.access import Verb
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions.opening import open_case, print_case, reveal_fact
from meerinbeeld.care.forms.acting import CaseForm
from meerinbeeld.care.forms.plan import QuickForm
from meerinbeeld.care.queries.partner import PartnerPage
from meerinbeeld.care.queries.reading import OVERVIEW, TABS, Page
from meerinbeeld.care.views import facing, partner
from meerinbeeld.ui import navigation


@require_safe
def show(request: HttpRequest, case: str, tab: str = OVERVIEW) -> HttpResponse:
    if tab not in TABS:
        raise Http404
    page = in_reach(request, lambda actor: open_case(actor, case, tab))
    return _shown(request, page)


@require_safe
def print_page(request: HttpRequest, case: str) -> HttpResponse:
    """The whole case on paper: every part of it, which is an export and is journaled as one."""
    pages = in_reach(request, lambda actor: print_case(actor, case))
    overview = pages[OVERVIEW]
    # the overview comes first: what a tab has of the same room is the whole of it
    parts = {name: part for page in pages.values() for name, part in page.parts.items()}
    context = {**_context(overview), "parts": parts, "can": {}, "may_move": False}
    return render(request, "care/print.html", context)


@require_POST
def reveal(request: HttpRequest, case: str, fact: UUID) -> HttpResponse:
    """Show one masked fact: in its place with a script, on the whole page without."""
    if request.headers.get("HX-Request"):
        text = in_reach(request, lambda actor: reveal_fact(actor, case, fact))
        return render(request, "care/parts/revealed.html", {"text": text})
    page = in_reach(request, lambda actor: open_case(actor, case, OVERVIEW, reveal=fact))
    return _shown(request, page)


def _shown(request: HttpRequest, page: Page | PartnerPage) -> HttpResponse:
    if isinstance(page, PartnerPage):
        return partner.shown(request, page)
    return render(request, f"care/{page.tab}.html", _context(page))


def _context(page: Page) -> dict[str, Any]:
    hand = page.hand
    return {
        "page": page,
        "parts": page.parts,
        "hand": hand,
        "case": hand.case,
        "can": facing.allowed(hand),
        "next": facing.next_step(page),
        "button_form": CaseForm(case=hand.case),
        "quick": QuickForm(case=hand.case),
        "may_move": hand.may(Verb.CHANGE),
        "lead": facing.lead(page),
        "tabs": facing.tabs(hand, page.tab),
        "beyond": navigation.beside("case", hand.actor, hand.case) if hand.is_inside else [],
        "purpose": facing.purpose_words(hand),
        "print_reference": hand.case.reference,
        "print_purpose": facing.purpose_words(hand),
    }
