# SPDX-License-Identifier: EUPL-1.2
"""The hours of a month: per municipality, for care and for prevention."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meerinbeeld import norms
from meerinbeeld.access import Actor, Purpose, Verb, may, require
from meerinbeeld.care.actions.hours import KIND
from meerinbeeld.care.models import WorkedHours
from meerinbeeld.care.rules.hours import in_hours
from meerinbeeld.norms.calendar import add_months
from meerinbeeld.parties.models import Municipality
from meerinbeeld.ui import sheets
from meerinbeeld.ui.cells import HOURS, Figure

CARE, PREVENTION = WorkedHours.Stream.CARE, WorkedHours.Stream.PREVENTION


@dataclass(frozen=True)
class Line:
    """One municipality: minutes of both streams."""

    name: str
    care: int
    prevention: int

    @property
    def total(self) -> int:
        return self.care + self.prevention


@dataclass(frozen=True)
class Month:
    """A month of an organisation."""

    first: date
    lines: list[Line]

    @property
    def before(self) -> date:
        return add_months(self.first, -1)

    @property
    def after(self) -> date:
        return add_months(self.first, 1)

    @property
    def whole(self) -> Line:
        care = sum(line.care for line in self.lines)
        return Line(_("Together"), care, sum(line.prevention for line in self.lines))

    @property
    def most(self) -> int:
        """The longest bar of the picture."""
        return max((line.total for line in self.lines), default=0)


def month(actor: Actor, first: date) -> Month:
    """The sums of one month; a municipality without hours stands there too."""
    require(actor, Verb.LIST, KIND, Purpose.CARE)
    rows = WorkedHours.objects.filter(
        organisation_id=actor.organisation_id, on__gte=first, on__lt=add_months(first, 1)
    )
    sums: dict[str | None, dict[str, int]] = defaultdict(dict)
    grouped = rows.order_by().values_list("municipality_id", "stream").annotate(Sum("minutes"))
    for town, stream, minutes in grouped:
        sums[town][stream] = minutes
    return Month(first, [*_towns(actor, sums), *_everywhere(sums)])


def month_until(actor: Actor, day: date) -> Month | None:
    """This month in short: only municipalities with hours. None for a role without hours."""
    if not may(actor, Verb.LIST, KIND, Purpose.CARE):
        return None
    whole = month(actor, day.replace(day=1))
    most_first = sorted((line for line in whole.lines if line.total), key=lambda one: -one.total)
    return Month(whole.first, most_first)


def _towns(actor: Actor, sums: dict[str | None, dict[str, int]]) -> list[Line]:
    wanted = actor.municipalities | {town for town in sums if town}
    towns = Municipality.objects.filter(pk__in=wanted).order_by("name")
    return [_line(town.name, sums.get(town.pk, {})) for town in towns]


def _everywhere(sums: dict[str | None, dict[str, int]]) -> list[Line]:
    return [_line(_("The whole region"), sums[None])] if None in sums else []


def _line(name: str, by_stream: dict[str, int]) -> Line:
    return Line(name, by_stream.get(CARE, 0), by_stream.get(PREVENTION, 0))


@dataclass(frozen=True)
class Entry:
    """Something that one person wrote down."""

    row: WorkedHours
    what: str
    town: str


def own(actor: Actor, first: date, most: int = 12) -> list[Entry]:
    """What the actor wrote down in a month, the newest first."""
    require(actor, Verb.LIST, KIND, Purpose.CARE)
    rows = WorkedHours.objects.filter(
        organisation_id=actor.organisation_id,
        person_id=actor.person_id,
        on__gte=first,
        on__lt=add_months(first, 1),
    ).select_related("municipality", "contact__case")
    kinds = norms.codelist("work_kind")
    return [
        Entry(row, kinds.label(row.what), row.municipality.name if row.municipality else "")
        for row in rows.order_by("-on", "-pk")[:most]
    ]


def table(found: Month) -> sheets.Table:
    """The same as a table to take along."""
    head = [
        _("Municipality"),
        pgettext("hours", "Care"),
        pgettext("hours", "Prevention"),
        _("Together"),
    ]
    rows = [*found.lines, found.whole]
    return sheets.table(
        head, ([r.name, *map(_hours, (r.care, r.prevention, r.total))] for r in rows)
    )


def _hours(minutes: int) -> str:
    return Figure(in_hours(minutes), minutes / (24 * 60), HOURS)
