# SPDX-License-Identifier: EUPL-1.2
"""How good the register is: what is missing, contradicts or came late, per field and organisation.

The database counts; what is loaded is one page of the worklist. Nothing is decrypted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models import Count as CountOf

from meerinbeeld.access import Actor
from meerinbeeld.registry.models import Notification, NotifiedForm
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.contradicting import (
    NOBODY,
    contradicts,
    forms_told,
    late,
    told_forms,
)
from meerinbeeld.registry.queries.listing import in_year, lacks
from meerinbeeld.registry.queries.problems import (
    CONTRADICTS,
    Problems,
    late_after,
    looked_at,
    problems,
    problems_of_forms,
)
from meerinbeeld.registry.queries.scope import visible
from meerinbeeld.registry.rules.completeness import CONTRADICTIONS, NATIONAL

MISSING, CONTRADICTING, LATE = ("missing", "contradicting", "late")
TILES: Final = (MISSING, CONTRADICTING, LATE)


@dataclass(frozen=True)
class Wanted:
    """What a person narrows the worklist by. Empty means: do not care."""

    tile: str = ""
    year: int | None = None
    organisation: str = ""
    #: A national field that is missing, or the code of a contradiction.
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """One notification with something to repair."""

    reference: str
    organisation: str
    notified_on: date
    problems: Problems

    @property
    def missing(self) -> list[str]:
        return [words.field_label(name) for name in self.problems.missing]

    @property
    def contradictions(self) -> list[str]:
        return [str(CONTRADICTS[code]) for code in self.problems.contradictions]


@dataclass
class Figures:
    """How one organisation, or all together, notify."""

    name: str
    notified: int = 0
    whole: int = 0
    missing: int = 0
    contradicting: int = 0
    late: int = 0

    def add(self, found: frozenset[str], number: int) -> None:
        """So many notifications with these problems."""
        missing, contradicting = found & _FIELDS, found & CONTRADICTIONS.keys()
        self.notified += number
        self.whole += 0 if missing or contradicting else number
        self.missing += number if missing else 0
        self.contradicting += number if contradicting else 0
        self.late += number if LATE in found else 0

    @property
    def percentage(self) -> int:
        """Of the notifications that are whole; of nothing, all is whole."""
        return round(100 * self.whole / self.notified) if self.notified else 100


@dataclass(frozen=True)
class Count:
    """How often something is missing or contradicts; its code is a filter."""

    code: str
    label: str
    number: int


@dataclass
class Quality:
    whole: Figures
    by_organisation: list[Figures]
    fields: list[Count]
    contradictions: list[Count]
    #: What to repair, within what was asked for, the newest first; give a page of it to `lines`.
    rows: QuerySet[Notification]
    #: How many they are.
    number: int


def quality(actor: Actor, wanted: Wanted) -> Quality:
    """Within the reach of the actor. Raises `Refused`. Figures are of the year, or of all years."""
    rows = visible(actor).filter(destroyed_at=None)
    if wanted.year:
        rows = rows.filter(in_year(wanted.year))
    whole, parties = Figures(""), dict[UUID, Figures]()
    every, number = Counter[str](), 0
    for party, name, found, count in _counted(rows):
        for figures in (whole, parties.setdefault(party, Figures(name))):
            figures.add(found, count)
        every.update(dict.fromkeys(found, count))
        number += count if _fits(wanted, str(party), found) else 0
    return Quality(
        whole,
        sorted(parties.values(), key=lambda one: one.name),
        [Count(name, words.field_label(name), every[name]) for name in NATIONAL if every[name]],
        [
            Count(code, str(CONTRADICTS[code]), every[code])
            for code in CONTRADICTIONS
            if every[code]
        ],
        rows.filter(_fitting(wanted)).order_by("-notified_on", "-made_at"),
        number,
    )


def lines(rows: QuerySet[Notification]) -> list[Line]:
    """A page of the worklist, with everything that is wrong in each."""
    told = list(looked_at(rows))
    forms = _forms(values["pk"] for values in told)
    return [
        Line(
            values["reference"],
            values["organisation__name"],
            values["notified_on"],
            problems(values, forms.get(values["pk"], ())),
        )
        for values in told
    ]


def _counted(
    rows: QuerySet[Notification],
) -> Iterator[tuple[UUID, str, frozenset[str], int]]:
    """Organisation, its name, problems, and how many notifications have just these.

    One question, in which each rule is asked of each notification once: every problem is a bit of
    a number, and the database counts the numbers. What is wrong with forms is told from how they
    go with a sector: those are few, and to look them up for each rule takes as long as all else.
    """
    everything = {**_missing(), **_contradicting(), LATE: late(late_after())}
    conditions = {name: one for name, one in everything.items() if name not in _OF_FORMS}
    bits = dict(enumerate(conditions))
    mask = sum((_bit(condition, at) for at, condition in enumerate(conditions.values())), Value(0))
    grouped = (
        rows.order_by()
        .annotate(mask=mask, told=told_forms())
        .values_list("organisation_id", "organisation__name", "mask", "sector", "told")
        .annotate(number=CountOf("pk"))
    )
    of_forms = dict[tuple[str, int], frozenset[str]]()
    for party, name, found, sector, told, number in grouped:
        if (sector, told) not in of_forms:
            of_forms[sector, told] = problems_of_forms(sector, forms_told(told))
        others = frozenset(bits[at] for at in bits if found >> at & 1)
        yield party, name, others | of_forms[sector, told], number


def _bit(condition: Q, at: int) -> Case:
    return Case(When(condition, then=Value(1 << at)), default=Value(0))


def _missing() -> dict[str, Q]:
    return {name: lacks(name) for name in NATIONAL}


def _contradicting() -> dict[str, Q]:
    return {code: contradicts(code) for code in CONTRADICTIONS}


_FIELDS: Final = frozenset(NATIONAL)
#: What `problems_of_forms` tells.
_OF_FORMS: Final = frozenset(
    {
        "forms",
        "sex_sector_without_sexual_form",
        "sexual_form_without_sex_sector",
        "sector_of_another_form",
    }
)


def _forms(ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    forms = NotifiedForm.objects.filter(notification__in=list(ids))
    for notification, form in forms.values_list("notification_id", "form"):
        found[notification].append(form)
    return found


def _fits(wanted: Wanted, organisation: str, found: frozenset[str]) -> bool:
    """Whether it belongs on the worklist. What came late cannot be repaired; it shows on demand."""
    if wanted.organisation and wanted.organisation != organisation:
        return False
    return bool(found & _asked(wanted))


def _fitting(wanted: Wanted) -> Q:
    """The same, for the database."""
    conditions = {**_missing(), **_contradicting(), LATE: late(late_after())}
    found = NOBODY
    for name in sorted(_asked(wanted)):
        found |= conditions[name]
    return found & Q(organisation_id=wanted.organisation) if wanted.organisation else found


def _asked(wanted: Wanted) -> frozenset[str]:
    """The problems of which one is enough."""
    if wanted.problem:
        return frozenset({wanted.problem}) & (_FIELDS | CONTRADICTIONS.keys())
    tiles = {
        MISSING: _FIELDS,
        CONTRADICTING: frozenset(CONTRADICTIONS),
        LATE: frozenset({LATE}),
    }
    return tiles.get(wanted.tile, _FIELDS | CONTRADICTIONS.keys())
