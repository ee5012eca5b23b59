# SPDX-License-Identifier: EUPL-1.2
"""Pages of several indicators: the screen of a role, and the page of a goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meerinbeeld.access import Actor, Role, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.forms import FigureFilter
from meerinbeeld.insight.models import Source
from meerinbeeld.insight.queries import funnel, own, tables
from meerinbeeld.insight.rules.grids import Grid, outside
from meerinbeeld.insight.views import looking, pictures, sentences
from meerinbeeld.ui.charts import Chart
from meerinbeeld.ui.navigation import GOAL_LABELS, Goal

#: What stands on the screen of a role, in this order.
SCREENS: Final[Mapping[str, Sequence[str]]] = {
    Role.FOCAL_OFFICER: (
        "signals_first_look", "signals_feedback", "signals_route", "signals_stop", "signals_form",
        "signals_group", "signals_reporter", "signals_phase",
    ),
    Role.CARE_COORDINATOR: (
        "cases_phase", "cases_waiting", "cases_shelter", "cases_progress", "cases_form",
        "cases_group", "cases_municipality", "notifications_passing", "notifications_missing",
        "hours_stream",
    ),
    Role.PROGRAMME_LEAD: (
        "network_contacts", "network_fresh", "signals_municipality", "signals_reporter",
        "signals_feedback", "signals_route", "signals_stop", "cases_waiting", "cases_shelter",
        "notifications_missing",
    ),
    Role.COUNCIL_READER: (
        "signals_municipality", "signals_form", "signals_group", "signals_stop",
        "signals_feedback", "cases_municipality", "cases_waiting", "cases_progress",
        "victims_municipality", "network_contacts",
    ),
}  # fmt: skip
#: Of who has no screen of their own.
ANYBODY: Final = (
    "signals_municipality", "signals_form", "signals_reporter", "signals_feedback",
    "signals_stop", "cases_municipality", "cases_waiting", "victims_form", "network_contacts",
    "network_outlets",
)  # fmt: skip


def first_source(actor: Actor, sources: Sequence[str]) -> str:
    """Which of these the screen of this role begins with."""
    keys = SCREENS.get(actor.role, ANYBODY)
    known = {one.key: one.source for one in catalogue().indicators}
    return next((known[key] for key in keys if known[key] in sources), sources[0])


@dataclass(frozen=True)
class Block:
    """One indicator on a page of several."""

    indicator: Indicator
    grid: Grid | None
    sentence: str


@dataclass(frozen=True)
class Looked:
    """What a page of several indicators shows."""

    blocks: list[Block]
    form: FigureFilter
    picture: Chart | None = None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What somebody in this role asks first."""
    actor = actor_of(request)
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    keys = SCREENS.get(actor.role, ANYBODY)
    chosen = [one for key in keys for one in catalogue().indicators if one.key == key]
    return _page(request, actor, chosen, "screen", _("Monitor"), _("What the figures say now."))


@require_safe
def goal(request: HttpRequest, goal: str) -> HttpResponse:
    """All that is counted for one goal."""
    actor = actor_of(request)
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    words = catalogue()
    if goal not in words.goals:
        raise Http404
    title = GOAL_LABELS[Goal(goal)]
    return _page(request, actor, words.of_goal(goal), f"goal_{goal}", title, words.goals[goal])


def _page(
    request: HttpRequest,
    actor: Actor,
    indicators: Sequence[Indicator],
    what: str,
    heading: object,
    lead: object,
) -> HttpResponse:
    sources = list(dict.fromkeys(one.source for one in indicators))
    exact = looking.looks_at_own(request, actor, sources)
    if exact:
        looking.journaled(actor, what)
    found = (_own if exact else _region)(request, actor, indicators, sources)
    context = {
        "heading": heading,
        "lead": lead,
        "blocks": found.blocks,
        "form": found.form,
        "picture": found.picture,
        "missing": catalogue().missing.get(what.removeprefix("goal_")),
        "exact": exact,
        "tabs": looking.tabs(request, actor, sources, exact),
        "print_purpose": own.PURPOSE.label if exact else gate.PURPOSE.label,
    }
    return render(request, "insight/screen.html", context)


def _by_source(indicators: Sequence[Indicator]) -> dict[str, list[Indicator]]:
    found: dict[str, list[Indicator]] = defaultdict(list)
    for one in indicators:
        found[one.source].append(one)
    return found


def _own(
    request: HttpRequest, actor: Actor, indicators: Sequence[Indicator], sources: Sequence[str]
) -> Looked:
    """Exact figures of the sources that are the actor's own; one query for each source."""
    ours = [source for source in sources if own.has_own(actor, source)]
    years = sorted({year for source in ours for year in own.years(actor, source)}, reverse=True)
    form = FigureFilter(request.GET, years, exact=True)
    wanted = form.wanted()
    found: dict[str, Grid] = {}
    for source, some in _by_source([*indicators, *_besides(indicators)]).items():
        if wanted and source in ours:
            found |= tables.of_many_own(actor, source, some, wanted)
    period = wanted.span.name if wanted else ""
    mine = [one for one in indicators if one.source in ours]
    picture = pictures.funnel(funnel.of_own(found), period) if _besides(mine) else None
    return Looked(_blocks(mine, found, period), form, picture)


def _besides(indicators: Sequence[Indicator]) -> list[Indicator]:
    """What the funnel needs, on a page that tells how signals end."""
    return funnel.needed() if any(one.key == "signals_stop" for one in indicators) else []


def _region(
    request: HttpRequest, actor: Actor, indicators: Sequence[Indicator], sources: Sequence[str]
) -> Looked:
    """What the gate let out; one query for each source."""
    shown = {source: gate.shown(actor, source) for source in sources if source != gate.NETWORK}
    years = sorted({year for one in shown.values() for year in one}, reverse=True)
    form = FigureFilter(request.GET, years, exact=False)
    year, found = form.year, {}
    visible = [one for one in indicators if one.outside]
    for one in visible:
        if one.source == gate.NETWORK:
            grid: Grid | None = tables.of_network(actor, one)
        else:
            grid = tables.of_region(shown[one.source], one, "", year) if year else None
        if grid:
            found[one.key] = outside(grid)
    here = shown.get(Source.SIGNALS, {}).get(year or 0) if _besides(visible) else None
    picture = pictures.funnel(funnel.of_region(here), str(year)) if here else None
    return Looked(_blocks(visible, found, str(year or "")), form, picture)


def _blocks(indicators: Sequence[Indicator], found: Mapping[str, Grid], period: str) -> list[Block]:
    return [
        Block(one, found.get(one.key), sentences.of(found.get(one.key), one, period))
        for one in indicators
    ]
