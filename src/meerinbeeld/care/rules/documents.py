# SPDX-License-Identifier: EUPL-1.2
"""Versions of papers, and when one that expires asks for attention. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from meerinbeeld.norms.calendar import add_months


class Paper(Protocol):
    """A row that may be a newer version of another."""

    @property
    def id(self) -> UUID: ...
    @property
    def replaces_id(self) -> UUID | None: ...
    @property
    def removed_at(self) -> object: ...


P = TypeVar("P", bound=Paper)


def chains(papers: Iterable[P]) -> list[list[P]]:
    """The papers with their versions, the newest version first; in the order of the newest."""
    by_id = {paper.id: paper for paper in papers}
    replaced = {paper.replaces_id for paper in by_id.values()}
    return [_back(paper, by_id) for paper in by_id.values() if paper.id not in replaced]


def _back(newest: P, by_id: dict[UUID, P]) -> list[P]:
    found, now = [newest], newest.replaces_id
    while now is not None and now in by_id:
        found.append(by_id[now])
        now = by_id[now].replaces_id
    return found


def current(chain: Sequence[P]) -> P | None:
    """The newest version that was not removed: with a newer one taken away, the one before it."""
    return next((paper for paper in chain if paper.removed_at is None), None)


def notice_day(expires_on: date, *, days: int = 0, months: int = 0) -> date:
    """The day on which somebody hears that a paper expires, so long before its last day."""
    return add_months(expires_on, -months) - timedelta(days=days)


def expiry(expires_on: date | None, notice_from: date | None, today: date) -> str:
    """`late` when it is past its last day, `today` when it is near, else nothing."""
    if expires_on is None or notice_from is None:
        return ""
    if expires_on < today:
        return "late"
    return "today" if notice_from <= today else ""
