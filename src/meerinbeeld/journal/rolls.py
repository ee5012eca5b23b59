# SPDX-License-Identifier: EUPL-1.2
"""Acts on many dossiers at once: one entry, and beside it the rolls of its dossiers.

The entry names its list by the number of dossiers and by the root of a Merkle tree over their
ids, so that what is sealed and signed for the entry holds for the list too. A roll has those ids
that end in one byte: ids that begin with a moment begin alike, and end at random.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import itemgetter, or_
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, Func, IntegerField, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan
from django.db.models.sql.compiler import SQLCompiler

from meerinbeeld.journal.merkle import leaf_hash, tree_root
from meerinbeeld.journal.models import Entry, Roll
from meerinbeeld.parties.plain import id_of, ids_as_kept, insert_rows, rows_as_kept

ID_BYTES: Final = 16
PREFIX: Final = "list:"
#: Of so many dossiers the lists are looked for in one question.
_ASKED: Final = 100
_NAME: Final = re.compile(r"list:([1-9][0-9]{0,9}):([0-9a-f]{64})\Z")


class Listed(NamedTuple):
    """What an entry tells of its list."""

    size: int
    root: bytes


def listed(thing_id: str) -> Listed | None:
    """What the name of a list tells; None for the id of a single thing."""
    told = _NAME.match(thing_id)
    return Listed(int(told[1]), bytes.fromhex(told[2])) if told else None


def ordered(ids: Iterable[bytes]) -> list[bytes]:
    """The ids of a list, each once, in the order of its tree: by the last byte, then by all."""
    return [one[1:] for one in sorted({one[-1:] + one for one in ids})]


def name_of(ids: list[bytes]) -> str:
    """The name of a list whose ids are in order."""
    return f"{PREFIX}{len(ids)}:{tree_root(leaves_of(ids)).hex()}"


def leaves_of(ids: Iterable[bytes]) -> list[bytes]:
    """The leaves of the tree over the ids of a list."""
    return [leaf_hash(one) for one in ids]


def write(entry: UUID, ids: list[bytes]) -> None:
    """Keep the ids of an entry's list. Call it in the transaction that writes the entry."""
    [key] = ids_as_kept([entry])
    rows = [(key, bucket, b"".join(of)) for bucket, of in groupby(ids, key=itemgetter(-1))]
    insert_rows(Roll, ["entry", "bucket", "dossiers"], rows)


def ids_of(entry: UUID) -> list[bytes]:
    """The ids of an entry's list as they are kept, in order."""
    kept = Roll.objects.filter(entry=entry).order_by("bucket").values_list("dossiers", flat=True)
    return pieces(b"".join(map(bytes, kept)))


def pieces(raw: bytes) -> list[bytes]:
    """The ids that a roll holds."""
    return [raw[at : at + ID_BYTES] for at in range(0, len(raw), ID_BYTES)]


def dossiers_of(entry: Entry) -> Iterator[UUID]:
    """The dossiers that an entry is about: none, one, or those of its list."""
    if entry.dossier is not None:
        yield entry.dossier
    elif listed(entry.thing_id):
        yield from (UUID(bytes=one) for one in ids_of(entry.pk))


def about(dossiers: Iterable[UUID]) -> QuerySet[Entry]:
    """Every entry on one of these dossiers, those on a list of dossiers included.

    Asks one question at once, for up to a hundred dossiers, which goes past a roll of each list
    that there ever was.
    """
    wanted = list(dossiers)
    lists = _lists_with(wanted)
    single = Q(dossier__in=wanted)
    return Entry.objects.filter(single | Q(pk__in=lists) if lists else single)


def is_sound(bucket: int, raw: bytes) -> bool:
    """Whether a roll has whole ids of its own bucket only, each once and in order."""
    ids = pieces(raw)
    fit = all(len(one) == ID_BYTES and one[-1] == bucket for one in ids)
    return bool(ids) and fit and all(one < other for one, other in zip(ids, ids[1:], strict=False))


class _Where(Func):
    """Where bytes stand in a column, counted from one; zero where they do not."""

    function = "instr"
    arity = 2
    output_field = IntegerField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Sequence[Any]]:
        turned = self.copy()
        turned.set_source_expressions(self.get_source_expressions()[::-1])
        return turned.as_sql(
            compiler, connection, function="position", arg_joiner=" IN ", **context
        )


def _lists_with(dossiers: list[UUID]) -> list[UUID]:
    """The entries whose list has one of these dossiers. The database looks, at bytes anywhere."""
    found: dict[Any, None] = {}
    for start in range(0, len(dossiers), _ASKED):
        part = [dossier.bytes for dossier in dossiers[start : start + _ASKED]]
        rolls = Roll.objects.filter(reduce(or_, map(_may_hold, part)))
        for entry, raw in rows_as_kept(rolls.values_list("entry", "dossiers")):
            if any(_holds(raw, one) for one in part):
                found[entry] = None
    return [id_of(entry) for entry in found]


def _may_hold(one: bytes) -> Q:
    place = _Where("dossiers", Value(one, output_field=BinaryField()))
    return Q(bucket=one[-1]) & Q(GreaterThan(place, 0))


def _holds(raw: bytes, wanted: bytes) -> bool:
    """Whether an id stands in a roll, at a place where ids begin."""
    at = raw.find(wanted)
    while at % ID_BYTES and at > 0:
        at = raw.find(wanted, at + 1)
    return at >= 0
