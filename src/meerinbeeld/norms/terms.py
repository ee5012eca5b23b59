# SPDX-License-Identifier: EUPL-1.2
"""How long something may take, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, cast, get_args, overload
from zoneinfo import ZoneInfo

from meerinbeeld.norms.calendar import add_business_days, add_months, next_business_day
from meerinbeeld.norms.language import pick
from meerinbeeld.norms.refs import NormRef, Texts

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Unit = Literal["hours", "days", "working_days", "weeks", "months", "years"]
UNITS: tuple[str, ...] = get_args(Unit)
_WORDS: dict[str, tuple[str, str, str, str]] = {
    "hours": ("uur", "uur", "hour", "hours"),
    "days": ("dag", "dagen", "day", "days"),
    "working_days": ("werkdag", "werkdagen", "working day", "working days"),
    "weeks": ("week", "weken", "week", "weeks"),
    "months": ("maand", "maanden", "month", "months"),
    "years": ("jaar", "jaar", "year", "years"),
}


def today() -> date:
    """The date in the Netherlands."""
    return datetime.now(AMSTERDAM).date()


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with the norm that sets it.

    ``days`` counts working days when ``unit`` is ``working_days``; years are ``months``.
    ``on_working_day``: an end on a weekend or holiday moves to the next working day.
    """

    days: int
    months: int
    unit: Unit
    norm: NormRef
    hours: int = 0
    on_working_day: bool = False
    label_nl: str = ""
    label_en: str = ""
    help_nl: str = ""
    help_en: str = ""

    @property
    def amount(self) -> int:
        """The number that stands before the unit."""
        per_unit = {"weeks": 7, "years": 12}.get(self.unit, 1)
        return (self.hours or self.days or self.months) // per_unit

    @property
    def label(self) -> str:
        return pick(self.label_nl, self.label_en)

    @property
    def help(self) -> str:
        return pick(self.help_nl, self.help_en)

    @property
    def length(self) -> str:
        """In words, as in "3 werkdagen"."""
        one_nl, many_nl, one_en, many_en = _WORDS[self.unit]
        one = self.amount == 1
        return f"{self.amount} {pick(one_nl if one else many_nl, one_en if one else many_en)}"

    @overload
    def after(self, moment: datetime) -> datetime: ...
    @overload
    def after(self, moment: date) -> date: ...
    def after(self, moment: date) -> date:
        """When the term ends that starts at ``moment``.

        Hours are elapsed time. Days, weeks and months keep the time of day in the Netherlands, also
        over a change of the clock; the answer is in the time zone of ``moment``. Raises ValueError
        for a term in hours from a date without a time.
        """
        if not isinstance(moment, datetime):
            return self._after_day(moment)
        if self.unit == "hours":
            return _elapsed(moment, timedelta(hours=self.hours))
        if moment.tzinfo is None:
            return datetime.combine(self._after_day(moment.date()), moment.time())
        here = moment.astimezone(AMSTERDAM)
        return _at(self._after_day(here.date()), here.time()).astimezone(moment.tzinfo)

    def _after_day(self, day: date) -> date:
        if self.unit == "hours":
            raise ValueError(f"{self.norm}: a term in hours needs a moment, not only a date.")
        if self.unit == "working_days":
            return add_business_days(day, self.days)
        end = add_months(day, self.months) + timedelta(days=self.days)
        return next_business_day(end) if self.on_working_day else end


def _elapsed(moment: datetime, length: timedelta) -> datetime:
    # Python adds to the wall clock, which is an hour off when the clock changes in between.
    if moment.tzinfo is None:
        return moment + length
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)


def _at(day: date, clock: time) -> datetime:
    wall = datetime.combine(day, clock.replace(fold=0), tzinfo=AMSTERDAM)
    back = wall.astimezone(UTC).astimezone(AMSTERDAM)
    if back.replace(tzinfo=None) == wall.replace(tzinfo=None):
        return wall
    # A time that was skipped (02:30 on the last Sunday of March) becomes the first one that exists.
    return datetime.combine(day, time(clock.hour + 1), tzinfo=AMSTERDAM)


def term_of(amount: int, unit: str, norm: NormRef, *, on_working_day: bool, texts: Texts) -> Term:
    """A term from its number and unit. Raises ValueError for an unknown unit or a number < 1."""
    if unit not in UNITS or amount < 1:
        raise ValueError(f"{amount} {unit} is not a term.")
    days = {"days": amount, "working_days": amount, "weeks": 7 * amount}.get(unit, 0)
    return Term(
        days=days,
        months={"months": amount, "years": 12 * amount}.get(unit, 0),
        hours=amount if unit == "hours" else 0,
        unit=cast(Unit, unit),
        norm=norm,
        on_working_day=on_working_day,
        label_nl=texts.label_nl,
        label_en=texts.label_en,
        help_nl=texts.help_nl,
        help_en=texts.help_en,
    )
