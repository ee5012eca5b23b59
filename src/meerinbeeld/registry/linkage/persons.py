# SPDX-License-Identifier: EUPL-1.2
"""What the linkage takes in: persons as plain values, without a word of where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import repeat
from typing import Final

from meerinbeeld.registry.linkage.columns import Builder, Column
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
        """From plain records, as the application has them after unsealing."""
        ids: list[str] = []
        sources = Builder()
        builders = {name: Builder() for name in TELLING}
        others: dict[str, Builder] = {}
        for person in persons:
            for name in person.other.keys() - others.keys():
                others[name] = Builder()
                for _ in ids:
                    others[name].add("")
            ids.append(person.id)
            sources.add(person.source)
            for name, builder in builders.items():
                builder.add(getattr(person, name))
            for name, builder in others.items():
                builder.add(person.other.get(name, ""))
        return cls(
            ids,
            sources.column(),
            {name: builder.column() for name, builder in builders.items()},
            {name: builder.column() for name, builder in others.items()},
            order,
        )


class Gathering:
    """Takes persons in, some thousands at a time: a record for each would take longer."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._sources = Builder()
        self._columns = {name: Builder() for name in TELLING}

    def add(
        self, ids: Sequence[str], sources: Iterable[str], columns: Mapping[str, Sequence[str]]
    ) -> None:
        """`columns` have the text of each person, or "", by the names of fields of `Person`."""
        self._ids += ids
        self._sources.extend(sources)
        for name, builder in self._columns.items():
            builder.extend(columns[name] if name in columns else repeat("", len(ids)))

    def persons(self) -> Persons:
        """All that were taken in."""
        columns = {name: builder.column() for name, builder in self._columns.items()}
        return Persons(self._ids, self._sources.column(), columns)
