# SPDX-License-Identifier: EUPL-1.2
"""Numbers in time and between places, to be set against chance: of one's own work, or protected."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from meerinbeeld.access import Actor
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import FORM, GROUP, Indicator, catalogue
from meerinbeeld.insight.queries import own
from meerinbeeld.insight.queries.own import Wanted
from meerinbeeld.insight.rules.numbers import Exact, Number, Protected
from meerinbeeld.insight.rules.periods import Span
from meerinbeeld.norms.calendar import add_months
from meerinbeeld.parties.models import Municipality

#: So many months back, the running one left out: it has not ended.
MONTHS: Final = 24


@dataclass(frozen=True)
class Town:
    code: str
    name: str
    population: int


@dataclass(frozen=True)
class Counted:
    """A moment (a month or a quarter) with its number; None when it is hidden."""

    name: str
    first: date
    number: Number


def towns() -> list[Town]:
    """The municipalities of the region, the largest first."""
    rows = Municipality.objects.order_by("-population", "name")
    return [Town(*row) for row in rows.values_list("cbs_code", "name", "population")]


def places_of(source: str) -> Indicator | None:
    """The indicator of a source that tells where."""
    return next((one for one in catalogue().of_source(source) if one.codes == "places"), None)


def of_source(source: str, dimension: str) -> Indicator | None:
    """The indicator of a source that tells the form, or the group."""
    wanted = {FORM: "form", GROUP: "list:group"}[dimension]
    return next((one for one in catalogue().of_source(source) if one.codes == wanted), None)


def months(actor: Actor, source: str, form: str = "", municipality: str = "") -> list[Counted]:
    """The own work month by month, from the first month that has something. Raises `Refused`."""
    until = timezone.localdate().replace(day=1)
    span = Span(add_months(until, -MONTHS), until)
    indicator = catalogue().of_source(source)[0]
    sums: dict[date, int] = defaultdict(int)
    wanted = Wanted(span, municipality=municipality, form=form)
    for (month, _code), number in own.by_month(actor, indicator, wanted).items():
        sums[month] += number.value or 0
    if not sums:
        return []
    first = min(sums)
    return [
        Counted(f"{month:%m-%Y}", month, Exact(sums[month]))
        for at in range(MONTHS)
        if (month := add_months(span.first, at)) >= first
    ]


def quarters(actor: Actor, source: str) -> list[Counted]:
    """The region quarter by quarter, as the gate let it out. Raises `Refused`."""
    found = []
    for year, shown in gate.shown(actor, source).items():
        for at, (name, number) in enumerate(shown.quarters().items()):
            found.append(Counted(name, date(year, 3 * at + 1, 1), number))
    return found


def own_places(actor: Actor, source: str, span: Span) -> Mapping[str, Number]:
    """The own work by municipality. Raises `Refused`."""
    indicator = places_of(source)
    if indicator is None:
        return {}
    return own.totals(actor, source, [indicator], Wanted(span)).get(indicator.key, {})


def region_places(shown: gate.Shown, source: str) -> Mapping[str, Protected]:
    """A year of the region by municipality; empty when that was not let out."""
    return _codes(shown, places_of(source))


def region_codes(shown: gate.Shown, source: str, dimension: str) -> Mapping[str, Protected]:
    """A year of the region by form or by group; empty when that was not let out."""
    return _codes(shown, of_source(source, dimension))


def _codes(shown: gate.Shown, indicator: Indicator | None) -> Mapping[str, Protected]:
    if indicator is None or not shown.has(indicator):
        return {}
    found = {code: shown.number(indicator, code) for code in indicator.labels()}
    return {code: number for code, number in found.items() if number is not None}
