# SPDX-License-Identifier: EUPL-1.2
"""A national series beside the region's own. The name of the series always stands with a number."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from meerinbeeld import norms
from meerinbeeld.access.actor import actor_of
from meerinbeeld.registry.queries import series as queries
from meerinbeeld.registry.queries.figures import keeper
from meerinbeeld.registry.queries.series import Beside
from meerinbeeld.registry.rules.measures import NATIONALITY
from meerinbeeld.registry.series import reading
from meerinbeeld.registry.views import figures_words
from meerinbeeld.ui.charts import Chart, Line, Lines
from meerinbeeld.ui.parts import Column, Tab

_NAMES: Final = {
    reading.COMENSHA: gettext_lazy("CoMensha, victims"),
    reading.RAPPORTEUR: gettext_lazy("Nationaal Rapporteur, victims"),
    reading.NOTIFIED: gettext_lazy("CoMensha, notifications"),
}
_MEASURES: Final = {
    "victims": gettext_lazy("Victims"),
    "minors": gettext_lazy("Under 18"),
    "age_18_22": gettext_lazy("18 to 22"),
    "women": gettext_lazy("Women"),
    "form_sexual": gettext_lazy("Sexual exploitation"),
    "form_labour": gettext_lazy("Labour exploitation"),
    "form_criminal": gettext_lazy("Criminal exploitation"),
    "form_labour_incl_criminal": gettext_lazy("Labour, criminal included"),
    "form_labour_and_crime": gettext_lazy("Labour and crime"),
    "form_both": pgettext_lazy("form", "Both"),
    "form_unknown": pgettext_lazy("form", "Not known"),
    "by_police": gettext_lazy("Notified by the police"),
    "by_care": gettext_lazy("Notified by care"),
    "by_labour_inspectorate": gettext_lazy("Notified by the labour inspectorate"),
    "by_border": gettext_lazy("Notified by the border police"),
    "NP": gettext_lazy("Police"),
    "zorgcoordinatie": gettext_lazy("Care coordination"),
    "FairWork": "FairWork",
    "NLA": gettext_lazy("Labour inspectorate"),
    "KMar": gettext_lazy("Border police"),
}


@require_safe
def series(request: HttpRequest, name: str = reading.COMENSHA) -> HttpResponse:
    actor = actor_of(request)
    keeper(actor)
    try:
        found = queries.beside(actor, name, timezone.localdate())
    except KeyError:
        raise Http404 from None
    title = str(_NAMES[name])
    context = {
        "tabs": figures_words.tabs(actor, "figures_series"),
        "choices": [
            Tab(str(_NAMES[one]), _url(one), current=one == name) for one in reading.SERIES
        ],
        "found": found,
        "title": title,
        "sentence": _sentence(found, title),
        "charts": _charts(found, title) if name != reading.NOTIFIED else [],
        "columns": [
            Column(_("Year")),
            Column(title, numeric=True),
            Column(_("Register of the region"), numeric=True),
        ],
        "tables": [(measure_words(one), _rows(found, one)) for one in found.national.measures],
    }
    return render(request, "registry/figures/series.html", context)


def measure_words(measure: str) -> str:
    """What a measure counts."""
    if measure.startswith(NATIONALITY):
        return norms.codelist("country").label(measure.removeprefix(NATIONALITY))
    return str(_MEASURES[measure])


def _url(name: str) -> str:
    return reverse("figures_series_of", args=[name])


def _rows(found: Beside, measure: str) -> list[tuple[str, str, str]]:
    """Each year about which one of the two says something: the national number, the region's."""
    rows = [(year, found.national.value(measure, year), found.own(measure, year))
            for year in found.years]  # fmt: skip
    return [
        (str(year), _said(value), _said(own))
        for year, value, own in rows
        if value is not None or own is not None
    ]


def _said(value: int | None) -> str:
    if value is None:
        return "–"
    return str(number_format(value, use_l10n=True, force_grouping=True))


def _sentence(found: Beside, title: str) -> str:
    """The last year in which the series says something about its first measure."""
    measure = found.national.measures[0]
    facts = [fact for fact in found.national.facts if fact.measure == measure]
    last = max(facts, key=lambda fact: fact.year)
    words = {
        "series": title,
        "measure": measure_words(measure).lower(),
        "year": last.year,
        "value": _said(last.value),
        "own": _said(found.own(measure, last.year)),
    }
    if found.own(measure, last.year) is None:
        said = _(
            "%(series)s: %(value)s in %(year)d (%(measure)s). The region counted nothing then."
        )
    else:
        said = _("%(series)s: %(value)s in %(year)d (%(measure)s). The region counted %(own)s.")
    return said % words


def _charts(found: Beside, title: str) -> list[Chart]:
    """The country and the region, each on its own scale: one is a hundred times the other."""
    national = [found.national.value(reading.VICTIMS, year) for year in found.national.years]
    own_years = [year for year in found.years if found.own(reading.VICTIMS, year) is not None]
    own = [found.own(reading.VICTIMS, year) for year in own_years]
    name = title.partition(",")[0]
    charts = [_chart("country", _("The country"), title, name, found.national.years, national)]
    if own_years:
        region, register = _("The region"), _("register of the region")
        charts.append(_chart("region", region, register, region, own_years, own))
    return charts


def _chart(
    name: str,
    heading: str,
    series_name: str,
    said: str,
    years: list[int],
    values: list[int | None],
) -> Chart:
    """`said` stands at the end of the line, where there is little room."""
    known = [(year, value) for year, value in zip(years, values, strict=True) if value is not None]
    first, last = known[0], known[-1]
    words = {"series": capfirst(series_name), "from": first[0], "to": last[0],
             "first": _said(first[1]), "last": _said(last[1])}  # fmt: skip
    return Chart(
        name=name,
        title=f"{heading}: {series_name}",
        sentence=_("%(series)s: from %(first)s in %(from)s to %(last)s in %(to)s.") % words,
        drawing=Lines(
            tuple(str(year) for year in years),
            (Line(said, tuple(values)),),
            _("victims"),
        ),
        columns=(Column(_("Year")), Column(_("Victims"), numeric=True)),
        rows=tuple((str(year), _said(value)) for year, value in zip(years, values, strict=True)),
    )
