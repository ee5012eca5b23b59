# SPDX-License-Identifier: EUPL-1.2
"""Counting that stops: nobody works through a thousand rows, and counting them all is slow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Exists, Expression, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

MANY: Final = 1000
FEW: Final = 200


def bounded(rows: QuerySet[Any]) -> int:
    """How many there are, at most `MANY`."""
    return rows.order_by()[:MANY].count()


def bounded_each(lists: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many there are of each, at most `MANY`, asked of the database in one go."""
    counts, parts = dict.fromkeys(lists, 0), {}
    values: list[Any] = []
    for name, rows in lists.items():
        try:
            inner, given = rows.order_by().values("pk")[:MANY].query.sql_with_params()
        except EmptyResultSet:  # known to be none without asking
            continue
        parts[name] = f"(SELECT COUNT(*) FROM ({inner}) counted)"  # noqa: S608 (compiled)
        values += given
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", values)
            counts.update(zip(parts, cursor.fetchone() or (), strict=True))
    return counts


def grouped(rows: Iterable[tuple[Any, ...]]) -> defaultdict[Any, list[tuple[Any, ...]]]:
    """The rows of each thing, by the first column: the thing they belong to. Pure."""
    found = defaultdict(list)
    for thing, *others in rows:
        found[thing].append(tuple(others))
    return found


class _Spelled(Expression):
    def __init__(self, word: str) -> None:
        if not word.isidentifier():
            raise ValueError("only a word of our own is written into a query")
        super().__init__()
        self.word = word

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str, ...]]:
        return f"'{self.word}'", ()


def spelled(words: Iterable[str]) -> list[Expression]:
    """Codes of our own, for ``status__in=``, written into the query instead of sent along with it.

    SQLite takes an index over a part of a table only when it can read there that it holds all rows.
    """
    return [_Spelled(word) for word in words]


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
