# SPDX-License-Identifier: EUPL-1.2
"""The overview of a quarter or a year for one's role: sentences, a few pictures, and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meerinbeeld.access import Actor, Verb, require
from meerinbeeld.access.actor import actor_of
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.queries import chance as chance_queries
from meerinbeeld.insight.queries import own, tables
from meerinbeeld.insight.queries.own import Wanted
from meerinbeeld.insight.rules import digests
from meerinbeeld.insight.rules.grids import outside
from meerinbeeld.insight.rules.numbers import only_protected
from meerinbeeld.insight.rules.periods import Span
from meerinbeeld.insight.views import chance_charts, looking, sentences
from meerinbeeld.insight.views.screens import ANYBODY, SCREENS
from meerinbeeld.ui import paper
from meerinbeeld.ui.charts import Chart, files

_PAPER: Final = Path(__file__).resolve().parents[1] / "paper" / "digest.typ"
#: Under a text of so few sentences there is nothing to tell.
WHAT: Final = "digest"


@dataclass(frozen=True)
class Part:
    """One's own work, or the region: what is told of it, and how it looks."""

    title: str
    sentences: list[str]
    exact: bool
    charts: list[Chart] = field(default_factory=list)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The newest overview, or that of the period in the address; `as=pdf` gives the paper."""
    actor = actor_of(request)
    require(actor, Verb.LIST, gate.KIND, gate.PURPOSE)
    known = digests.ended(timezone.localdate())
    asked = request.GET.get("periode")
    span = digests.named(asked) if asked else _newest(actor, known)
    if span is None or span.until > timezone.localdate():
        raise Http404
    on_paper = request.GET.get("as") == "pdf"
    parts = _parts(actor, span, Verb.EXPORT if on_paper else Verb.OPEN)
    title = _("Overview of %(period)s") % {"period": span.name}
    if on_paper:
        return _on_paper(title, span, parts)
    exact = any(part.exact for part in parts)
    context = {
        "title": title,
        "span": span,
        "known": known,
        "parts": parts,
        "print_reference": span.name,
        "print_purpose": own.PURPOSE.label if exact else gate.PURPOSE.label,
    }
    return render(request, "insight/digest.html", context)


def _newest(actor: Actor, known: Sequence[Span]) -> Span:
    """For the team the newest period; for others the newest year: nothing later is let out."""
    if any(own.has_own(actor, source) for source in gate.sources()):
        return known[0]
    return next(span for span in known if span.quarter is None)


def _parts(actor: Actor, span: Span, verb: str) -> list[Part]:
    keys = SCREENS.get(actor.role, ANYBODY)
    chosen = [one for key in keys for one in catalogue().indicators if one.key == key]
    sources = list(dict.fromkeys(one.source for one in chosen))
    ours = [source for source in sources if own.has_own(actor, source)]
    parts = [_region(actor, span, chosen, sources)]
    if ours:
        looking.journaled(actor, WHAT, verb)
        parts.insert(0, _own(actor, span, [one for one in chosen if one.source in ours], ours))
    return parts


def _own(actor: Actor, span: Span, chosen: Sequence[Indicator], ours: Sequence[str]) -> Part:
    """Exact sentences of the own work in this period, and whether its months stand out."""
    told: list[str] = []
    charts: list[Chart] = []
    for source in ours:
        some = [one for one in chosen if one.source == source]
        grids = tables.of_many_own(actor, source, some, Wanted(span))
        told += _told([(one, sentences.of(grids.get(one.key), one, span.name)) for one in some])
        months = chance_queries.months(actor, source)
        chart = chance_charts.in_time(months, str(catalogue().units[source]), True)
        charts += [chart] if chart else []
    return Part(_("Our own work"), told, True, charts[:1])


def _region(actor: Actor, span: Span, chosen: Sequence[Indicator], sources: Sequence[str]) -> Part:
    """What was let out of the year of this period; of a quarter its whole as well."""
    told: list[str] = []
    charts: list[Chart] = []
    for source in sources:
        shown = gate.shown(actor, source)
        if span.year not in shown:
            continue
        if span.quarter:
            told += _quarter(shown[span.year], span, source)
        pairs = []
        for one in (one for one in chosen if one.source == source and one.outside):
            grid = tables.of_region(shown, one, "", span.year)
            said = sentences.of(outside(grid) if grid else None, one, str(span.year))
            pairs.append((one, said))
        told += _told(pairs)
        places = chance_queries.region_places(shown[span.year], source)
        only_protected(places.values())
        unit = str(catalogue().units[source])
        chart = chance_charts.on_map(places, chance_queries.towns(), unit)
        charts += [chart] if chart else []
    return Part(_("The region, protected"), told, False, charts[:1])


def _quarter(shown: gate.Shown, span: Span, source: str) -> list[str]:
    number = shown.quarters().get(span.name)
    if number is None:
        return []
    only_protected([number])
    words = {
        "number": sentences.plain(number), "period": span.name,
        "unit": catalogue().unit(source, number.value or 0),
    }  # fmt: skip
    if number.value is None:
        return [_("How many there were in %(period)s is hidden.") % words]
    return [_("%(number)s %(unit)s in %(period)s.") % words]


def _told(pairs: Sequence[tuple[Indicator, str]]) -> list[str]:
    """A sentence per indicator that has one, after its title."""
    return [f"{one.title}: {said}" for one, said in pairs if said]


def _on_paper(title: str, span: Span, parts: Sequence[Part]) -> HttpResponse:
    data = {
        "footer": f"{title} · {timezone.localdate():%d-%m-%Y}",
        "nothing": _("There is nothing to tell of this period."),
        "parts": [
            {
                "title": part.title,
                "sentences": part.sentences,
                "charts": [files.for_paper(chart) for chart in part.charts],
            }
            for part in parts
        ],
    }
    made = paper.pdf(_PAPER, data, title=title, language=(get_language() or "nl")[:2])
    response = HttpResponse(made, content_type="application/pdf")
    name = f"overzicht-{span.name}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
