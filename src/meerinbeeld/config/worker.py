# SPDX-License-Identifier: EUPL-1.2
"""The one background process: queued tasks, and the work that comes back every few seconds.

It may be killed at any moment. Each piece of work is done in its own transaction and may be done
again; what a killed worker had claimed is handed out again (see `queue.ABANDONED_AFTER`).
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from django.db import close_old_connections

from meerinbeeld.config.queue import run_queued_tasks
from meerinbeeld.config.ticks import Tick, ticks

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 3.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass
class Worker:
    """Works until it is told to stop; finishes the piece of work at hand first."""

    interval: float = INTERVAL_SECONDS
    ticks: tuple[Tick, ...] = field(default_factory=ticks)
    stopping: threading.Event = field(default_factory=threading.Event)
    _last: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Work and wait in turns until a signal asks to stop."""
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        while not self.stopping.is_set():
            self.once()
            self.stopping.wait(self.interval)

    def once(self) -> bool:
        """One round: the queued tasks, then every tick that is due. True when all went well."""
        went_well = self._guarded("queued tasks", run_queued_tasks)
        for tick in self.ticks:
            if self.stopping.is_set():
                break
            if self._is_due(tick):
                went_well = self._guarded(tick.name, tick.work) and went_well
        return went_well

    def _is_due(self, tick: Tick) -> bool:
        now = time.monotonic()
        due = now - self._last.get(tick.name, float("-inf")) >= tick.every.total_seconds()
        if due:
            self._last[tick.name] = now
        return due

    def _guarded(self, name: str, work: Callable[[], object]) -> bool:
        # One failing piece of work may not keep the others from being done.
        close_old_connections()
        try:
            work()
        except Exception:
            logger.exception("The work '%s' failed; it is tried again.", name)
            return False
        finally:
            close_old_connections()
        return True

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()
