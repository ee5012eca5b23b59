# SPDX-License-Identifier: EUPL-1.2
"""The estimation itself, in the worker: every way that applies, side by side."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

import darkfigure
from darkfigure.comparison import DRAWS, POOLED, Comparison, compare
from darkfigure.linkage import People
from meerinbeeld.insight.models import Estimate
from meerinbeeld.registry.actions.unheard import fail

#: Fixed, so that the same table gives the same numbers.
SEED: Final = 20_210_315
REPLICATES: Final = 1000
THREADS: Final = 1
#: About how many ways there are: for the progress, which ends at a hundred in any case.
WAYS: Final = 13
#: Much shorter than `unheard.DEAD_AFTER`, and no load for the database.
SECONDS_BETWEEN_SIGNS: Final = 15.0


class Stopped(Exception):
    """Somebody stopped the estimate, or threw it away."""


def carry_out(estimate_id: UUID) -> None:
    """Carry out an estimate that waits. A refusal is an outcome; of a failure the kind is kept."""
    if not _claimed(estimate_id):
        return
    estimate = Estimate.objects.get(pk=estimate_id)
    try:
        _keep(estimate_id, Estimate.State.DONE, _compared(estimate))
    except Stopped:
        return
    except darkfigure.DarkFigureError as refusal:
        _keep(estimate_id, Estimate.State.REFUSED, {"refused": str(refusal)})
    except Exception as error:  # noqa: BLE001 (whatever it was, somebody waits for an answer)
        _fail(estimate_id, type(error).__name__)


def capture_data(estimate: Estimate) -> darkfigure.CaptureData:
    """The table of an estimate as the library has it. Raises `darkfigure.DataError`."""
    width = range(len(estimate.lists))
    rows = [
        ([int(mask) >> at & 1 for at in width], count) for mask, count in estimate.counts.items()
    ]
    return darkfigure.CaptureData.from_rows(estimate.lists, rows)


def linkage(estimate: Estimate) -> People | None:
    """Who of the table may be one person; None when nothing is in doubt."""
    doubt = estimate.doubt
    if not doubt.get("pairs"):
        return None
    certain = Counter({int(mask): int(count) for mask, count in estimate.counts.items()})
    certain.subtract(doubt["people"])
    pairs = [(one, other, chance) for one, other, chance in doubt["pairs"]]
    apart = [(one, other) for one, other in doubt["apart"]]
    return People(estimate.lists, +certain, doubt["people"], pairs, apart)


@dataclass
class _Signs:
    """The signs of life of an estimate: at each way, and now and then within one."""

    estimate_id: UUID
    ways: int
    begun: int = 0
    last: float = 0.0

    def at(self, _way: str) -> None:
        """A way begins."""
        self.begun += 1
        self._tell()

    def within(self, _done: int, _of: int) -> None:
        """A piece of a way is done: of the slowest there are thousands, of others a few."""
        if time.monotonic() - self.last >= SECONDS_BETWEEN_SIGNS:
            self._tell()

    def _tell(self) -> None:
        self.last = time.monotonic()
        _tell(self.estimate_id, min(95, 100 * self.begun // (self.ways + 1)))


def _compared(estimate: Estimate) -> dict[str, Any]:
    doubtful = linkage(estimate)
    signs = _Signs(estimate.pk, WAYS + (DRAWS * len(POOLED) if doubtful else 0))
    found = compare(
        doubtful.likeliest() if doubtful else capture_data(estimate),
        replicates=REPLICATES,
        seed=SEED,
        threads=THREADS,
        linkage=doubtful,
        progress=signs.at,
        within=signs.within,
    )
    return _told(found)


def _told(found: Comparison) -> dict[str, Any]:
    notes = [{"text": text, "methods": methods} for text, methods in found.notes()]
    return {**found.to_dict(), "notes": notes, "refuted": found.refuted, "draws": DRAWS}


def _claimed(estimate_id: UUID) -> bool:
    """Only one worker takes it; one that a killed worker had is not begun again."""
    waiting = Estimate.objects.filter(pk=estimate_id, state=Estimate.State.WAITS)
    return bool(waiting.update(state=Estimate.State.RUNS, heard_at=timezone.now()))


def _running(estimate_id: UUID) -> Any:
    return Estimate.objects.filter(pk=estimate_id, state=Estimate.State.RUNS)


def _tell(estimate_id: UUID, progress: int) -> None:
    """A sign of life. Raises `Stopped` when nobody waits for it any more."""
    if not _running(estimate_id).update(progress=progress, heard_at=timezone.now()):
        raise Stopped


def _keep(estimate_id: UUID, state: str, result: dict[str, Any]) -> None:
    _running(estimate_id).update(
        state=state, result=result, progress=100, ended_at=timezone.now()
    )  # fmt: skip


def _fail(estimate_id: UUID, problem: str) -> None:
    fail(_running(estimate_id), problem[:40])
