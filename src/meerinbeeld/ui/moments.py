# SPDX-License-Identifier: EUPL-1.2
"""Moments as people say them ("yesterday 22:14") and exactly ("Sunday 22 November 2026 22:14")."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _


def _local(moment: date) -> date:
    is_aware = isinstance(moment, datetime) and timezone.is_aware(moment)
    return timezone.localtime(moment) if is_aware else moment  # type: ignore[arg-type]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _clock(moment: date) -> str:
    return f" {moment:%H:%M}" if isinstance(moment, datetime) else ""


@lru_cache(maxsize=2000)
def _written(day: date, pattern: str, language: str | None) -> str:
    """A day in the language that is in use. A list has the same few days again and again."""
    return date_format(day, pattern)


def _calendar_day(day: date, today: date) -> str:
    if day.year == today.year:
        return _written(day, pgettext("date format, this year", "j M"), get_language())
    return _written(day, pgettext("date format, another year", "j M Y"), get_language())


def said(
    moment: date, now: datetime | None = None, with_time: bool = False, on_calendar: bool = False
) -> str:
    """The moment in people's words, as seen from `now`.

    `on_calendar` names the day instead of counting days, to stand after a word such as "before".
    """
    local = _local(moment)
    day, today = _day(local), timezone.localtime(now).date()
    days = (day - today).days
    if days == 0:
        return _("today") + _clock(local)
    if days == -1:
        return _("yesterday") + _clock(local)
    if days == 1:
        return _("tomorrow") + _clock(local)
    if 1 < days <= 13 and not on_calendar:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return _calendar_day(day, today) + (_clock(local) if with_time else "")


def period(first: date, last: date) -> str:
    """From day to day, each with its year: a period is read long after it was named."""
    pattern = pgettext("date format, another year", "j M Y")
    return " – ".join(_written(_day(one), pattern, get_language()) for one in (first, last))


def exact(moment: date) -> str:
    local = _local(moment)
    pattern = pgettext("date format, exact", "l j F Y")
    return _written(_day(local), pattern, get_language()) + _clock(local)


def machine(moment: date) -> str:
    return moment.isoformat()
