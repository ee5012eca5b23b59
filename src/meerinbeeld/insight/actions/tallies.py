# SPDX-License-Identifier: EUPL-1.2
"""Keeps the tallies up: a month of a source is counted again when something of it changed.

The lower floors know nothing of it: every change of a signal, case or notification moves its
`changed_at`, and that tells which months to count again. Once a day all months are counted again,
so that what changed without that trace is caught too.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from meerinbeeld.insight.models import Counted, Tally
from meerinbeeld.insight.universes import UNIVERSES
from meerinbeeld.insight.universes.base import Universe, first_of
from meerinbeeld.norms.calendar import add_months

Key = tuple[Any, ...]
#: A change that was being written while the last count ran is counted in the next one.
OVERLAP: Final = timedelta(minutes=2)
#: How many months one round of the daily recount takes, so that no round lasts long.
AT_ONCE: Final = 3
DAILY: Final = timedelta(days=1)
_FIELDS: Final = ("indicator", "owner_id", "municipality_id", "form", "group", "code")


def tick_tallies() -> int:
    """Count what changed, and the months that were not counted for a day. Returns how many."""
    now, done = timezone.now(), 0
    for source, universe in UNIVERSES.items():
        for month in _due(source, universe, now):
            count_month(source, month)
            done += 1
    return done


def count_everything() -> int:
    """Count every month of every source; returns how many."""
    done = 0
    for source, universe in UNIVERSES.items():
        for month in _months(universe):
            count_month(source, month)
            done += 1
    return done


def count_month(source: str, month: date) -> None:
    """Count one month of a source anew and write down only what is different."""
    universe, begun = UNIVERSES[source], timezone.now()
    with transaction.atomic():
        found = _recount(universe, month)
        rows = Tally.objects.filter(month=month, indicator__in=universe.codes)
        known = {tuple(row[1:7]): (row[0], row[7]) for row in rows.values_list(
            "pk", *_FIELDS, "number"
        )}  # fmt: skip
        gone = [pk for key, (pk, _number) in known.items() if key not in found]
        changed = [
            Tally(pk=known[key][0], number=number)
            for key, number in found.items()
            if key in known and known[key][1] != number
        ]
        new = [
            Tally(month=month, number=number, **dict(zip(_FIELDS, key, strict=True)))
            for key, number in found.items()
            if key not in known
        ]
        Tally.objects.filter(pk__in=gone).delete()
        Tally.objects.bulk_update(changed, ["number"], batch_size=500)
        Tally.objects.bulk_create(new, batch_size=500)
        Counted.objects.update_or_create(source=source, month=month, defaults={"at": begun})


def _recount(universe: Universe, month: date) -> dict[Key, int]:
    """The counts of a month, in one query for each indicator: of all, by form, group and both."""
    rows = universe.rows(month)
    found: dict[Key, int] = defaultdict(int)
    if not rows.exists():
        return found
    rows = rows.annotate(_form=universe.form, _group=universe.group)
    by = (universe.owner, universe.municipality, "_form", "_group", "_code")
    for indicator, expression in universe.codes.items():
        told = rows.annotate(_code=expression).values_list(*by).annotate(n=universe.number)
        for owner, town, form, group, code, number in told:
            for facet in (("", ""), (form, ""), ("", group), (form, group)):
                if number:
                    found[indicator, owner, town, *facet, code] += number
    return found


def _due(source: str, universe: Universe, now: datetime) -> list[date]:
    counted = dict(Counted.objects.filter(source=source).values_list("month", "at"))
    if not counted:
        return _months(universe)
    since = max(counted.values()) - OVERLAP
    changed = {
        month
        for day, at in universe.changed(since)
        if counted.get(month := first_of(day), since) < at + OVERLAP
    }
    never = [month for month in _months(universe) if month not in counted]
    old = sorted((at, month) for month, at in counted.items() if at < now - DAILY)[:AT_ONCE]
    return sorted(changed.union(never, (month for _at, month in old)))


def _months(universe: Universe) -> list[date]:
    first, last = universe.all_days()
    if first is None or last is None:
        return []
    months, end = [first_of(first)], first_of(last)
    while months[-1] < end:
        months.append(add_months(months[-1], 1))
    return months


def counted_at(source: str) -> datetime | None:
    """When the figures of a source were last brought up to date."""
    newest: datetime | None = Counted.objects.filter(source=source).aggregate(at=Max("at"))["at"]
    return newest
