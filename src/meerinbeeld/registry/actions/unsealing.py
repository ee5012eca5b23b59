# SPDX-License-Identifier: EUPL-1.2
"""From sealed notifications to persons that can be compared, in memory and nowhere else.

The whole register goes through here, so rows are read as the database keeps them, no model object
is made of any, and what was opened goes from JSON to columns without a word of Python. Every check
of the vault is made all the same, for each dossier and detail.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Final, NamedTuple
from uuid import UUID

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.db.models import QuerySet
from pyarrow import json as arrow_json

from meerinbeeld import journal, vault
from meerinbeeld.access import Verb
from meerinbeeld.parties.models import Municipality
from meerinbeeld.parties.plain import id_as_bytes, id_as_text, id_of, ids_as_text, rows_as_kept
from meerinbeeld.registry.actions.likeness import (
    compared_as,
    compared_of,
    fields_of,
    keep_likeness,
)
from meerinbeeld.registry.actions.second_reader import reading_beside
from meerinbeeld.registry.linkage.persons import Persons
from meerinbeeld.registry.models import Detail, Likeness, Notification
from meerinbeeld.registry.queries.scope import PURPOSE, THING

#: So many dossiers are opened at once, and journaled as one list.
AT_ONCE: Final = 10_000
#: So many of which the piece to compare by has to be made first: that is done in the transaction.
_AT_ONCE_APART: Final = 200
REASON: Final = "linkage"
#: From so many notifications on, two processes open them: the second takes a second to begin.
MANY: Final = 200_000
#: What part this process then opens.
_MINE: Final = 0.55
_UNKNOWN: Final = "unknown"
_FIELDS: Final = (
    "pk", "dossier", "organisation_id", "sex", "nationalities", "municipality_id",
    "likeness__pk", "likeness__told", "wrapped_key",
)  # fmt: skip


@dataclass(frozen=True)
class ForPerson:
    """Somebody for whom dossiers are opened while they do something else."""

    person_id: UUID | None
    organisation_id: UUID | None
    role: str


# Any: ids are text on SQLite and objects on PostgreSQL
class _Rows(NamedTuple):
    """Notifications as the database keeps them, by their columns.

    `told` is sealed into the row `likenesses`.
    """

    ids: Sequence[Any]
    dossiers: Sequence[Any]
    organisations: Sequence[Any]
    sexes: Sequence[str]
    nationalities: Sequence[str]
    municipalities: Sequence[str | None]
    likenesses: Sequence[Any]
    told: Sequence[bytes]
    wrapped_keys: Sequence[bytes]

    def only(self, kept: Sequence[bool]) -> _Rows:
        return _Rows(*(tuple(compress(column, kept)) for column in self))


def linkable() -> QuerySet[Notification]:
    """Notifications that name somebody: what rests on no ground is a count, about nobody."""
    rows = Notification.objects.filter(destroyed_at=None)
    return rows.exclude(rests_on=Notification.Rest.NONE)


def persons_of(doer: journal.Doer, heard: Callable[[float], None]) -> Persons:
    """Every person in the register. Opening each dossier is journaled.

    `heard` is told which part was opened. Raises `ReaderFailed`.
    """
    number = Notification.objects.count()
    if number < MANY:
        parts = _heard_of(parts_of(doer), number, heard)
    else:
        mine = int(number * _MINE)
        middle = str(Notification.objects.order_by("pk").values_list("pk", flat=True)[mine])
        with reading_beside(doer, after=middle) as other:
            parts = _heard_of(parts_of(doer, until=middle), mine, heard)
            parts += other.finished(waiting=lambda: heard(1.0))
    return Persons.of_parts(parts, schema())


def _heard_of(
    parts: Iterable[pa.RecordBatch], number: int, heard: Callable[[float], None]
) -> list[pa.RecordBatch]:
    """All of them, of so many persons at most, with word of each."""
    taken: list[pa.RecordBatch] = []
    for part in parts:
        taken.append(part)
        heard(min(1.0, sum(map(len, taken)) / max(1, number)))
    return taken


def parts_of(doer: journal.Doer, after: str = "", until: str = "") -> Iterator[pa.RecordBatch]:
    """The persons of notifications whose id comes after the one and not after the other.

    Some thousands at a time, nearly in the order of their ids.
    """
    column, kinds = vault.Column(Likeness, "told"), compared_as()
    towns = dict(Municipality.objects.values_list("pk", "name"))
    while found := _next(after, until):
        after = id_as_text(found[-1][0])
        for rows, texts in _opened_of(doer, found, column):
            if texts:
                yield _as_persons(rows, texts, kinds, towns)


def _next(after: str, until: str) -> list[tuple[Any, ...]]:
    """The fields of the next notifications, in the order of their ids."""
    wanted = linkable().filter(pk__gt=after) if after else linkable()
    wanted = wanted.filter(pk__lte=until) if until else wanted
    with_keys = wanted.annotate(wrapped_key=vault.wrapped_key("dossier")).order_by("pk")
    return rows_as_kept(with_keys.values_list(*_FIELDS)[:AT_ONCE])


def _opened_of(
    doer: journal.Doer, found: Sequence[tuple[Any, ...]], column: vault.Column
) -> Iterator[tuple[_Rows, list[bytes]]]:
    """What is compared of each that is there still, as JSON. Its opening is journaled by then."""
    there = [row for row in found if row[-1] is not None]  # it was not shredded
    if whole := [row for row in there if row[-2]]:
        yield _opened(doer, _Rows(*zip(*whole, strict=True)), column)
    apart = [row for row in there if not row[-2]]
    for start in range(0, len(apart), _AT_ONCE_APART):
        part = apart[start : start + _AT_ONCE_APART]
        yield _opened_apart(doer, _Rows(*zip(*part, strict=True)))


def _opened(doer: journal.Doer, rows: _Rows, column: vault.Column) -> tuple[_Rows, list[bytes]]:
    """Those whose piece to compare by is there. What takes longest is done before the transaction
    begins: SQLite has one writer."""
    texts = column.texts(
        list(map(id_as_bytes, rows.dossiers)),
        list(map(bytes, rows.wrapped_keys)),
        ids_as_text(rows.likenesses),
        list(map(bytes, rows.told)),
    )
    with transaction.atomic():
        if gone := {one.bytes for one in vault.lately_shredded()}:
            kept = [id_as_bytes(one) not in gone for one in rows.dossiers]
            rows, texts = rows.only(kept), list(compress(texts, kept))
        _record(doer, rows)
    return rows, texts


def _record(doer: journal.Doer, rows: _Rows) -> None:
    dossiers = list(map(id_as_bytes, rows.dossiers))
    journal.record_list(
        doer, Verb.OPEN, purpose=PURPOSE, thing=THING, dossiers=dossiers, reason_code=REASON
    )


@transaction.atomic
def _opened_apart(doer: journal.Doer, rows: _Rows) -> tuple[_Rows, list[bytes]]:
    """Those without a piece to compare by. They get one."""
    ids = list(map(id_of, rows.ids))
    found = linkable().select_for_update(of=("self",)).in_bulk(ids)
    details = defaultdict(list)
    for detail in Detail.objects.filter(notification__in=found):
        details[detail.notification_id].append(detail)
    texts = {}
    with vault.unlocked_many(row.dossier for row in found.values()) as boxes:
        for pk, row in found.items():
            if box := boxes.get(row.dossier):
                told = {one.kind: box.text(one, "value") for one in details[pk]}
                keep_likeness(row, told, box)
                texts[pk] = json.dumps(compared_of(told), ensure_ascii=False).encode()
    rows = rows.only([pk in texts for pk in ids])
    _record(doer, rows)
    return rows, [texts[pk] for pk in ids if pk in texts]


def schema() -> pa.Schema:
    """What is told of each person, all as text."""
    fields = {"full_name", "sex", "nationality", "place", *compared_as().values()}
    return pa.schema([(name, pa.string()) for name in ("id", "source", *sorted(fields))])


def _as_persons(
    rows: _Rows, texts: Sequence[bytes], kinds: Mapping[str, str], towns: Mapping[str, str]
) -> pa.RecordBatch:
    """The fields of persons, by their names in the linkage."""
    columns = _read(texts, kinds)
    columns.setdefault("full_name", pa.array([""] * len(texts)))
    if "alias" in columns:
        named = pc.not_equal(columns["alias"], "")
        few = [texts[at] for at in pc.indices_nonzero(named).to_pylist()]
        whole = [fields_of(json.loads(text), kinds).get("full_name", "") for text in few]
        whole_names = pa.array(whole, pa.string())
        columns["full_name"] = pc.replace_with_mask(columns["full_name"], named, whole_names)
    columns["id"] = pa.array(ids_as_text(rows.ids))
    columns["source"] = _each_once(rows.organisations, id_as_text)
    columns["sex"] = _each_once(rows.sexes, lambda sex: "" if sex == _UNKNOWN else sex)
    columns["nationality"] = _each_once(rows.nationalities, _nationality)
    columns["place"] = _each_once(rows.municipalities, lambda code: towns.get(code or "", ""))
    fields = schema()
    return pa.record_batch([columns[name] for name in fields.names], fields)


def _each_once(kept: Sequence[Any], change: Callable[[Any], str]) -> pa.Array:
    """Values of which there are few, each changed once."""
    changed = {one: change(one) for one in set(kept)}
    return pa.array([changed[one] for one in kept], pa.string())


def _read(texts: Sequence[bytes], kinds: Mapping[str, str]) -> dict[str, pa.Array]:
    """Details as JSON by the fields of a person: one text for each, "" where there is none."""
    lines = b"\n".join(texts)
    table = arrow_json.read_json(
        pa.BufferReader(lines),
        arrow_json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        arrow_json.ParseOptions(
            explicit_schema=pa.schema([(kind, pa.string()) for kind in kinds]),
            unexpected_field_behavior="ignore",
        ),
    )
    return {
        kinds[name]: pc.fill_null(table[name].combine_chunks(), "") for name in table.column_names
    }


def _nationality(kept: str) -> str:
    """The first that is known, of a list as JSON."""
    return next((code for code in json.loads(kept) if code != _UNKNOWN), "")
