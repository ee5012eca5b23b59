# SPDX-License-Identifier: EUPL-1.2
"""What tells people by itself: a term or a task that ends soon or is late, a grant that ends.

Each row says when somebody is told next, so that a look finds only what is due, also after the
worker stood still, and tells it once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from meerinbeeld.care.actions.telling import tell, tell_organisation, tell_team
from meerinbeeld.care.models import Clock, Grant, Phase, Task
from meerinbeeld.signals.models import Notice

AT_ONCE: Final = 200
GRANT_ENDS_WITHIN: Final = timedelta(days=7)
#: What ended longer ago was told, or nobody was there to be told.
LOOK_BACK: Final = timedelta(days=2)
#: Clocks whose end is a notice of its own, and no term that somebody let pass.
OWN_WORDS: Final = frozenset({"document_expires"})


def tick_reminders() -> int:
    """What the worker does each minute. Returns how many were told."""
    now = timezone.now()
    return remind_of_clocks(now) + remind_of_tasks(now) + remind_of_grants(now)


def remind_of_clocks(now: datetime) -> int:
    """Once before a term ends and once when it has passed."""
    due = Clock.objects.filter(ended_at=None, remind_at__lte=now).select_related("case")
    told = 0
    for clock in due.order_by("remind_at")[:AT_ONCE]:
        with transaction.atomic():
            if _taken(Clock.objects.filter(pk=clock.pk), clock, now):
                own = clock.kind in OWN_WORDS
                tell_team(clock.case, clock.kind if own else _kind("clock", clock.due_at, now))
                told += 1
    return told


def remind_of_tasks(now: datetime) -> int:
    """The day before, and when it is late: whoever does it, and the team for a partner's."""
    due = Task.objects.filter(status=Task.Status.OPEN, remind_at__lte=now).select_related("case")
    told = 0
    for task in due.order_by("remind_at")[:AT_ONCE]:
        with transaction.atomic():
            if _taken(Task.objects.filter(pk=task.pk), task, now):
                _tell_doers(task, _kind("task", task.due_at, now))
                told += 1
    return told


def remind_of_grants(now: datetime) -> int:
    """The team a week before something shared ends; the partner when it has ended."""
    live = Grant.objects.filter(~Q(case__phase=Phase.CLOSED), revoked_at=None)
    ending = live.filter(
        valid_until__gt=now, valid_until__lte=now + GRANT_ENDS_WITHIN, made_at__lte=now - LOOK_BACK
    )
    ended = live.filter(valid_until__gt=now - LOOK_BACK, valid_until__lte=now)
    return _each(
        _untold(ending, "grant_ends", now - GRANT_ENDS_WITHIN - LOOK_BACK), "grant_ends"
    ) + (_each(_untold(ended, "grant_ended", now - LOOK_BACK), "grant_ended"))


def _kind(what: str, due_at: datetime, now: datetime) -> str:
    return f"{what}_late" if due_at <= now else f"{what}_soon"


def _taken(row: QuerySet[Clock] | QuerySet[Task], one: Clock | Task, now: datetime) -> bool:
    """Whether this look is the one that tells it. The next one is at the end, or there is none."""
    following = one.due_at if one.due_at > now else None
    return bool(row.filter(remind_at=one.remind_at).update(remind_at=following))


def _tell_doers(task: Task, kind: str) -> None:
    if task.case.phase == Phase.CLOSED:
        return
    if task.organisation_id != task.case.owner_id:
        tell_organisation(task.case, task.organisation_id, kind)
        tell_team(task.case, kind)
    elif task.person_id:
        tell(task.case, [task.person_id], kind)
    else:
        tell_team(task.case, kind)


def _untold(grants: QuerySet[Grant], kind: str, since: datetime) -> QuerySet[Grant]:
    told = Notice.objects.filter(thing=OuterRef("case_id"), kind=kind, at__gte=since)
    return grants.filter(~Exists(told)).select_related("case").order_by("valid_until")


def _each(grants: QuerySet[Grant], kind: str) -> int:
    found = list(grants[:AT_ONCE])
    for grant in found:
        with transaction.atomic():
            if kind == "grant_ends":
                tell_team(grant.case, kind)
            else:
                tell_organisation(grant.case, grant.organisation_id, kind)
    return len(found)
