# SPDX-License-Identifier: EUPL-1.2
"""Exact figures of one's own work: narrowed to what the actor may list of that source anyway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Q, QuerySet, Sum

from meerinbeeld.access import Actor, Purpose, Reach, Verb, may, require
from meerinbeeld.insight.catalogue import FORM, MUNICIPALITY, Indicator
from meerinbeeld.insight.models import Counted, Source, Tally
from meerinbeeld.insight.rules.numbers import Exact
from meerinbeeld.insight.rules.periods import Span

KIND: Final = "figures"
PURPOSE: Final = Purpose.MONITORING
#: What an actor has to be able to list to have exact figures of a source.
NEEDS: Final[Mapping[str, tuple[str, Purpose]]] = {
    Source.SIGNALS: ("signal", Purpose.REPORTING),
    Source.CASES: ("case", Purpose.CARE),
    Source.NOTIFICATIONS: ("notification", Purpose.MONITORING),
    Source.VICTIMS: ("notification", Purpose.MONITORING),
    Source.HOURS: ("hours", Purpose.CARE),
}


@dataclass(frozen=True)
class Wanted:
    """What figures are asked: a period, and perhaps one municipality, form and group."""

    span: Span
    municipality: str = ""
    form: str = ""
    group: str = ""


class NotOurs(LookupError):
    """There are no exact figures of this source for this actor."""


def has_own(actor: Actor, source: str) -> bool:
    """Whether there are exact figures of this source for this actor."""
    return _reach(actor, source) is not None


def _reach(actor: Actor, source: str) -> Q | None:
    if not may(actor, Verb.OPEN, KIND, PURPOSE) or source not in NEEDS:
        return None
    decision = may(actor, Verb.LIST, *NEEDS[source])
    if decision and decision.reach == Reach.REGION:
        return Q()
    if decision and decision.reach == Reach.ORGANISATION:
        return Q(owner_id=actor.organisation_id)
    return None


def _rows(actor: Actor, source: str, wanted: Wanted) -> QuerySet[Tally]:
    require(actor, Verb.OPEN, KIND, PURPOSE)
    reach = _reach(actor, source)
    if reach is None:
        raise NotOurs(source)
    rows = Tally.objects.filter(
        reach, month__gte=wanted.span.first, month__lt=wanted.span.until
    ).order_by()
    return rows.filter(municipality_id=wanted.municipality) if wanted.municipality else rows


def totals(
    actor: Actor, source: str, indicators: Iterable[Indicator], wanted: Wanted
) -> dict[str, dict[str, Exact]]:
    """Each indicator with the number of each code, in one query."""
    rows = _rows(actor, source, wanted).filter(
        indicator__in=[one.key for one in indicators], form=wanted.form, group=wanted.group
    )
    found: dict[str, dict[str, Exact]] = defaultdict(dict)
    for key, code, number in rows.values_list("indicator", "code").annotate(Sum("number")):
        found[key][code] = Exact(number)
    return found


def beside(
    actor: Actor, indicator: Indicator, dimension: str, wanted: Wanted
) -> dict[tuple[str, str], Exact]:
    """The number of each code for each value of a dimension, in one query."""
    rows = _rows(actor, indicator.source, wanted).filter(indicator=indicator.key)
    if dimension == MUNICIPALITY:
        rows = rows.filter(form=wanted.form, group=wanted.group)
        field = "municipality_id"
    elif dimension == FORM:
        rows, field = rows.filter(group=wanted.group).exclude(form=""), "form"
    else:
        rows, field = rows.filter(form=wanted.form).exclude(group=""), "group"
    told = rows.values_list("code", field).annotate(Sum("number"))
    return {(code, value or "unknown"): Exact(number) for code, value, number in told}


def by_month(actor: Actor, indicator: Indicator, wanted: Wanted) -> dict[tuple[date, str], Exact]:
    """The number of each code for each month, in one query."""
    rows = _rows(actor, indicator.source, wanted).filter(
        indicator=indicator.key, form=wanted.form, group=wanted.group
    )
    told: Any = rows.values_list("month", "code").annotate(Sum("number"))
    return {(month, code): Exact(number) for month, code, number in told}


def years(actor: Actor, source: str) -> list[int]:
    """The years in which a source was counted, the newest first; none where it is not ours."""
    if not has_own(actor, source):
        return []
    months = Counted.objects.filter(source=source).values_list("month", flat=True)
    return sorted({month.year for month in months}, reverse=True)
