# SPDX-License-Identifier: EUPL-1.2
"""The background process goes on when a piece of work fails, and mends what a killed one left."""

from __future__ import annotations

import signal
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from meerinbeeld.config import queue, worker
from meerinbeeld.config.ticks import Tick, ticks
from meerinbeeld.config.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    # It would close the connection that holds the test's own transaction.
    for module in (worker, db_worker):
        monkeypatch.setattr(module, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "run_queued_tasks", lambda: None)


@task()
def harmless() -> None:
    """Nothing to do."""


def waiting_task() -> DBTaskResult:
    return DBTaskResult.objects.get(pk=harmless.enqueue().id)


def fail() -> None:
    raise RuntimeError("on purpose")


def test_one_failure_does_not_keep_the_others_from_being_done() -> None:
    done: list[str] = []
    work = (Tick("bad", fail), Tick("good", lambda: done.append("good")))
    assert Worker(ticks=work).once() is False
    assert done == ["good"]


def test_work_is_done_when_it_is_due() -> None:
    done: list[str] = []
    work = (
        Tick("each round", lambda: done.append("round")),
        Tick("each hour", lambda: done.append("hour"), timedelta(hours=1)),
    )
    again = Worker(ticks=work)
    assert again.once()
    assert again.once()
    assert done == ["round", "hour", "round"]


def test_a_signal_ends_it_after_the_work_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: dict[int, object] = {}
    monkeypatch.setattr(signal, "signal", lambda number, act: handlers.setdefault(number, act))
    done: list[str] = []
    one = Worker(interval=60)

    def stop_now() -> None:
        one._stop(signal.SIGTERM, None)
        done.append("finished")

    one.ticks = (Tick("stop", stop_now), Tick("later", lambda: done.append("later")))
    thread = threading.Thread(target=one.run)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert done == ["finished"]
    assert set(handlers) == set(worker.STOP_SIGNALS)


def test_the_list_of_work_runs_on_an_empty_house() -> None:
    assert Worker().once()
    assert {tick.name for tick in ticks()} >= {"waiting reports", "seal the journal"}


def test_the_public_face_has_no_work(settings: object) -> None:
    settings.HAS_OFFICE = False  # type: ignore[attr-defined]
    assert ticks() == ()


def test_a_task_of_a_killed_worker_is_handed_out_again() -> None:
    left = waiting_task()
    left.claim("killed")
    assert queue.hand_out_abandoned_tasks() == 0
    DBTaskResult.objects.update(started_at=timezone.now() - queue.ABANDONED_AFTER * 2)
    assert queue.hand_out_abandoned_tasks() == 1
    left.refresh_from_db()
    assert left.status == TaskResultStatus.READY


def test_results_are_forgotten_after_a_week() -> None:
    old, new = waiting_task(), waiting_task()
    for result in (old, new):
        result.set_successful(None)
    DBTaskResult.objects.filter(pk=old.pk).update(
        finished_at=timezone.now() - queue.KEEP_RESULTS - timedelta(hours=1)
    )
    assert queue.forget_old_results() == 1
    assert DBTaskResult.objects.filter(pk=new.pk).exists()


def test_the_queue_is_emptied_in_one_go() -> None:
    waiting_task()
    waiting_task()
    began = time.monotonic()
    queue.run_queued_tasks()
    assert time.monotonic() - began < queue.ABANDONED_AFTER.total_seconds()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {
        TaskResultStatus.SUCCESSFUL
    }
