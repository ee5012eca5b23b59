# SPDX-License-Identifier: EUPL-1.2
"""Signal or noise, the map, and where little is seen: of one's own work, or of the region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import FORM, GROUP, catalogue, dimension_labels
from meerinbeeld.insight.forms.chance import SightForm
from meerinbeeld.insight.queries import chance as queries
from meerinbeeld.insight.queries import national, own
from meerinbeeld.insight.queries.chance import Town
from meerinbeeld.insight.rules import blind
from meerinbeeld.insight.rules.numbers import Number, only_protected
from meerinbeeld.insight.rules.periods import year_of
from meerinbeeld.insight.views import chance_charts, looking, screens
from meerinbeeld.ui.charts import Chart, files


@dataclass(frozen=True)
class Sight:
    """What one page looks at: a source, a year, and whether these are exact numbers."""

    actor: Actor
    form: SightForm
    source: str
    exact: bool
    shown: Mapping[int, gate.Shown]
    year: int | None

    @property
    def unit(self) -> str:
        return str(catalogue().units[self.source])

    def by_place(self) -> Mapping[str, Number]:
        if self.year is None:
            return {}
        if self.exact:
            return queries.own_places(self.actor, self.source, year_of(self.year))
        found = queries.region_places(self.shown[self.year], self.source)
        only_protected(found.values())
        return found


def _looked(request: HttpRequest, what: str, *, region_only: bool = False) -> Sight:
    """Guard first: one's own work when there is some, journaled; else what the gate let out."""
    actor = actor_of(request)
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    sources = gate.sources()
    source = request.GET.get("bron", "")
    source = source if source in sources else screens.first_source(actor, sources)
    exact = not region_only and looking.looks_at_own(request, actor, [source])
    years: Sequence[int] = own.years(actor, source) if exact else []
    # without own work of this kind the region says more, unless the own work was asked for
    exact = exact and (bool(years) or request.GET.get(looking.VIEW) == looking.OWN)
    if exact:
        looking.journaled(actor, what, Verb.EXPORT if request.GET.get("as") else Verb.OPEN)
        shown: Mapping[int, gate.Shown] = {}
    else:
        shown = gate.shown(actor, source)
        years = sorted(shown, reverse=True)
    form = SightForm({**request.GET.dict(), "bron": source}, sources, years)
    return Sight(actor, form, source, exact, shown, form.year)


def _page(
    request: HttpRequest, sight: Sight, template: str, charts: list[Chart], **more: Any
) -> HttpResponse:
    file = files.asked(request, charts)
    if file:
        return file
    context = {
        "sight": sight,
        "form": sight.form,
        "exact": sight.exact,
        "charts": charts,
        "tabs": looking.tabs(request, sight.actor, [sight.source], sight.exact),
        "print_purpose": own.PURPOSE.label if sight.exact else gate.PURPOSE.label,
        **more,
    }
    return render(request, template, context)


@require_safe
def in_time(request: HttpRequest) -> HttpResponse:
    """Is this month a signal or noise; and are places more different than chance gives?"""
    sight = _looked(request, "chance")
    if sight.exact:
        counted = queries.months(sight.actor, sight.source)
    else:
        counted = queries.quarters(sight.actor, sight.source)
        only_protected(one.number for one in counted)
    chart = chance_charts.in_time(counted, sight.unit, sight.exact)
    places = chance_charts.between_places(sight.by_place(), queries.towns(), sight.unit)
    charts = [one for one in (chart, places) if one]
    return _page(request, sight, "insight/chance.html", charts, too_short=chart is None)


@require_safe
def on_map(request: HttpRequest) -> HttpResponse:
    sight = _looked(request, "map")
    chart = chance_charts.on_map(sight.by_place(), queries.towns(), sight.unit)
    return _page(request, sight, "insight/map.html", [chart] if chart else [])


# --- Where little is seen ------------------------------------------------------------------------


@dataclass(frozen=True)
class Side:
    """One way to look for blind spots: what is set against what, and what came of it."""

    title: str
    against: str
    names: Mapping[str, str]
    found: blind.Spotted

    @property
    def rows(self) -> list[tuple[str, str, Any]]:
        """State, name and numbers, what needs a look first."""
        states = (
            ("blind", self.found.blind),
            ("ordinary", self.found.ordinary),
            ("small", self.found.too_small),
        )
        return [(state, self.names[one.key], one) for state, some in states for one in some]


@require_safe
def blind_spots(request: HttpRequest) -> HttpResponse:
    """Municipalities, forms and groups of which remarkably little is seen. Of the region only."""
    sight = _looked(request, "blind_spots", region_only=True)
    sides: list[Side] = []
    if sight.year is not None:
        sides = _sides(sight, sight.shown[sight.year])
    return _page(
        request, sight, "insight/blind_spots.html", [], sides=sides,
        blind=sum(len(side.found.blind) for side in sides), tabs=[],
    )  # fmt: skip


def _sides(sight: Sight, shown: gate.Shown) -> list[Side]:
    made = [
        _by_inhabitants(queries.region_places(shown, sight.source), queries.towns()),
        _by_nation(
            queries.region_codes(shown, sight.source, FORM), national.by_form(), _("By form"),
            dimension_labels(FORM),
        ),
        _by_nation(
            queries.region_codes(shown, sight.source, GROUP), national.by_age(), _("By age"),
            dimension_labels(GROUP),
        ),
    ]  # fmt: skip
    return [side for side in made if side is not None]


def _values(numbers: Mapping[str, Number]) -> dict[str, int | None]:
    only_protected(numbers.values())
    return {key: number.value for key, number in numbers.items()}


def _by_inhabitants(numbers: Mapping[str, Number], towns: Sequence[Town]) -> Side | None:
    people = sum(town.population for town in towns)
    if not numbers or not people:
        return None
    shares = {town.code: town.population / people for town in towns}
    return Side(
        _("By municipality"),
        _("Expected: its share of the inhabitants."),
        {town.code: town.name for town in towns},
        blind.by_share(_values(numbers), shares),
    )


def _by_nation(
    numbers: Mapping[str, Number], shares: national.Shares, title: str, names: Mapping[str, str]
) -> Side | None:
    if not numbers:
        return None
    against = _(
        "Expected: as among registered victims in the whole country, %(year)d (%(source)s)."
    )
    words = against % {"year": shares.year, "source": shares.source}
    note = f"{words} {shares.note}" if shares.note else words
    return Side(title, note, names, blind.by_share(_values(numbers), shares.shares))
