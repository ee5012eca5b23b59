# SPDX-License-Identifier: EUPL-1.2
"""What a partner sees: what is asked of it, and the things that were granted. Nothing else."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from meerinbeeld.access import stepup
from meerinbeeld.access.actor import actor_of
from meerinbeeld.access.views.acting import in_reach
from meerinbeeld.care.actions.reading_shares import take_along
from meerinbeeld.care.forms.sharing import MessageForm
from meerinbeeld.care.queries import partner as queries
from meerinbeeld.care.queries.partner import PartnerPage
from meerinbeeld.care.views import facing
from meerinbeeld.ui import sheets
from meerinbeeld.ui.parts import Column, EmptyState

COLUMNS: Final = (
    Column(gettext_lazy("Case")),
    Column(gettext_lazy("From")),
    Column(gettext_lazy("What is asked")),
    Column(gettext_lazy("You see it until")),
)
EMPTY: Final = EmptyState(
    gettext_lazy("Nothing is asked of you"),
    gettext_lazy(
        "When a care coordinator shares something with your organisation, you get a notice."
    ),
)


@require_safe
def asked_of_us(request: HttpRequest) -> HttpResponse:
    """The cases of others that are open to this organisation; who is waited for first."""
    lines = queries.asked_of_us(actor_of(request))
    waiting = sum(line.waits for line in lines)
    context = {"lines": lines, "waiting": waiting, "columns": COLUMNS, "empty": EMPTY}
    return render(request, "care/asked_of_us.html", context)


def shown(request: HttpRequest, page: PartnerPage) -> HttpResponse:
    """The page that a partner gets where the team gets its overview."""
    return render(request, "care/partner.html", _context(page))


@require_safe
@stepup.required
def print_page(request: HttpRequest, case: str) -> HttpResponse:
    """The same things, for paper; it stands in the journal as taken along."""
    page = in_reach(request, lambda actor: take_along(actor, case, "print"))
    return render(request, "care/partner_print.html", _context(page))


@require_safe
@stepup.required
def table(request: HttpRequest, case: str) -> HttpResponse:
    """What was granted as a table, guarded against formulas."""
    page = in_reach(request, lambda actor: take_along(actor, case, "table"))
    headings = [_("Kind"), _("What"), _("When"), _("Words")]
    rows = (
        [str(group.label), item.title, str(item.when), "\n".join(item.texts)]
        for group in page.groups
        for item in group.items
    )
    return sheets.download(sheets.table(headings, rows), page.case.reference, "csv")


def _context(page: PartnerPage) -> dict[str, Any]:
    hand = page.hand
    return {
        "page": page,
        "hand": hand,
        "case": hand.case,
        "can": facing.allowed(hand),
        "purpose": facing.purpose_words(hand),
        "message_form": MessageForm(case=hand.case),
        "print_reference": hand.case.reference,
        "print_purpose": facing.purpose_words(hand),
    }
