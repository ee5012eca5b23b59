# SPDX-License-Identifier: EUPL-1.2
"""The work that comes back: a plain list of functions, each safe to do again.

A function here does a bounded piece, in its own transaction, and finds nothing to do most of the
time. What it does stands with the application it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from meerinbeeld import journal, vault
from meerinbeeld.access.mailing import tell_former_addresses
from meerinbeeld.care.actions.reminders import tick_reminders
from meerinbeeld.config import queue
from meerinbeeld.insight.actions.digests import tick_digests
from meerinbeeld.insight.actions.estimates import fail_dead_estimates
from meerinbeeld.insight.actions.marks import mark_worker
from meerinbeeld.insight.actions.releases import tick_releases
from meerinbeeld.insight.actions.tallies import tick_tallies
from meerinbeeld.registry.actions.broken_off import take_up_again
from meerinbeeld.registry.actions.delivering import forget_batches
from meerinbeeld.registry.actions.runs import tick_runs
from meerinbeeld.signals.actions.book import forget_books
from meerinbeeld.signals.actions.notices import forget_old_notices, tick_notices
from meerinbeeld.signals.actions.take_in import take_in_waiting_letters, take_in_waiting_reports
from meerinbeeld.signals.public.drafts import sweep_expired

EACH_ROUND = timedelta(0)
EACH_MINUTE = timedelta(minutes=1)
EACH_HOUR = timedelta(hours=1)
#: Longer than the slowest upload takes.
BROKEN_UPLOAD = timedelta(days=1)


@dataclass(frozen=True)
class Tick:
    """One piece of work and how often it is due."""

    name: str
    work: Callable[[], object]
    every: timedelta = EACH_ROUND


def forget_ended_sessions() -> None:
    """Sessions that ran out leave the database."""
    call_command("clearsessions")


def forget_broken_uploads() -> int:
    """Pieces of a file whose upload broke off leave the database. Returns how many pieces."""
    return vault.sweep_unfinished(timezone.now() - BROKEN_UPLOAD)


def ticks() -> tuple[Tick, ...]:
    """The list, in the order of work. The public face has no worker: it can open nothing."""
    if not settings.HAS_OFFICE:
        return ()
    return (
        Tick("sign of life", mark_worker, EACH_MINUTE),
        Tick("waiting reports", take_in_waiting_reports),
        Tick("waiting letters", take_in_waiting_letters),
        Tick("seal the journal", journal.seal_pending),
        Tick("reminders of cases", tick_reminders, EACH_MINUTE),
        Tick("notices", tick_notices, EACH_MINUTE),
        Tick("old notices", forget_old_notices, EACH_HOUR),
        Tick("old signal books", forget_books, EACH_HOUR),
        Tick("old deliveries", forget_batches, EACH_HOUR),
        Tick("lists that broke off", take_up_again, EACH_MINUTE),
        Tick("searches of the register", tick_runs, EACH_MINUTE),
        Tick("figures", tick_tallies, EACH_MINUTE),
        Tick("overviews", tick_digests, EACH_HOUR),
        Tick("estimates", fail_dead_estimates, EACH_MINUTE),
        Tick("figures of closed years", tick_releases, EACH_HOUR),
        Tick("changed addresses", tell_former_addresses, EACH_MINUTE),
        Tick("abandoned tasks", queue.hand_out_abandoned_tasks, EACH_MINUTE),
        Tick("old task results", queue.forget_old_results, EACH_HOUR),
        Tick("expired drafts", sweep_expired, EACH_MINUTE),
        Tick("unfinished uploads", forget_broken_uploads, EACH_HOUR),
        Tick("ended sessions", forget_ended_sessions, EACH_HOUR),
    )
