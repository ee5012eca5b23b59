# SPDX-License-Identifier: EUPL-1.2
"""What a universe is: rows of a month, each counted once under one code of each indicator.

A thing with two forms counts under "more than one form". So the codes of an indicator add up to the
whole, and what the gate proves about sums is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from meerinbeeld.norms.calendar import add_months

Expression = Any
TEXT: Final = CharField()
SEVERAL, NONE, UNKNOWN = "several", "none", "unknown"
DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Universe:
    """A source of counts. `rows` are those of a month; the rest says how they are told apart."""

    rows: Callable[[date], QuerySet[Any]]
    #: What changed since a moment: the day by which it counts, and when it changed.
    changed: Callable[[datetime], Iterable[tuple[date, datetime]]]
    all_days: Callable[[], tuple[date | None, date | None]]
    owner: str
    municipality: str
    form: Expression
    group: Expression
    codes: Mapping[str, Expression]
    number: Expression = Count("pk")


def month_bounds(first: date) -> tuple[datetime, datetime]:
    """The moments at which a month begins and the next one does, on the clock of the region."""
    begin, end = (datetime.combine(day, time.min) for day in (first, add_months(first, 1)))
    return timezone.make_aware(begin), timezone.make_aware(end)


def first_of(day: date | datetime) -> date:
    """The first day of a month, on the clock of the region."""
    local = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return local.replace(day=1)


def one_of(rows: QuerySet[Any], parent: str, field: str, missing: str = NONE) -> Expression:
    """The one value of `field` among the parts of a thing, "several", or what is said of none."""
    each = rows.filter(**{parent: OuterRef("pk")}).order_by().values(parent)
    counted = each.annotate(_kinds=Count(field, distinct=True), _least=Min(field))
    one = Case(When(_kinds=1, then=F("_least")), default=Value(SEVERAL), output_field=TEXT)
    return Coalesce(
        Subquery(counted.annotate(_one=one).values("_one")), Value(missing), output_field=TEXT
    )


def first_moment(rows: QuerySet[Any], parent: str, field: str) -> Expression:
    """The earliest of a moment among the parts of a thing."""
    each = rows.filter(**{parent: OuterRef("pk")}).order_by().values(parent)
    return Subquery(each.annotate(_first=Min(field)).values("_first"))


def choose(default: str, *cases: tuple[Q, str]) -> Expression:
    """The code of the first condition that holds."""
    return Case(
        *(When(condition, then=Value(code)) for condition, code in cases),
        default=Value(default),
        output_field=TEXT,
    )


def band(
    since: str, until: str, bands: Iterable[tuple[str, int]], missing: str, beyond: str = "later"
) -> Expression:
    """How many days passed between two moments, in bands; `missing` while the second is not."""
    within = [(Q(**{f"{until}__lte": F(since) + days * DAY}), code) for code, days in bands]
    return choose(beyond, (Q(**{f"{until}__isnull": True}), missing), *within)


def filled(field: str, missing: str = UNKNOWN) -> Expression:
    """A coded field, with a word for the empty one."""
    return Case(
        When(Q(**{field: ""}) | Q(**{f"{field}__isnull": True}), then=Value(missing)),
        default=F(field),
        output_field=TEXT,
    )


def adult_or_minor(field: str) -> Expression:
    return choose(UNKNOWN, (Q(**{field: "yes"}), "minor"), (Q(**{field: "no"}), "adult"))
