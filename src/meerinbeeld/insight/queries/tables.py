# SPDX-License-Identifier: EUPL-1.2
"""An indicator as a table: of one's own work, or of the region as the gate let it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.db.models import Sum
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, may
from meerinbeeld.access.roles import Purpose, Verb
from meerinbeeld.insight.catalogue import (
    MUNICIPALITY,
    PERIOD,
    Indicator,
    catalogue,
    dimension_labels,
    dimension_name,
)
from meerinbeeld.insight.gate import Shown, about_organisations
from meerinbeeld.insight.models import Source, Tally
from meerinbeeld.insight.queries import own
from meerinbeeld.insight.queries.own import Wanted
from meerinbeeld.insight.rules.grids import Grid, Rate, grid
from meerinbeeld.insight.rules.numbers import Exact, Number
from meerinbeeld.insight.rules.periods import quarters
from meerinbeeld.parties.models import Municipality

NOBODY: Final = Exact(0)
PER_INHABITANTS: Final = 10_000
PER_HOURS: Final = 100
#: So many codes fit beside each other even when nobody has them.
FEW: Final = 3


def of_own(actor: Actor, indicator: Indicator, by: str, wanted: Wanted) -> Grid:
    """The table of one's own work, set side by side by a dimension when one is named."""
    cells, columns = _own_cells(actor, indicator, by, wanted)
    lines, lines_are = indicator.labels(), ""
    if by == MUNICIPALITY:
        # many municipalities and few codes: read downwards, each with its inhabitants
        cells = {(column, code): number for (code, column), number in cells.items()}
        lines, columns = columns, _used(lines, cells)
        lines_are = dimension_name(by)
    places = by == MUNICIPALITY or indicator.codes == "places"
    return grid(
        lines,
        columns,
        _Sums(cells),
        _("Together"),
        rates=_own_rates(actor, indicator, wanted) if places else [],
        per=catalogue().per[indicator.source],
        lines_are=lines_are,
    )


def _used(labels: Mapping[str, str], cells: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """The codes that any line has, as columns; of a few codes all, for a zero tells too."""
    if len(labels) <= FEW:
        return dict(labels)
    used = {code for (_line, code), number in cells.items() if number}
    return {code: name for code, name in labels.items() if code in used}


def _own_cells(
    actor: Actor, indicator: Indicator, by: str, wanted: Wanted
) -> tuple[Mapping[tuple[str, str], int], dict[str, str]]:
    if by == PERIOD:
        spans = quarters(wanted.span)
        found: dict[tuple[str, str], int] = defaultdict(int)
        for (month, code), number in own.by_month(actor, indicator, wanted).items():
            name = next(span.name for span in spans if span.first <= month < span.until)
            found[code, name] += number.value or 0
        return found, {span.name: span.name for span in spans}
    if by:
        told = own.beside(actor, indicator, by, wanted)
        used = {column for _code, column in told}
        labels = {code: name for code, name in dimension_labels(by).items() if code in used}
        return {place: number.value or 0 for place, number in told.items()}, labels
    told_all = own.totals(actor, indicator.source, [indicator], wanted)
    return {(code, "*"): n.value or 0 for code, n in told_all[indicator.key].items()}, {}


class _Sums:
    """Numbers with their margins."""

    def __init__(self, cells: Mapping[tuple[str, str], int]) -> None:
        self._sums: dict[tuple[str, str], int] = defaultdict(int)
        for (code, column), number in cells.items():
            places = {(code, column), (code, "*"), ("*", column), ("*", "*")}
            for place in places:
                self._sums[place] += number

    def __call__(self, code: str, column: str) -> Number:
        return Exact(self._sums.get((code, column), 0))


def of_many_own(
    actor: Actor, source: str, indicators: Iterable[Indicator], wanted: Wanted
) -> dict[str, Grid]:
    """Several tables of one source in one query, and one for each that has columns at first."""
    asked = list(indicators)
    chosen = [one for one in asked if not one.beside]
    apart = {one.key: of_own(actor, one, one.beside, wanted) for one in asked if one.beside}
    if not chosen:
        return apart
    told = own.totals(actor, source, chosen, wanted)
    return apart | {
        one.key: grid(
            one.labels(),
            {},
            _Sums({(code, "*"): n.value or 0 for code, n in told[one.key].items()}),
            _("Together"),
            per=catalogue().per[source],
        )
        for one in chosen
    }


def of_region(shown: Mapping[int, Shown], indicator: Indicator, by: str, year: int) -> Grid | None:
    """The protected table of a year; None when it was not let out, as crosses often are not."""
    here = shown.get(year)
    if here is None or not here.has(indicator):
        return None
    if by == PERIOD:
        return _by_year(shown, indicator)
    if by and not here.has(indicator, by):
        return None
    labels = dimension_labels(by) if by else {}

    def get(code: str, column: str) -> Number | None:
        beside = {} if column == "*" else {by: column}
        return here.number(indicator, code, **beside)

    used = {code: name for code, name in labels.items() if _any(get("*", code))}
    rates = [inhabitants()] if indicator.codes == "places" else []
    return grid(indicator.labels(), used, get, _("Together"), rates=rates)


def _any(number: Number | None) -> bool:
    return number is not None and number.value != 0


def _by_year(shown: Mapping[int, Shown], indicator: Indicator) -> Grid:
    """Years side by side. The last column is the newest year: years are not added up."""
    found = {year: one for year, one in shown.items() if one.has(indicator)}
    *before, newest = sorted(found)

    def get(code: str, column: str) -> Number | None:
        return found[newest if column == "*" else int(column)].number(indicator, code)

    return grid(indicator.labels(), {str(year): str(year) for year in before}, get, str(newest))


def _own_rates(actor: Actor, indicator: Indicator, wanted: Wanted) -> list[Rate]:
    """Per inhabitants of what the organisation serves, and per hours where hours are kept."""
    rates = [inhabitants(actor.municipalities)]
    if indicator.source != Source.HOURS and may(actor, Verb.LIST, "hours", Purpose.CARE):
        rates.append(effort(actor, wanted))
    return rates


def of_network(actor: Actor, indicator: Indicator) -> Grid:
    """What the directory holds today."""
    told = about_organisations(actor, indicator)

    def get(code: str, _column: str) -> Number | None:
        return told["*"] if code == "*" else told.get(code)

    return grid(indicator.labels(), {}, get, _("Together"), keep_empty=len(indicator.labels()) < 4)


def inhabitants(towns: Collection[str] | None = None) -> Rate:
    """Per ten thousand inhabitants of each municipality, and of all of these (None: the region)."""
    found = (
        Municipality.objects.all() if towns is None else Municipality.objects.filter(pk__in=towns)
    )
    each = dict(found.values_list("cbs_code", "population"))
    each["*"] = sum(each.values())
    return Rate(_("per 10,000 inhabitants"), each, PER_INHABITANTS)


def effort(actor: Actor, wanted: Wanted) -> Rate:
    """Per hundred hours that the own organisation wrote down for the municipality."""
    minutes = Tally.objects.filter(
        indicator="hours_stream", owner_id=actor.organisation_id, form="", group="",
        month__gte=wanted.span.first, month__lt=wanted.span.until,
    )  # fmt: skip
    told = minutes.order_by().values_list("municipality_id").annotate(Sum("number"))
    each = {code or "unknown": number for code, number in told}
    each["*"] = sum(each.values())
    return Rate(_("per 100 hours"), each, PER_HOURS * 60)
