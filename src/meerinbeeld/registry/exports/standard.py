# SPDX-License-Identifier: EUPL-1.2
"""The Human Trafficking Case Data Standard, version 2, as its own file says it (IOM, CC BY 4.0).

The file beside this module is the standard's field list. A record is held against it before it
leaves: names of fields, values of pick lists, kinds of values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

VERSION: Final = "2.0"
#: Fields of a national addition, where the standard has no value of its own.
NATIONAL: Final = "nl_"
_ISO_3166: Final = "prs_Citizenship"
_COUNTRY_SIGNS: Final = 2


@dataclass(frozen=True)
class Field:
    """One field of the standard. `values` is empty for free fields and for lists of ISO."""

    name: str
    kind: str
    values: frozenset[str]

    @property
    def is_several(self) -> bool:
        return self.kind.startswith("Multiselect")


@cache
def fields() -> Mapping[str, Field]:
    """The fields of the standard by name."""
    text = files(__package__).joinpath("standards/htcds_v2.json").read_text("utf-8")
    found = {}
    for raw in json.loads(text)["fields"]:
        values = raw["values"] if raw["name"] != _ISO_3166 else []
        found[raw["name"]] = Field(raw["name"], raw["type"], frozenset(values))
    return found


def problems(record: Mapping[str, Any]) -> list[str]:
    """What in a record is not of the standard; empty when all of it is."""
    return [
        problem
        for name, value in record.items()
        if not name.startswith(NATIONAL)
        for problem in _problems_of(name, value)
    ]


def _problems_of(name: str, value: Any) -> list[str]:
    field = fields().get(name)
    if field is None:
        return [f"{name}: no field of HTCDS {VERSION}"]
    if field.is_several != isinstance(value, list):
        return [f"{name}: {'a list is' if field.is_several else 'one value is'} expected"]
    values = value if isinstance(value, list) else [value]
    if field.kind == "Checkbox":
        return [] if isinstance(value, bool) else [f"{name}: true or false is expected"]
    if name == _ISO_3166:
        return [f"{name}: {one!r} is no country code" for one in values if not _is_country(one)]
    return [
        f"{name}: {one!r} is not in the list"
        for one in values
        if field.values and one not in field.values
    ]


def _is_country(value: Any) -> bool:
    return isinstance(value, str) and len(value) == _COUNTRY_SIGNS and value.isupper()
