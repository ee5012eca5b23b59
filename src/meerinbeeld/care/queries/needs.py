# SPDX-License-Identifier: EUPL-1.2
"""How it goes, as the pages show it: a small picture, its table, and a sentence that says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld import norms
from meerinbeeld.care.models import Measure
from meerinbeeld.care.queries.scope import InHand
from meerinbeeld.care.rules import needs as rules
from meerinbeeld.vault import Box

ITEM: Final = "measure"
#: The picture of one domain: five places on a line.
_LEFT, _STEP = 14, 43


@dataclass(frozen=True)
class Line:
    """One domain of life: its numbers in words and as places in the picture."""

    domain: str
    label: str
    first: int
    last: int
    change: int
    times: int
    note: str = field(default="", repr=False)

    @property
    def x_first(self) -> int:
        return place(self.first)

    @property
    def x_last(self) -> int:
        return place(self.last)

    @property
    def direction(self) -> str:
        """In a word, beside the picture."""
        if self.times == 1:
            return _("measured once")
        if self.change == 0:
            return _("the same")
        return _("better") if self.change > 0 else _("worse")


@dataclass(frozen=True)
class Round:
    """What was measured at one moment."""

    at: datetime
    moment: str
    by: str
    scores: list[tuple[str, int, str]] = field(repr=False)


@dataclass(frozen=True)
class Needs:
    """How it goes: a line per domain, what changed in a sentence, when it was measured."""

    lines: list[Line]
    sentence: str
    #: The same for the overview: how many go better, and what goes worse.
    in_short: str
    first_at: datetime | None
    last_at: datetime | None
    has_start: bool
    rounds: list[Round] = field(default_factory=list, repr=False)

    @property
    def ticks(self) -> list[int]:
        return ticks()


def ticks() -> list[int]:
    """Where the five numbers stand in the picture."""
    return [place(score) for score in range(rules.LOWEST, rules.HIGHEST + 1)]


def place(score: int) -> int:
    return _LEFT + (score - rules.LOWEST) * _STEP


def part(hand: InHand, box: Box, tab: str) -> Needs:
    """The picture with every time that was measured on the tab of protection; elsewhere no words
    that somebody wrote are opened."""
    rows = _rows(hand)
    found = _courses(rows)
    whole = tab == "protect"
    notes = _notes(rows, box) if whole else {}
    return Needs(
        lines=[_line(course, notes) for course in found],
        sentence=_sentence(rules.progress(found)),
        in_short=_sentence(rules.progress(found), short=True),
        first_at=rows[0].at if rows else None,
        last_at=rows[-1].at if rows else None,
        has_start=bool(rows),
        rounds=_rounds(rows, box) if whole else [],
    )


def lines(hand: InHand) -> list[Line]:
    """How it went in each domain, in numbers alone."""
    return [_line(course, {}) for course in _courses(_rows(hand))]


def last_scores(hand: InHand) -> dict[str, int]:
    """The number that was given last in each domain."""
    return {course.domain: course.last for course in _courses(_rows(hand))}


def _rounds(rows: Iterable[Measure], box: Box) -> list[Round]:
    """Every time that it was measured, the newest first."""
    by_moment: dict[datetime, list[Measure]] = {}
    for row in rows:
        by_moment.setdefault(row.at, []).append(row)
    return [_round(at, given, box) for at, given in sorted(by_moment.items(), reverse=True)]


def next_moment(hand: InHand) -> str:
    """What a new measurement is, unless somebody says otherwise."""
    first = not hand.case.measures.exists()
    return Measure.Moment.START if first else Measure.Moment.QUARTER


def _rows(hand: InHand) -> list[Measure]:
    rows = hand.case.measures.select_related("by").order_by("at", "domain")
    return [row for row in rows if hand.sees(ITEM, row.id)]


def _courses(rows: Iterable[Measure]) -> list[rules.Course]:
    measured = [rules.Measured(row.domain, row.at, row.score) for row in rows]
    return rules.courses(measured, norms.codelist("life_domain").values)


def _notes(rows: Iterable[Measure], box: Box) -> dict[str, str]:
    """The newest note of each domain."""
    newest = {row.domain: row for row in rows if row.note}
    return {domain: box.text(row, "note") for domain, row in newest.items()}


def _line(course: rules.Course, notes: dict[str, str]) -> Line:
    return Line(
        domain=course.domain,
        label=norms.codelist("life_domain").label(course.domain),
        first=course.first,
        last=course.last,
        change=course.change,
        times=len(course.scores),
        note=notes.get(course.domain, ""),
    )


def _round(at: datetime, rows: list[Measure], box: Box) -> Round:
    domains = norms.codelist("life_domain")
    order = {domain: index for index, domain in enumerate(domains.values)}
    rows = sorted(rows, key=lambda row: order.get(row.domain, len(order)))
    return Round(
        at=at,
        moment=rows[0].get_moment_display(),
        by=rows[0].by.name,
        scores=[(domains.label(row.domain), row.score, box.text(row, "note")) for row in rows],
    )


def _sentence(found: rules.Progress, *, short: bool = False) -> str:
    """What changed, in words: what goes better, what goes worse. In short, the first is counted."""
    if not (found.better or found.worse or found.same):
        if not found.once:
            return _("Not measured yet.")
        return _("Measured once. What changed shows from the second time.")
    said = [_counted(found)]
    if found.better and not short:
        said.append(_("Better: %(domains)s.") % {"domains": _named(found.better)})
    if found.worse:
        said.append(_("Worse: %(domains)s.") % {"domains": _named(found.worse)})
    return " ".join(said)


def _counted(found: rules.Progress) -> str:
    again = len(found.better) + len(found.worse) + len(found.same)
    said: Any = ngettext(
        "In %(better)s of %(again)s domain it goes better than at the start.",
        "In %(better)s of %(again)s domains it goes better than at the start.",
        again,
    )
    return str(said % {"better": len(found.better), "again": again})


def _named(domains: tuple[str, ...]) -> str:
    known = norms.codelist("life_domain")
    return ", ".join(known.label(domain).lower() for domain in domains)
