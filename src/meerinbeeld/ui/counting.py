# SPDX-License-Identifier: EUPL-1.2
"""Counting that stops: nobody works through a thousand rows, and counting them all is slow."""

from __future__ import annotations

from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

MANY: Final = 1000
FEW: Final = 200


def bounded(rows: QuerySet[Any]) -> int:
    """How many there are, at most `MANY`."""
    return rows.order_by()[:MANY].count()


def pointed_at(rows: QuerySet[Any], key: str) -> Q:
    """Those that one of `rows` points at with its foreign key `key`.

    A list that is narrowed by something rare is read from those few; by something common it is
    walked along its own order until the page is full. No database knows which of the two it is.
    """
    few = list(rows.order_by().values_list(f"{key}_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Q(pk__in=few)
    return Q(Exists(rows.filter(**{key: OuterRef("pk")})))


def in_words(number: int) -> int | str:
    """The number as a tile shows it: "1000+" where counting stopped."""
    return f"{MANY}+" if number >= MANY else number


def counted(number: int) -> str:
    """Small numbers in words, as one says them."""
    said = (
        "", _("one"), _("two"), _("three"), _("four"), _("five"), _("six"),
        _("seven"), _("eight"), _("nine"), _("ten"),
    )  # fmt: skip
    return said[number] if number < len(said) else f"{number}"


def capital(text: str) -> str:
    """Dutch writes no accent on a capital: "Eén", not "Één"."""
    first = text[:1].upper()
    return {"É": "E"}.get(first, first) + text[1:]


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
