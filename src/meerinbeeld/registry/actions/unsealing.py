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
REASON: Final = "linkage"
#: From so many notifications on, two processes open them: the second takes a second to begin.
MANY: Final = 200_000
#: What part this process then opens.
_MINE: Final = 0.55
_UNKNOWN: Final = "unknown"
_NOTHING: Final = b"{}"
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
    told: Sequence[bytes | None]
    wrapped_keys: Sequence[bytes]


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
            parts += other.finished()
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

    Some thousands at a time, in the order of their ids.
    """
    column, kinds = vault.Column(Likeness, "told"), compared_as()
    towns = dict(Municipality.objects.values_list("pk", "name"))
    while found := _next(after, until):
        after = id_as_text(found[-1][0])
        there = [row for row in found if row[-1] is not None]  # it was not shredded
        if there:
            rows = _Rows(*zip(*there, strict=True))
            yield _as_persons(rows, _opened(doer, rows, column), kinds, towns)


def _next(after: str, until: str) -> list[tuple[Any, ...]]:
    """The fields of the next notifications, in the order of their ids."""
    wanted = linkable().filter(pk__gt=after) if after else linkable()
    wanted = wanted.filter(pk__lte=until) if until else wanted
    with_keys = wanted.annotate(wrapped_key=vault.wrapped_key("dossier")).order_by("pk")
    return rows_as_kept(with_keys.values_list(*_FIELDS)[:AT_ONCE])


def _opened(doer: journal.Doer, rows: _Rows, column: vault.Column) -> list[bytes]:
    """What is compared of each, as JSON. That it was opened is journaled before it is returned.

    What takes longest is done before the transaction begins: SQLite has one writer.
    """
    dossiers = list(map(id_as_bytes, rows.dossiers))
    pieces = column.texts(
        list(compress(dossiers, rows.told)),
        list(map(bytes, compress(rows.wrapped_keys, rows.told))),
        ids_as_text(compress(rows.likenesses, rows.told)),
        list(map(bytes, filter(None, rows.told))),
    )
    with transaction.atomic():
        apart = _apart(
            [id_of(one) for one, told in zip(rows.ids, rows.told, strict=True) if not told]
        )
        journal.record_list(
            doer, Verb.OPEN, purpose=PURPOSE, thing=THING, dossiers=dossiers, reason_code=REASON
        )
    if len(pieces) == len(dossiers):
        return pieces
    of_rows = iter(pieces)
    return [
        next(of_rows) if told else apart.get(id_of(one), _NOTHING)
        for one, told in zip(rows.ids, rows.told, strict=True)
    ]


def _apart(ids: list[UUID]) -> dict[UUID, bytes]:
    """The same of notifications without a piece to be compared by. They get one."""
    if not ids:
        return {}
    rows = linkable().select_for_update(of=("self",)).in_bulk(ids)
    details = defaultdict(list)
    for detail in Detail.objects.filter(notification__in=rows):
        details[detail.notification_id].append(detail)
    found = {}
    with vault.unlocked_many(rows[pk].dossier for pk in details) as boxes:
        for pk, own in details.items():
            if box := boxes.get(rows[pk].dossier):
                told = {one.kind: box.text(one, "value") for one in own}
                keep_likeness(rows[pk], told, box)
                found[pk] = json.dumps(compared_of(told), ensure_ascii=False).encode()
    return found


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
