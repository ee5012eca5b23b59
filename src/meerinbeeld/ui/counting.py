# SPDX-License-Identifier: EUPL-1.2
"""Counting that stops: nobody works through a thousand rows, and counting them all is slow."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

MANY: Final = 1000


def bounded(rows: QuerySet[Any]) -> int:
    """How many there are, at most `MANY`."""
    return rows.order_by()[:MANY].count()


def in_words(number: int) -> int | str:
    """The number as a tile shows it: "1000+" where counting stopped."""
    return f"{MANY}+" if number >= MANY else number


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of the first `MANY` rows, for lists that are worked off from the top."""

    object_list: QuerySet[Any]

    @cached_property
    def count(self) -> int:
        return bounded(self.object_list)

    @property
    def stopped(self) -> bool:
        """Whether there may be more than was counted."""
        return self.count >= MANY
