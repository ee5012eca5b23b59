# SPDX-License-Identifier: EUPL-1.2
"""The page of quality: what to repair, how much of it, and how each organisation notifies."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from meerinbeeld import norms
from meerinbeeld.access import Verb, may
from meerinbeeld.access.actor import actor_of
from meerinbeeld.registry.forms.quality import QualityForm
from meerinbeeld.registry.queries import listing
from meerinbeeld.registry.queries import quality as queries
from meerinbeeld.registry.queries.scope import KIND, PURPOSE
from meerinbeeld.ui.parts import Column, EmptyState, Tile

PAGE = 20


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    years = listing.years(actor)
    form = QualityForm(_with_year(request, years), years, listing.organisations(actor))
    wanted = form.wanted(request.GET.get("wat", ""))
    found = queries.quality(actor, wanted)
    pages = Paginator(found.rows, PAGE)
    pages.count = found.number  # was counted already
    page = pages.get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "quality": found,
        "form": form,
        "wanted": wanted,
        "page": page,
        "lines": queries.lines(found.rows[max(0, page.start_index() - 1) : page.end_index()]),
        "tiles": _tiles(request, found.whole, wanted),
        "columns": _columns(),
        "party_columns": _party_columns(),
        "empty": _empty(),
        "late_after": norms.term("registry_late"),
        "may_change": may(actor, Verb.CHANGE, KIND, PURPOSE),
    }
    return render(request, "registry/quality.html", context)


def _columns() -> list[Column]:
    return [
        Column(_("Notification")), Column(_("Notified")), Column(_("Missing")),
        Column(_("Contradicts")), Column(_("What to do"), hidden_label=True),
    ]  # fmt: skip


def _party_columns() -> list[Column]:
    return [
        Column(_("Organisation")), Column(_("Notified"), numeric=True),
        Column(_("Whole"), numeric=True), Column(_("Missing"), numeric=True),
        Column(_("Contradicts"), numeric=True),
        Column(pgettext("registered", "Late"), numeric=True),
    ]  # fmt: skip


def _empty() -> EmptyState:
    return EmptyState(
        _("There is nothing to repair here"),
        _("Choose another year or another organisation, or look at all notifications."),
        reverse("notifications"),
        _("All notifications"),
    )


def _with_year(request: HttpRequest, years: list[int]) -> Any:
    """The newest year, unless somebody asked for another one or for all."""
    asked = request.GET.copy()
    this_year = timezone.localdate().year
    if "jaar" not in asked and years:
        asked["jaar"] = str(this_year if this_year in years else years[0])
    return asked


def _tiles(request: HttpRequest, whole: queries.Figures, wanted: queries.Wanted) -> list[Tile]:
    """Numbers that are filters; the one in force leads back to everything."""
    counts = (
        (queries.MISSING, whole.missing, _("Something is missing")),
        (queries.CONTRADICTING, whole.contradicting, _("Something contradicts")),
        (queries.LATE, whole.late, _("Registered late")),
    )
    share = Tile(f"{whole.percentage}%", _("Whole, of %(number)s") % {"number": whole.notified})
    return [share, *(_tile(request, *one, wanted.tile) for one in counts)]


def _tile(request: HttpRequest, tile: str, number: int, label: str, chosen: str) -> Tile:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("wat", None)
    if tile != chosen:
        query["wat"] = tile
    tone = "today" if number and tile != queries.LATE else ""
    return Tile(number, label, f"?{query.urlencode()}", tone, tile == chosen)  # type: ignore[arg-type]
