# SPDX-License-Identifier: EUPL-1.2
"""How good the register is: what is missing, contradicts or came late, per field and organisation.

Two reads whatever the number: the coded columns and the forms. Nothing is decrypted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from meerinbeeld.access import Actor
from meerinbeeld.registry.models import Notification, NotifiedForm
from meerinbeeld.registry.queries import words
from meerinbeeld.registry.queries.listing import in_year
from meerinbeeld.registry.queries.problems import CONTRADICTS, Problems, looked_at, problems
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

    def add(self, found: Problems) -> None:
        self.notified += 1
        self.whole += not found.any
        self.missing += bool(found.missing)
        self.contradicting += bool(found.contradictions)
        self.late += found.late

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
    #: What to repair, within what was asked for; the newest first.
    lines: list[Line] = field(default_factory=list)


def quality(actor: Actor, wanted: Wanted) -> Quality:
    """Within the reach of the actor. Raises `Refused`. Figures are of the year, or of all years."""
    rows = visible(actor).filter(destroyed_at=None)
    if wanted.year:
        rows = rows.filter(in_year(wanted.year))
    forms = _forms(rows)
    whole, parties = Figures(""), dict[UUID, Figures]()
    fields, codes, lines = Counter[str](), Counter[str](), list[Line]()
    for values in looked_at(rows.order_by("-notified_on", "-made_at")):
        found = problems(values, forms.get(values["pk"], ()))
        name, party = values["organisation__name"], values["organisation_id"]
        for figures in (whole, parties.setdefault(party, Figures(name))):
            figures.add(found)
        fields.update(found.missing)
        codes.update(found.contradictions)
        if _fits(wanted, str(party), found):
            lines.append(Line(values["reference"], name, values["notified_on"], found))
    return Quality(
        whole,
        sorted(parties.values(), key=lambda one: one.name),
        [Count(name, words.field_label(name), fields[name]) for name in NATIONAL if fields[name]],
        [
            Count(code, str(CONTRADICTS[code]), codes[code])
            for code in CONTRADICTIONS
            if codes[code]
        ],
        lines,
    )


def _forms(rows: QuerySet[Notification]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    forms = NotifiedForm.objects.filter(notification__in=rows.values("pk"))
    for notification, form in forms.values_list("notification_id", "form"):
        found[notification].append(form)
    return found


def _fits(wanted: Wanted, organisation: str, found: Problems) -> bool:
    """Whether it belongs on the worklist. What came late cannot be repaired; it shows on demand."""
    if wanted.organisation and wanted.organisation != organisation:
        return False
    if wanted.problem:
        return wanted.problem in (*found.missing, *found.contradictions)
    return {
        MISSING: bool(found.missing),
        CONTRADICTING: bool(found.contradictions),
        LATE: found.late,
    }.get(wanted.tile, found.any)
