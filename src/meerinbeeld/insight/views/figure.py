# SPDX-License-Identifier: EUPL-1.2
"""One indicator: its definition, its table, set side by side, and to take along."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.insight import gate
from meerinbeeld.insight.actions.exports import record_export
from meerinbeeld.insight.actions.tallies import counted_at
from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.forms import FigureFilter
from meerinbeeld.insight.models import Release
from meerinbeeld.insight.queries import own, tables
from meerinbeeld.insight.rules.grids import Grid, outside
from meerinbeeld.insight.views import looking, sentences
from meerinbeeld.ui import sheets


@dataclass(frozen=True)
class Looked:
    """What a page of an indicator shows, and of which release when it is of the region."""

    indicator: Indicator
    form: FigureFilter
    exact: bool
    grid: Grid | None
    period: str
    release: Release | None = None


@require_safe
def page(request: HttpRequest, indicator: str) -> HttpResponse:
    actor = actor_of(request)
    found = _looked(request, actor, indicator, Verb.OPEN)
    context = {
        "found": found,
        "indicator": found.indicator,
        "grid": found.grid,
        "source": catalogue().sources[found.indicator.source],
        "counted_at": counted_at(found.indicator.source),
        "tabs": looking.tabs(request, actor, [found.indicator.source], found.exact),
        "sentence": sentences.of(found.grid, found.indicator, found.period),
        "kinds": sheets.KINDS,
        "print_purpose": own.PURPOSE.label if found.exact else gate.PURPOSE.label,
    }
    return render(request, "insight/figure.html", context)


@require_safe
def export(request: HttpRequest, indicator: str, kind: str) -> HttpResponse:
    actor = actor_of(request)
    found = _looked(request, actor, indicator, Verb.EXPORT)
    if kind not in sheets.KINDS or found.grid is None:
        raise Http404
    if found.release:
        record_export(actor, found.release, found.indicator)
    table = sentences.table(found.grid, found.indicator, found.period)
    return sheets.download(table, f"{found.indicator.slug}-{found.period}", kind)


def _looked(request: HttpRequest, actor: Actor, slug: str, verb: str) -> Looked:
    """Guard first: the own work of an actor who has some, else what the gate let out."""
    indicator = catalogue().get(slug)
    if indicator is None:
        raise Http404
    if looking.looks_at_own(request, actor, [indicator.source]):
        return _own(request, actor, indicator, verb)
    require(actor, verb, gate.KIND, gate.PURPOSE)
    if indicator.source == gate.NETWORK:
        found = outside(tables.of_network(actor, indicator))
        return Looked(indicator, FigureFilter({}, [], exact=False), False, found, _("today"))
    return _region(request, actor, indicator)


def _own(request: HttpRequest, actor: Actor, indicator: Indicator, verb: str) -> Looked:
    looking.journaled(actor, indicator.key, verb)
    form = FigureFilter(
        request.GET, own.years(actor, indicator.source), exact=True, indicator=indicator
    )
    wanted = form.wanted()
    if wanted is None:
        return Looked(indicator, form, True, None, "")
    found = tables.of_own(actor, indicator, form.by, wanted)
    return Looked(indicator, form, True, found, wanted.span.name)


def _region(request: HttpRequest, actor: Actor, indicator: Indicator) -> Looked:
    if not indicator.outside:
        return Looked(indicator, FigureFilter({}, [], exact=False), False, None, "")
    shown = gate.shown(actor, indicator.source)
    form = FigureFilter(request.GET, sorted(shown, reverse=True), exact=False, indicator=indicator)
    year = form.year
    if year is None:
        return Looked(indicator, form, False, None, "")
    found = tables.of_region(shown, indicator, form.by, year)
    release = shown[year].release
    return Looked(indicator, form, False, outside(found) if found else None, str(year), release)
