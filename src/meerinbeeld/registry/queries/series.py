# SPDX-License-Identifier: EUPL-1.2
"""A national series with the region's own beside it. Small numbers: for the keeper's screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from meerinbeeld import norms
from meerinbeeld.access import Actor
from meerinbeeld.registry.queries.figures import keeper
from meerinbeeld.registry.queries.scope import visible
from meerinbeeld.registry.queries.victims import Person, persons
from meerinbeeld.registry.rules import measures
from meerinbeeld.registry.series import reading
from meerinbeeld.registry.series.reading import Series


@dataclass(frozen=True)
class Beside:
    """One national series and the region counted by the same measures."""

    national: Series
    #: By measure and year; a year in which nothing was notified has no key.
    region: Mapping[tuple[str, int], int]
    years: tuple[int, ...]

    def own(self, measure: str, year: int) -> int | None:
        return self.region.get((measure, year))


def beside(actor: Actor, name: str, today: date) -> Beside:
    """Raises `Refused` for who does not keep the register, `KeyError` for an unknown series."""
    keeper(actor)
    national = reading.series(name)
    found = _notified(actor) if name == reading.NOTIFIED else _victims(actor, national)
    own_years = {year for _measure, year in found if year <= today.year}
    years = sorted({*national.years, *own_years})
    return Beside(national, found, tuple(years))


def _victims(actor: Actor, national: Series) -> dict[tuple[str, int], int]:
    """Victims by measure and the year in which they were first notified, each once."""
    found: Counter[tuple[str, int]] = Counter()
    for person in persons(actor):
        counted = _counted(person)
        for measure in national.measures:
            found[measure, person.first_on.year] += measures.counts(measure, counted)
    return dict(found)


def _counted(person: Person) -> measures.Counted:
    band = norms.codelist("age_band").get(person.one["age_band"])
    return measures.Counted(
        forms=frozenset(person.forms),
        sex=person.one["sex"],
        age_band=person.one["age_band"],
        is_minor=bool(band and band.extra.get("minor")),
        nationalities=frozenset(person.many["nationalities"]),
        notifiers=frozenset(person.notifiers),
    )


def _notified(actor: Actor) -> dict[tuple[str, int], int]:
    """Notifications by kind of notifier and year. One person may stand behind several."""
    found: Counter[tuple[str, int]] = Counter()
    rows = visible(actor).order_by().values_list("notified_on__year", "notifier")
    for year, notifier in rows:
        for measure in reading.series(reading.NOTIFIED).measures:
            found[measure, year] += notifier in measures.BY[measure]
    return dict(found)
