# SPDX-License-Identifier: EUPL-1.2
"""Victims as they are counted: each person once, with what all notifications together tell.

Coded facts only. Of what can be one thing, the newest answer that says something counts; of what
can be several, all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Min, Prefetch, QuerySet

from meerinbeeld import norms
from meerinbeeld.access import Actor
from meerinbeeld.registry.models import Notification, Victim
from meerinbeeld.registry.queries.scope import visible
from meerinbeeld.registry.rules.groups import group_of

#: As one answer, and as several.
ONE: Final = (
    "standing", "sector", "scope", "origin", "sex", "age_band", "age_band_at_start", "duration",
    "place_kind", "municipality_id",
)  # fmt: skip
MANY: Final = (
    "nationalities", "recruitment", "means", "platforms_recruiting", "platforms_exploiting",
)  # fmt: skip
_SAYS_NOTHING: Final = ("", None, "unknown")


@dataclass(frozen=True)
class Person:
    """One victim, by coded facts alone."""

    reference: str
    first_on: date
    last_on: date
    notifiers: tuple[str, ...]
    forms: tuple[str, ...]
    one: dict[str, str]
    many: dict[str, tuple[str, ...]]
    #: The notifications behind it: id and dossier, for the journal.
    touched: tuple[tuple[UUID, UUID], ...]

    @property
    def group(self) -> str:
        """One of the four groups of the national monitor, or unknown."""
        sector = norms.codelist("exploitation_sector").get(self.one["sector"])
        inside = sector.extra.get("sex") if sector else None
        return group_of(self.forms, inside, self.one["scope"])


def counted(actor: Actor) -> QuerySet[Victim]:
    """The victims that count, within the reach of the actor. Raises `Refused`."""
    told = visible(actor).values("victim_id")
    return Victim.objects.filter(retired_into=None, pk__in=told)


def persons(actor: Actor, *, within: tuple[date, date] | None = None) -> Iterator[Person]:
    """Each victim once, the oldest number first; of those first notified `within` two days.

    An organisation that does not keep the register sees what it notified itself, merged as the
    register says.
    """
    rows = visible(actor).order_by("notified_on", "made_at").prefetch_related("forms")
    victims = counted(actor).order_by("reference")
    if within:
        first = visible(actor).order_by().values("victim").annotate(first=Min("notified_on"))
        victims = victims.filter(pk__in=first.filter(first__range=within).values("victim"))
    for victim in victims.prefetch_related(Prefetch("notifications", rows, to_attr="told")):
        yield merged(victim.reference, victim.told)


def merged(reference: str, told: Iterable[Notification]) -> Person:
    """What notifications of one person tell together; they come oldest first."""
    rows = list(told)
    return Person(
        reference=reference,
        first_on=rows[0].notified_on,
        last_on=rows[-1].notified_on,
        notifiers=_distinct(row.notifier for row in rows),
        forms=_distinct(form.form for row in rows for form in row.forms.all()),
        one={name: _newest(getattr(row, name) for row in rows) for name in ONE},
        many={
            name: _distinct(code for row in rows for code in getattr(row, name)) for name in MANY
        },
        touched=tuple((row.id, row.dossier) for row in rows),
    )


def _newest(answers: Iterable[Any]) -> str:
    """The last answer that says something; "unknown" rather than nothing."""
    given = [answer for answer in answers if answer not in ("", None)]
    telling = [answer for answer in given if answer not in _SAYS_NOTHING]
    return str((telling or given or [""])[-1])


def _distinct(codes: Iterable[str]) -> tuple[str, ...]:
    """Each once; "unknown" falls away beside something known."""
    found = dict.fromkeys(codes)
    if len(found) > 1:
        found.pop("unknown", None)
    return tuple(found)
