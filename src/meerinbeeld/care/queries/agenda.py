# SPDX-License-Identifier: EUPL-1.2
"""Somebody's own tasks and terms as an agenda that says nothing about anybody.

A phone shows an agenda on a locked screen, and its maker keeps a copy. So a day holds one line with
numbers ("Work: 2 tasks, 1 term"), and an appointment holds a time and the word for it. No name, no
alias, no reference, no address of the application, and no mark by which two of them are tied.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from meerinbeeld.access import Actor
from meerinbeeld.care.models import CalendarFeed, Clock, Phase, Task

if TYPE_CHECKING:
    from icalendar import Event

#: What is late stands on today; what lies further away than this can wait.
AHEAD: Final = timedelta(days=200)
APPOINTMENT: Final = timedelta(hours=1)
MOST: Final = 1000


def as_ics(actor: Actor, feed: CalendarFeed, language: str) -> bytes:
    """The agenda of an actor as RFC 5545, in their language."""
    from icalendar import Calendar  # here, so that a start does not wait for it

    now = timezone.now()
    with override(language):
        calendar = Calendar()
        calendar.add("prodid", "-//Agenda//NL")
        calendar.add("version", "2.0")
        calendar.add("x-wr-calname", _("Work"))
        calendar.add("x-published-ttl", "PT1H")
        for event in (*_days(actor, feed, now), *_appointments(actor, feed, now)):
            calendar.add_component(event)
        return bytes(calendar.to_ical())


def _days(actor: Actor, feed: CalendarFeed, now: datetime) -> Iterator[Event]:
    today = timezone.localdate(now)
    tasks = Counter(max(today, day) for day in _days_of(_tasks(actor, now, at_time=False)))
    terms = Counter(max(today, day) for day in _days_of(_terms(actor, now)))
    for day in sorted(set(tasks) | set(terms)):
        event = _event(feed, f"day {day.isoformat()}", now)
        event.add("summary", _counted(tasks[day], terms[day]))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        yield event


def _appointments(actor: Actor, feed: CalendarFeed, now: datetime) -> Iterator[Event]:
    for task_id, due_at in _tasks(actor, now, at_time=True):
        event = _event(feed, f"task {task_id}", now)
        event.add("summary", _("Appointment"))
        event.add("dtstart", due_at)
        event.add("dtend", due_at + APPOINTMENT)
        yield event


def _event(feed: CalendarFeed, what: str, now: datetime) -> Event:
    """`uid` stays the same for one thing in one agenda, and tells nothing outside it."""
    from icalendar import Event

    event = Event()
    event.add("uid", hashlib.sha256(f"{feed.digest} {what}".encode()).hexdigest()[:32])
    event.add("dtstamp", now)
    event.add("class", "PRIVATE")
    return event


def _counted(tasks: int, terms: int) -> str:
    parts = []
    if tasks:
        parts.append(ngettext("%(number)d task", "%(number)d tasks", tasks) % {"number": tasks})
    if terms:
        parts.append(ngettext("%(number)d term", "%(number)d terms", terms) % {"number": terms})
    return _("Work: %(what)s") % {"what": ", ".join(parts)}


def _days_of(rows: list[tuple[object, datetime]]) -> Iterator[date]:
    return (timezone.localdate(moment) for _id, moment in rows)


def _tasks(actor: Actor, now: datetime, *, at_time: bool) -> list[tuple[object, datetime]]:
    rows = Task.objects.filter(
        person_id=actor.person_id,
        organisation_id=actor.organisation_id,
        status=Task.Status.OPEN,
        at_time=at_time,
        due_at__lte=now + AHEAD,
        case__owner_id=actor.organisation_id,
    ).exclude(case__phase=Phase.CLOSED)
    return list(rows.order_by("due_at").values_list("pk", "due_at")[:MOST])


def _terms(actor: Actor, now: datetime) -> list[tuple[object, datetime]]:
    """Of the cases that the actor coordinates."""
    rows = Clock.objects.filter(
        ended_at=None,
        due_at__lte=now + AHEAD,
        case__coordinator_id=actor.person_id,
        case__owner_id=actor.organisation_id,
    ).exclude(case__phase=Phase.CLOSED)
    return list(rows.order_by("due_at").values_list("pk", "due_at")[:MOST])
