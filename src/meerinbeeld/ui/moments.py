# SPDX-License-Identifier: EUPL-1.2
"""Moments as people say them ("yesterday 22:14") and exactly ("Sunday 22 November 2026 22:14")."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def _local(moment: date) -> date:
    is_aware = isinstance(moment, datetime) and timezone.is_aware(moment)
    return timezone.localtime(moment) if is_aware else moment  # type: ignore[arg-type]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _clock(moment: date) -> str:
    return f" {moment:%H:%M}" if isinstance(moment, datetime) else ""


def _calendar_day(day: date, today: date) -> str:
    if day.year == today.year:
        return date_format(day, pgettext("date format, this year", "j M"))
    return date_format(day, pgettext("date format, another year", "j M Y"))


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


def exact(moment: date) -> str:
    local = _local(moment)
    return date_format(_day(local), pgettext("date format, exact", "l j F Y")) + _clock(local)


def machine(moment: date) -> str:
    return moment.isoformat()
