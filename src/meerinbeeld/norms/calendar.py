# SPDX-License-Identifier: EUPL-1.2
"""Days that count in Dutch law: the Algemene termijnenwet (BWBR0002448).

The common holiday packages miss Good Friday or count 5 May once in five years, so the list of
article 3 stands here. It is today's list: for years before the Act (1 April 1965) it says what the
Act would have said, with the royal birthday of that time. Days that a royal decree puts on a par
with a holiday (article 3, third paragraph, such as the Friday after Ascension Day) are not in it;
an end computed here may lie a day too early for that and never too late.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, years_rest = divmod(of_century, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - years_rest) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def royal_birthday(year: int) -> date:
    """The day on which the birthday of the King or Queen is celebrated.

    On a Sunday it moves: since 1980 to the day before, before that to the day after.
    """
    if year >= 2014:
        day = date(year, 4, 27)
    elif year >= 1949:
        day = date(year, 4, 30)
    else:
        day = date(year, 8, 31)
    if day.weekday() == SUNDAY:
        return day - DAY if year >= 1980 else day + DAY
    return day


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """The recognised holidays of article 3, and Good Friday, which counts as one."""
    sunday = easter(year)
    moving = (-2, 1, 39, 50)  # Good Friday, Easter Monday, Ascension Day, Whit Monday
    fixed = (date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26))
    return frozenset({*(sunday + n * DAY for n in moving), *fixed, royal_birthday(year)})


def is_business_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a recognised holiday."""
    return day.weekday() not in (SATURDAY, SUNDAY) and day not in holidays(day.year)


def next_business_day(day: date) -> date:
    """``day`` itself when it is a working day, else the first one after it (article 1)."""
    while not is_business_day(day):
        day += DAY
    return day


def add_business_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``. Raises ValueError when ``count`` is negative."""
    if count < 0:
        raise ValueError("A term cannot run back: give zero or more working days.")
    for _ in range(count):
        day = next_business_day(day + DAY)
    return day


def add_months(day: date, count: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def falls_under_the_act(*, days: int = 0, weeks: int = 0, months: int = 0) -> bool:
    """Article 4: the Act holds up to 90 days, twelve weeks or three months."""
    return days <= 90 and weeks <= 12 and months <= 3


def end_of_term(start: date, *, days: int = 0, weeks: int = 0, months: int = 0) -> date:
    """The last day of a legal term that begins the day after ``start``; always a working day.

    Article 1: an end on a Saturday, Sunday or holiday moves to the next working day. Article 2:
    a term of three days or more holds two working days at least. Whether the Act holds for a term
    this long is for the caller (``falls_under_the_act``). Raises ValueError when the term is
    negative or empty.
    """
    if min(days, weeks, months) < 0 or not (days or weeks or months):
        raise ValueError("A term needs days, weeks or months, each zero or more.")
    plain = add_months(start, months) + timedelta(days=days, weeks=weeks)
    end = next_business_day(plain)
    if (plain - start).days >= 3:  # its own length, before article 1 made it longer
        return max(end, add_business_days(start, 2))
    return end
