# SPDX-License-Identifier: EUPL-1.2
"""The counts of the whole region that the gate takes in. No view reads these.

A test holds that only the gate imports this module.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q, Sum

from meerinbeeld.insight.catalogue import FORM, GROUP, Indicator, catalogue
from meerinbeeld.insight.models import Tally
from meerinbeeld.insight.rules.periods import Span, quarters

Columns = tuple[str, ...]
Counts = Mapping[tuple[str, ...], int]
QUARTER: Final = "quarter"


@dataclass(frozen=True)
class Tables:
    """Counts by their columns, and which of them to try to publish together, the most first."""

    counts: dict[Columns, Counts]
    levels: list[list[Columns]] = field(default_factory=list)
    whole: int = 0


def column(source: str, dimension: str) -> str:
    """The column of what figures are set side by side by."""
    return f"{source}_{dimension}"


def columns_of(indicator: Indicator, *beside: str) -> Columns:
    """The columns of a table of an indicator: what it shares, what stands beside it, itself."""
    linked = (indicator.link.name,) if indicator.link else ()
    return (*linked, *(column(indicator.source, one) for one in beside), indicator.key)


def tables_of_year(source: str, span: Span) -> Tables:
    """Every table of a source about a year; `levels` from all crosses to none."""
    indicators = [one for one in catalogue().of_source(source) if one.outside]
    by_key = {one.key: one for one in indicators}
    counts: dict[Columns, dict[tuple[str, ...], int]] = defaultdict(dict)
    rows = Tally.objects.filter(
        Q(form="") | Q(group=""),
        indicator__in=by_key, month__gte=span.first, month__lt=span.until,
    )  # fmt: skip
    for key, form, group, code, number in (
        rows.order_by().values_list("indicator", "form", "group", "code").annotate(Sum("number"))
    ):
        indicator = by_key[key]
        beside = {FORM: form} if form else {GROUP: group} if group else {}
        if key in {column(source, one) for one in beside}:
            continue
        place = (*([indicator.link.of(code)] if indicator.link else []), *beside.values(), code)
        counts[columns_of(indicator, *beside)][place] = number
    base = [columns_of(one) for one in indicators if columns_of(one) in counts]
    if not base:
        return Tables({})
    counts[(QUARTER,)] = _by_quarter(indicators[0].key, span)
    return Tables(
        dict(counts), _levels(source, [*base, (QUARTER,)], counts), sum(counts[base[0]].values())
    )


def _by_quarter(key: str, span: Span) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for quarter in quarters(span):
        rows = Tally.objects.filter(
            Q(month__gte=quarter.first, month__lt=quarter.until), indicator=key, form="", group=""
        )
        found[(quarter.name,)] = rows.aggregate(n=Sum("number"))["n"] or 0
    return found


def _levels(
    source: str, base: list[Columns], counts: Mapping[Columns, Counts]
) -> list[list[Columns]]:
    """All crosses; those by group; form by group; none."""
    form, group = column(source, FORM), column(source, GROUP)
    crosses = [one for one in counts if one not in base]
    by_group = [one for one in crosses if group in one]
    both = [one for one in crosses if set(one) == {form, group}][:1]
    found: list[list[Columns]] = []
    for extra in (crosses, by_group, both, []):
        if [*base, *extra] not in found:
            found.append([*base, *extra])
    return found
