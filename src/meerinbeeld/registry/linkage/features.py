# SPDX-License-Identifier: EUPL-1.2
"""From what was typed to what is compared, and records that say exactly the same taken as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from meerinbeeld.registry.linkage import dates, names, values
from meerinbeeld.registry.linkage.columns import Column, chained, mixed
from meerinbeeld.registry.linkage.persons import Persons

Rows = npt.NDArray[np.int64]

_PLAIN: Final[Mapping[str, Callable[[str], str]]] = {
    "sex": values.sex,
    "nationality": values.country,
    "birth_place": names.plain,
    "place": names.plain,
    "postcode": values.postcode,
    "street": names.plain,
    "phone": values.phone,
    "email": values.email,
    "number": values.number,
}
#: The features that are made of another one, and tell nothing more.
_DERIVED: Final = frozenset({"root", "given_sound", "family_sound", "year", "md", "area"})


@dataclass(frozen=True)
class Features:
    """`columns` hold one row per profile; `profile[row]` is the profile of a record."""

    columns: Mapping[str, Column]
    profile: Rows
    #: How many records say what a profile says.
    size: Rows

    def __len__(self) -> int:
        return len(self.size)

    def arrow(self) -> pa.Table:
        table: dict[str, pa.Array] = {"unique_id": pa.array(np.arange(len(self), dtype=np.int64))}
        return pa.table(table | {name: one.arrow() for name, one in self.columns.items()})


def features(persons: Persons, apart: npt.NDArray[np.bool_] | None = None) -> Features:
    """What is compared of each person. A record in `apart` is a profile of its own."""
    columns = telling(persons)
    compared = [one for name, one in columns.items() if name not in _DERIVED]
    identity = chained((one.codes for one in compared), len(persons))
    alone = np.zeros(len(persons), dtype=np.bool_) if apart is None else apart
    identity[alone] = mixed(np.arange(len(persons), dtype=np.uint64)[alone] + np.uint64(1 << 40))
    _, first, profile, size = np.unique(
        identity, return_index=True, return_inverse=True, return_counts=True
    )
    # in the order of the file: what the engine sees does not hang on how numbers were mixed
    order = np.argsort(first, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return Features(
        {name: one.take(first[order]) for name, one in columns.items()},
        place[profile],
        size[order],
    )


def telling(persons: Persons) -> dict[str, Column]:
    """The features of each record; a feature that no record has is left out."""
    given, family = _names(persons)
    year, whole = _births(persons)
    root = given.map(names.root)
    made = {
        "given": given,
        "root": root,
        "given_sound": root.map_all(names.sounds),
        "alias": persons.columns["alias"].map(names.other_name),
        "family": family,
        "family_sound": family.map(lambda name: name.partition(" ")[0]).map_all(names.sounds),
        "dob": whole,
        "year": year,
        "md": whole.map(lambda digits: digits[4:]),
    }
    made |= {name: persons.columns[name].map(change) for name, change in _PLAIN.items()}
    made["area"] = made["postcode"].map(values.area)
    made |= {f"other_{at}": one.map(names.plain) for at, one in enumerate(persons.other.values())}
    return {name: one for name, one in made.items() if not one.is_empty}


def _names(persons: Persons) -> tuple[Column, Column]:
    """Given and family name: of their own columns, else of the whole name."""
    whole = persons.columns["full_name"]
    parts = {text: names.split(text) for text in whole.values}
    given = persons.columns["given_name"].map(names.given_name)
    family = persons.columns["family_name"].map(names.family_name)
    return (
        given.or_else(whole.map(lambda text: parts[text].given)),
        family.or_else(whole.map(lambda text: parts[text].family)),
    )


def _births(persons: Persons) -> tuple[Column, Column]:
    """The year, and the eight digits of a date that is known in full."""
    texts = persons.columns["birth_date"]
    order = persons.order or dates.order_of(texts.values)
    this_year = date.today().year
    births = {text: dates.read(text, order, this_year) for text in texts.values}
    years = persons.columns["birth_year"].map(lambda text: _year(dates.read(text)))
    return (
        texts.map(lambda text: _year(births[text])).or_else(years),
        texts.map(lambda text: births[text].whole),
    )


def _year(birth: dates.Birth) -> str:
    return f"{birth.year:04d}" if birth.year else ""
