# SPDX-License-Identifier: EUPL-1.2
"""What the linkage takes in: persons as plain values, without a word of where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Final

import pyarrow as pa

from meerinbeeld.registry.linkage.columns import Column
from meerinbeeld.registry.linkage.dates import Order


@dataclass(frozen=True, slots=True)
class Person:
    """One record about a person. Every field may be empty and in any spelling.

    `source` is the list that it comes from. `other` holds further columns by name.
    """

    id: str
    source: str = ""
    given_name: str = ""
    family_name: str = ""
    full_name: str = ""
    alias: str = ""
    birth_date: str = ""
    birth_year: str = ""
    sex: str = ""
    nationality: str = ""
    birth_place: str = ""
    place: str = ""
    postcode: str = ""
    street: str = ""
    phone: str = ""
    email: str = ""
    number: str = ""
    other: Mapping[str, str] = field(default_factory=dict)


#: The fields that tell something about the person, in the order of the documentation.
TELLING: Final = tuple(
    one.name for one in fields(Person) if one.name not in {"id", "source", "other"}
)


@dataclass(frozen=True)
class Persons:
    """Many persons, column by column. `other` are further columns, by their own names."""

    ids: Sequence[str]
    sources: Column
    columns: Mapping[str, Column]
    other: Mapping[str, Column] = field(default_factory=dict)
    #: In which order the dates stand; none to see it from the dates themselves.
    order: Order | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, persons: Iterable[Person], order: Order | None = None) -> Persons:
        """From plain records."""
        rows = list(persons)
        others = dict.fromkeys(name for row in rows for name in row.other)
        return cls(
            [row.id for row in rows],
            Column.of(row.source for row in rows),
            {name: Column.of(getattr(row, name) for row in rows) for name in TELLING},
            {name: Column.of(row.other.get(name, "") for row in rows) for name in others},
            order,
        )

    @classmethod
    def of_parts(cls, parts: Iterable[pa.RecordBatch], schema: pa.Schema) -> Persons:
        """From tables that all have the same fields of `Person` as text, an `id` first."""
        table = pa.Table.from_batches(parts, schema)
        columns = {name: Column.joined(table[name].chunks) for name in table.column_names[1:]}
        return cls(
            table["id"].to_pylist(),
            columns["source"],
            {name: columns.get(name) or Column.empty(len(table)) for name in TELLING},
        )
