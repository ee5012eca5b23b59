# SPDX-License-Identifier: EUPL-1.2
"""How the system itself is doing, for who administers it: amounts and ages, never content."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from meerinbeeld.access import Actor, Purpose, Verb, require
from meerinbeeld.insight.actions.marks import BACKUP, CHECKUP, WORKER
from meerinbeeld.insight.models import Mark
from meerinbeeld.insight.rules import health
from meerinbeeld.insight.rules.health import State
from meerinbeeld.journal.models import Checkpoint, Pending

KIND: Final = "system"
PURPOSE: Final = Purpose.ADMINISTRATION
LATELY: Final = timedelta(days=7)
GIGABYTE: Final = 1024**3


@dataclass(frozen=True)
class Look:
    """One thing about the system: how it stands, and what to do when it is not good."""

    name: str
    state: State
    said: str
    at: datetime | None = None
    advice: str = ""


@dataclass(frozen=True)
class Failed:
    """Tasks that failed: the name of the task and of the error, nothing of what they held."""

    task: str
    error: str
    number: int
    last: datetime


def looks(actor: Actor) -> list[Look]:
    """Everything there is to say, what is wrong first. Raises `Refused`."""
    require(actor, Verb.OPEN, KIND, PURPOSE)
    now = timezone.now()
    marks = {mark.name: mark for mark in Mark.objects.all()}
    found = [
        _worker(marks.get(WORKER), now),
        _queue(now),
        _failures(now),
        _journal(now),
        _backup(marks.get(BACKUP), now),
        _checkup(marks.get(CHECKUP), now),
        _disk(),
    ]
    return sorted(found, key=lambda look: health.DECIDING[look.state])


def failed_tasks(actor: Actor) -> list[Failed]:
    require(actor, Verb.OPEN, KIND, PURPOSE)
    rows = _failed().values("task_path", "exception_class_path").order_by()
    told = rows.annotate(n=Count("id"), last=Max("finished_at")).order_by("-last")
    return [
        Failed(row["task_path"], row["exception_class_path"], row["n"], row["last"])
        for row in told
    ]  # fmt: skip


def facts(actor: Actor) -> list[tuple[str, str]]:
    """What runs here, as an operator has to tell when asking for help."""
    require(actor, Verb.OPEN, KIND, PURPOSE)
    return [
        (_("Meer in Beeld"), _version()),
        (_("Database"), _database()),
        (_("Python"), platform.python_version()),
        (_("Faces"), _("public and office") if settings.HAS_PUBLIC else _("office")),
    ]


def _worker(mark: Mark | None, now: datetime) -> Look:
    at = mark.at if mark else None
    state = health.by_age(at, now, health.WORKER)
    said = _("works") if state is State.GOOD else _("gives no sign of life")
    return Look(
        _("Background process"), state, said, at,
        _("Start it: without it nothing is taken in, sealed or reminded. See the log."),
    )  # fmt: skip


def _queue(now: datetime) -> Look:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    told = waiting.aggregate(n=Count("id"), first=Min("enqueued_at"))
    number, first = told["n"], told["first"]
    state = health.by_age(first, now, health.QUEUE) if number else State.GOOD
    said = _("Waiting: %(number)d") % {"number": number} if number else _("nothing waits")
    return Look(_("Queue"), state, said, first, _("Look whether the background process works."))


def _failed() -> Any:
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.FAILED, finished_at__gte=timezone.now() - LATELY
    )


def _failures(now: datetime) -> Look:
    number = _failed().count()
    said = _("%(number)d in a week") % {"number": number} if number else _("none in a week")
    return Look(
        _("Failed tasks"), health.by_failures(number), said, None,
        _("They stand below, without what they held. Ask the maker with the name of the error."),
    )  # fmt: skip


def _journal(now: datetime) -> Look:
    waiting = Pending.objects.count()
    last = Checkpoint.objects.aggregate(at=Max("at"))["at"]
    state = health.by_age(last, now, health.JOURNAL) if waiting else State.GOOD
    said = _("Waiting to be sealed: %(number)d") % {"number": waiting}
    return Look(
        _("Journal"), state, said if waiting else _("everything is sealed"), last,
        _("Look whether the background process works, and run: meerinbeeld journal verify"),
    )  # fmt: skip


def _backup(mark: Mark | None, now: datetime) -> Look:
    at = mark.at if mark else None
    said = _("made") if at else _("never made here")
    return Look(
        _("Last backup"), health.by_age(at, now, health.BACKUP), said, at,
        _(
            "Run it each night: meerinbeeld database backup. A copy made otherwise is not "
            "seen here."
        ),
    )  # fmt: skip


def _checkup(mark: Mark | None, now: datetime) -> Look:
    if mark is None:
        state, said, at = State.LOOK, _("never run here"), None
    elif mark.wrong:
        said, at = _("%(number)d things are wrong") % {"number": mark.wrong}, mark.at
        state = State.WRONG
    else:
        state, said, at = health.by_age(mark.at, now, health.CHECKUP), _("nothing wrong"), mark.at
    return Look(_("Last check of the installation"), state, said, at, _("Run: meerinbeeld check"))


def _disk() -> Look:
    usage = shutil.disk_usage(settings.MIB_DATA)
    said = _("%(free)d of %(total)d GB free") % {
        "free": usage.free // GIGABYTE, "total": usage.total // GIGABYTE,
    }  # fmt: skip
    return Look(
        _("Disk"), health.by_room(usage.free / usage.total), said, None,
        _("Make room, or move the data to a larger disk, before writing stops."),
    )  # fmt: skip


def _version() -> str:
    try:
        return version("meer-in-beeld")
    except PackageNotFoundError:
        return _("unknown")


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {'.'.join(map(str, connection.Database.sqlite_version_info))}"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return f"PostgreSQL {row[0]}" if row else "PostgreSQL"
