# SPDX-License-Identifier: EUPL-1.2
"""The map that tells which column of a file is what. Written by hand, so mistakes are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

import yaml

from meerinbeeld.registry.linkage.dates import Order
from meerinbeeld.registry.linkage.persons import TELLING

#: Other names for a field, as they stand in many files.
ALIASES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("first_name", "firstname", "forename", "voornaam", "voornamen"), "given_name"),
    **dict.fromkeys(("surname", "last_name", "lastname", "achternaam"), "family_name"),
    **dict.fromkeys(("name", "fullname", "naam"), "full_name"),
    **dict.fromkeys(("dob", "date_of_birth", "geboortedatum", "birthdate"), "birth_date"),
    **dict.fromkeys(("year_of_birth", "geboortejaar"), "birth_year"),
    **dict.fromkeys(("gender", "geslacht"), "sex"),
    **dict.fromkeys(("citizenship", "nationaliteit"), "nationality"),
    **dict.fromkeys(("place_of_birth", "geboorteplaats"), "birth_place"),
    **dict.fromkeys(("city", "town", "suburb", "woonplaats", "plaats"), "place"),
    **dict.fromkeys(("zip", "zip_code", "postal_code"), "postcode"),
    **dict.fromkeys(("address", "straat", "adres"), "street"),
    **dict.fromkeys(("telephone", "mobile", "telefoon"), "phone"),
    **dict.fromkeys(("e-mail", "e_mail", "mail"), "email"),
    **dict.fromkeys(("identity_number", "document_number", "id_number"), "number"),
    **dict.fromkeys(("list", "dataset", "organisation", "lijst", "bron"), "source"),
}
_SETTINGS: Final = ("other", "unique_lists", "date_order", "separator", "encoding", "sheet")
_KEYS: Final = ("id", "source", *TELLING, *_SETTINGS)
_SIGNS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_MOST_COLUMNS: Final = 12


class MapError(ValueError):
    """The map cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Map:
    """Which columns make each field. `None` stands for: see it from the file."""

    id: str = ""
    source: str = ""
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    other: Sequence[str] = ()
    #: Names of lists, or "all".
    unique_lists: Sequence[str] = ()
    order: Order | None = None
    separator: str = ""
    encoding: str = ""
    sheet: str = ""


def read_map(text: str) -> Map:
    """The map in a YAML text. Raises `MapError`."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise MapError(f"The map is not YAML: {_where(error)}.") from error
    if found is None:
        raise MapError(
            "The map is empty. Name at least one column, such as 'family_name: surname'."
        )
    if not isinstance(found, dict):
        raise MapError("The map must have lines of the form 'field: column'.")
    wished = _known(found)
    columns = {name: _columns(name, wished[name]) for name in TELLING if wished.get(name)}
    other = _columns("other", wished["other"]) if wished.get("other") else []
    if not columns and not other:
        raise MapError("The map names no column to compare, such as 'family_name: surname'.")
    if len(other) > _MOST_COLUMNS:
        raise MapError(f"'other' may have {_MOST_COLUMNS} columns at most.")
    return Map(
        id=_one("id", wished.get("id")),
        source=_one("source", wished.get("source")),
        columns=columns,
        other=other,
        unique_lists=_lists(wished),
        order=_order(wished.get("date_order")),
        separator=_separator(_one("separator", wished.get("separator"))),
        encoding=_encoding(_one("encoding", wished.get("encoding"))),
        sheet=_one("sheet", wished.get("sheet")),
    )


def _where(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it cannot be read"
    return f"{problem}, in line {mark.line + 1}" if mark else str(problem)


# Any: what YAML can hold
def _known(found: Mapping[Any, Any]) -> dict[str, Any]:
    """The map by the names of our fields."""
    wished: dict[str, Any] = {}
    for key, value in found.items():
        name = str(key).strip().lower().replace(" ", "_")
        name = ALIASES.get(name, name)
        if name not in _KEYS:
            raise MapError(f"The map has '{key}', which is no field.{_hint(name)}")
        if name in wished:
            raise MapError(f"The map has '{name}' twice (the second time as '{key}').")
        wished[name] = value
    return wished


def _hint(name: str) -> str:
    close = get_close_matches(name, [*_KEYS, *ALIASES], 1)
    if close:
        return f" Did you mean '{close[0]}'?"
    return " The fields are: " + ", ".join(_KEYS) + "."


def _columns(name: str, value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str | int | float) and str(one).strip() for one in values):
        raise MapError(f"'{name}' must name a column, or a list of columns.")
    return [str(one).strip() for one in values]


def _one(name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, list | dict):
        raise MapError(f"'{name}' must name one thing only.")
    return str(value) if name == "separator" else str(value).strip()


def _lists(wished: Mapping[str, Any]) -> list[str]:
    value = wished.get("unique_lists")
    if value in (None, "", [], False):
        return []
    if not wished.get("source"):
        raise MapError("'unique_lists' needs 'source': the column that names the list of a record.")
    values = value if isinstance(value, list) else [value]
    return ["all" if one is True else str(one).strip() for one in values]


def _order(value: Any) -> Order | None:
    if value in (None, ""):
        return None
    try:
        return Order(str(value).strip().lower())
    except ValueError:
        raise MapError("'date_order' is 'day' or 'month': what comes first.") from None


def _separator(value: str) -> str:
    sign = _SIGNS.get(value.lower(), value)
    if len(sign) > 1:
        raise MapError("'separator' is one sign, or tab, comma, semicolon, pipe or space.")
    return sign


def _encoding(value: str) -> str:
    if value:
        try:
            "".encode(value)
        except LookupError:
            raise MapError(f"'{value}' is no encoding that is known here.") from None
    return value
