# SPDX-License-Identifier: EUPL-1.2
"""The queue to the national register: numbers, filters, and what to do next with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from meerinbeeld.access import Actor, Verb
from meerinbeeld.registry.models import Notification, Passing
from meerinbeeld.registry.queries import passing as queries
from meerinbeeld.registry.rules import passing as rules
from meerinbeeld.ui.counting import bounded

PAGE: Final = 20
WAITS, LACKING, READY = "waits", "lacking", "ready"
SENT, CHANGED, DONE = "sent", "changed", "done"
TILES: Final = (WAITS, LACKING, READY, SENT, CHANGED, DONE)
#: What stands in the queue when nobody chose a tile: everything on which somebody has to act.
OPEN: Final = (rules.WAITS, rules.READY, rules.SENT)


@dataclass(frozen=True)
class Wanted:
    """What a person filters by. Empty means: do not care."""

    tile: str = ""
    kind: str = ""
    organisation: str = ""
    reason: str = ""
    older_than: int = 0

    @property
    def is_narrowed(self) -> bool:
        return any((self.tile, self.kind, self.organisation, self.reason, self.older_than))


@dataclass(frozen=True)
class Row:
    """One dossier in the queue."""

    passing: Passing
    content: str
    missing: tuple[str, ...]
    against: tuple[str, ...]
    is_changed: bool
    state: str
    reason: str
    days: int

    @property
    def row(self) -> Notification:
        return self.passing.notification

    @property
    def next(self) -> str:
        """The next step, as a code of the template."""
        if self.is_changed and self.passing.state in (rules.SENT, rules.ANSWERED):
            return "correct"
        if self.passing.state == rules.WAITS:
            return "complete" if self.against else "release"
        return {rules.READY: "send", rules.SENT: "answer"}.get(self.passing.state, "")


def counts(actor: Actor) -> dict[str, int]:
    """The numbers at the top, each counted up to `MANY`."""
    rows = queries.passings(actor)
    return {tile: bounded(rows.filter(_tile(tile))) for tile in TILES}


def oldest(actor: Actor) -> datetime | None:
    """Since when the first in the queue waits."""
    row = queries.passings(actor).filter(state=rules.WAITS).first()
    return row.since if row else None


def listing(actor: Actor, wanted: Wanted, today: date) -> QuerySet[Passing]:
    """What fits the filter, the longest waiting first; give a page of it to `rows`."""
    found = queries.passings(actor).filter(_narrowed(wanted, today))
    return queries.with_sendings(found).select_related(
        "notification__organisation", "notification__victim"
    )


def rows(found: Iterable[Passing], now: datetime, *, whole: bool) -> list[Row]:
    return [row_of(passing, now, whole=whole) for passing in found]


def row_of(passing: Passing, now: datetime, *, whole: bool) -> Row:
    """One dossier with what stands against it. Its sendings and forms come prefetched.

    `whole`: for who keeps the register (see `queries.passing.answer_words`).
    """
    stopped = passing.state == rules.STOPPED
    return Row(
        passing=passing,
        content=queries.content_of(passing),
        missing=() if stopped else tuple(queries.missing_of(passing)),
        against=() if stopped else tuple(queries.blocks_of(passing)),
        is_changed=queries.is_changed(passing),
        state=queries.state_words(passing, whole=whole),
        reason=queries.reason_words(passing),
        days=(timezone.localdate(now) - timezone.localdate(passing.since)).days,
    )


def releasable(actor: Actor) -> int:
    """How many the button for whole ones makes ready: without those that somebody lets wait."""
    return bounded(queries.releasable(actor))


def ready(actor: Actor) -> QuerySet[Passing]:
    """What can go into a file, the longest waiting first."""
    rows = queries.passings(actor, Verb.SHARE).filter(state=rules.READY)
    return queries.with_sendings(rows)


def _tile(tile: str) -> Q:
    tiles = {
        WAITS: Q(state=rules.WAITS),
        LACKING: Q(state=rules.WAITS) & ~queries.complete(),
        READY: Q(state=rules.READY),
        SENT: Q(state=rules.SENT),
        CHANGED: queries.changed_after_sending(),
        DONE: Q(state__in=(rules.ANSWERED, rules.STOPPED)),
    }
    return tiles.get(tile, Q(state__in=OPEN))


def _narrowed(wanted: Wanted, today: date) -> Q:
    narrowed = _tile(wanted.tile)
    if wanted.kind:
        narrowed &= Q(kind=wanted.kind)
    if wanted.organisation:
        narrowed &= Q(notification__organisation_id=wanted.organisation)
    if wanted.reason:
        narrowed &= Q(reason=wanted.reason)
    if wanted.older_than:
        narrowed &= Q(since__date__lte=today - timedelta(days=wanted.older_than))
    return narrowed
