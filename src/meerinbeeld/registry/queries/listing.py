# SPDX-License-Identifier: EUPL-1.2
"""The list of notifications: references and coded facts alone. Nothing here is decrypted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from meerinbeeld.access import Actor, Reach, Verb, require
from meerinbeeld.parties.models import Organisation
from meerinbeeld.registry.models import Notification, NotifiedForm, Passing
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.scope import KIND, PURPOSE, visible
from meerinbeeld.registry.rules.completeness import NATIONAL, missing
from meerinbeeld.ui.counting import bounded

PAGE: Final = 20

YEAR, MISSING, WAITS = ("year", "missing", "waits")
READY, UNNAMED, WITHDRAWN = ("ready", "unnamed", "withdrawn")
TILES: Final = (YEAR, MISSING, WAITS, READY, UNNAMED, WITHDRAWN)
Rest, State = Notification.Rest, Passing.State


@dataclass(frozen=True)
class Wanted:
    """What a person filters the list by. Empty means: do not care."""

    tile: str = ""
    year: int | None = None
    form: str = ""
    organisation: str = ""
    rests_on: str = ""
    passing: str = ""
    lacks: str = ""

    @property
    def is_narrowed(self) -> bool:
        filters = (self.year, self.form, self.organisation, self.rests_on, self.passing, self.lacks)
        return bool(self.tile) or any(filters)


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    notification: Notification
    forms: list[str]
    missing: list[str]

    @property
    def first_form(self) -> str:
        return self.forms[0] if self.forms else ""

    @property
    def other_forms(self) -> str:
        return ", ".join(self.forms[1:]).lower()

    @property
    def rests_on(self) -> str:
        if self.notification.rests_on == Rest.NONE:
            return _("No ground")
        return str(capfirst(self.notification.get_rests_on_display()))

    @property
    def passing(self) -> str:
        return str(capfirst(self.notification.passing.get_state_display()))


def counts(actor: Actor, today: date) -> dict[str, int]:
    """The numbers at the top, each at most `MANY`."""
    return {tile: bounded(visible(actor).filter(_tile(tile, today))) for tile in TILES}


def listing(actor: Actor, wanted: Wanted, today: date) -> QuerySet[Notification]:
    """The notifications that fit, the newest first; give a page of it to `rows`."""
    found = visible(actor).filter(_narrowed(wanted, today))
    return (
        found.select_related("organisation", "victim", "municipality", "passing")
        .prefetch_related("forms")
        .order_by("-notified_on", "-made_at", "id")
    )


def rows(found: Iterable[Notification]) -> list[Row]:
    return [
        Row(
            one,
            words.labels("forms", (form.form for form in one.forms.all())),
            [words.field_label(name) for name in lacking(one)],
        )
        for one in found
    ]


def lacking(row: Notification) -> list[str]:
    """Which of the national fields nobody filled in. Forms come prefetched."""
    values = {
        name: getattr(row, name) for name in NATIONAL if name not in ("forms", "municipality")
    }
    forms = [form.form for form in row.forms.all()]
    return missing({**values, "forms": forms, "municipality": row.municipality_id})


def organisations(actor: Actor) -> list[Organisation]:
    """Who notified, for whoever keeps the register; nothing to choose for others."""
    if require(actor, Verb.LIST, KIND, PURPOSE).reach != Reach.REGION:
        return []
    told = Notification.objects.filter(organisation=OuterRef("pk"))
    return list(Organisation.objects.filter(Exists(told)).order_by("name"))


def years(actor: Actor) -> list[int]:
    """The years in which something was notified, the newest first."""
    # one step along the index for each year: to look at every row takes long where there are many
    seen, found = visible(actor), list[int]()
    day = seen.aggregate(day=Max("notified_on"))["day"]
    while day is not None:
        found.append(day.year)
        before = seen.filter(notified_on__lt=date(day.year, 1, 1))
        day = before.aggregate(day=Max("notified_on"))["day"]
    return found


def lacks(field: str) -> Q:
    """Notifications in which one of the national fields is not filled in."""
    if field == "forms":
        return ~Q(Exists(NotifiedForm.objects.filter(notification=OuterRef("pk"))))
    if field == "nationalities":
        return Q(nationalities=[])
    if field == "municipality":
        return Q(municipality=None)
    return Q(**{field: ""})


def lacks_something() -> Q:
    found = Q()
    for field in NATIONAL:
        found |= lacks(field)
    return found


def in_year(year: int) -> Q:
    return Q(notified_on__gte=date(year, 1, 1), notified_on__lte=date(year, 12, 31))


def _tile(tile: str, today: date) -> Q:
    tiles = {
        YEAR: in_year(today.year),
        MISSING: lacks_something(),
        WAITS: Q(passing__state=State.WAITS),
        READY: Q(passing__state=State.READY),
        UNNAMED: Q(rests_on=Rest.NONE, withdrawn_at=None),
        WITHDRAWN: Q(withdrawn_at__isnull=False),
    }
    return tiles.get(tile, Q())


def _narrowed(wanted: Wanted, today: date) -> Q:
    narrowed = _tile(wanted.tile, today)
    if wanted.year:
        narrowed &= in_year(wanted.year)
    if wanted.form:
        forms = NotifiedForm.objects.filter(notification=OuterRef("pk"), form=wanted.form)
        narrowed &= Q(Exists(forms))
    if wanted.organisation:
        narrowed &= Q(organisation_id=wanted.organisation)
    if wanted.rests_on:
        narrowed &= Q(rests_on=wanted.rests_on)
    if wanted.passing:
        narrowed &= Q(passing__state=wanted.passing)
    if wanted.lacks:
        narrowed &= lacks(wanted.lacks)
    return narrowed
