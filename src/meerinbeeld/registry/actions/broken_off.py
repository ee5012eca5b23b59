# SPDX-License-Identifier: EUPL-1.2
"""Work on a delivery that broke off on an error, such as a database that was away.

A process that dies is another matter: the queue hands its work out again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks.base import Task
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from meerinbeeld.registry.actions.reading_in import import_batch
from meerinbeeld.registry.actions.undoing import undo_batch
from meerinbeeld.registry.models import Batch

#: Longer than the import of a long list takes.
BROKEN_OFF: Final = timedelta(minutes=30)


def take_up_again(now: datetime | None = None) -> int:
    """Put back into the queue what broke off. Returns how many imports and takings back."""
    before = (now or timezone.now()) - BROKEN_OFF
    imports = Batch.objects.filter(confirmed_at__lt=before, ended_at=None)
    taking_back = Batch.objects.filter(undo_since__lt=before, undone_at=None)
    return _again(imports, import_batch) + _again(taking_back, undo_batch)


def _again(batches: QuerySet[Batch], work: Task[Any, Any]) -> int:
    number = 0
    for batch_id in batches.values_list("pk", flat=True):
        under_way = DBTaskResult.objects.filter(
            status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
            args_kwargs__args=[str(batch_id)],
        )
        if not under_way.exists():
            work.enqueue(str(batch_id))
            number += 1
    return number
