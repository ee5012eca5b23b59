# SPDX-License-Identifier: EUPL-1.2
"""Minutes that were written down for care and for prevention, by the day of the work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F, Max, Min, QuerySet, Sum, Value
from django.utils import timezone

from meerinbeeld.care.models import WorkedHours
from meerinbeeld.insight.universes.base import TEXT, Universe
from meerinbeeld.norms.calendar import add_months


def rows(first: date) -> QuerySet[WorkedHours]:
    return WorkedHours.objects.filter(on__gte=first, on__lt=add_months(first, 1)).order_by()


def changed(since: datetime) -> Iterable[tuple[date, datetime]]:
    """Hours carry no moment of change: those of this month and the last are always counted."""
    now = timezone.now()
    today = timezone.localdate()
    return [(today, now), (add_months(today, -1), now)]


def all_days() -> tuple[date | None, date | None]:
    found = WorkedHours.objects.aggregate(first=Min("on"), last=Max("on"))
    return found["first"], found["last"]


HOURS = Universe(
    rows=rows,
    changed=changed,
    all_days=all_days,
    owner="organisation_id",
    municipality="municipality_id",
    form=Value("none", output_field=TEXT),
    group=Value("unknown", output_field=TEXT),
    codes={"hours_stream": F("stream")},
    number=Sum("minutes"),
)
