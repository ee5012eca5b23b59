# SPDX-License-Identifier: EUPL-1.2
"""The queue of tasks in the database: run it, and mend what a killed worker left behind."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult

ABANDONED_AFTER = timedelta(minutes=15)
KEEP_RESULTS = timedelta(days=7)


def run_queued_tasks() -> None:
    """Run everything that waits in the queue, one after the other."""
    TaskRunner(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()


def hand_out_abandoned_tasks() -> int:
    """Put tasks whose worker was killed back into the queue. Returns how many."""
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - ABANDONED_AFTER
    ).update(status=TaskResultStatus.READY, started_at=None)


def forget_old_results() -> int:
    """Delete results of finished tasks; ids too are kept no longer than somebody needs them."""
    deleted, _ = DBTaskResult.objects.filter(finished_at__lt=timezone.now() - KEEP_RESULTS).delete()
    return deleted
