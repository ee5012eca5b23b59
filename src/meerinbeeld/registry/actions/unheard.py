# SPDX-License-Identifier: EUPL-1.2
"""Long work in the worker that gives signs of life: without one for long, its worker was killed.

Its rows have `state`, `heard_at`, `ended_at` and `problem`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

#: Much longer than there is between two signs of life: of a search through a million
#: notifications, or of the slowest way of estimating on twelve lists.
DEAD_AFTER: Final = timedelta(minutes=10)
STOPPED, KILLED = "stopped", "killed"


def fail_unheard(rows: Any, now: datetime | None = None) -> int:
    """Those whose worker was killed failed, and can be asked anew. Returns how many."""
    now = now or timezone.now()
    return fail(rows.filter(state="runs", heard_at__lt=now - DEAD_AFTER), KILLED, now)


def fail(rows: Any, problem: str, now: datetime | None = None) -> int:
    """These came to no end, because of this. Returns how many there were."""
    changed: int = rows.update(state="failed", problem=problem, ended_at=now or timezone.now())
    return changed
