# SPDX-License-Identifier: EUPL-1.2
"""What a made-up record tells, in the fields of a notification."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from meerinbeeld.demo.region import MUNICIPALITIES
from meerinbeeld.demo.register_sketch import Record
from meerinbeeld.demo.rows import codes_on
from meerinbeeld.registry.actions.ages import bands
from meerinbeeld.registry.rules.ages import band_of

_TOWNS: Final = {name: code for code, name, _people in MUNICIPALITIES}
_ONE: Final = {"sex": "sex", "origin": "origin", "sector": "sector", "duration": "duration",
               "place_kind": "place", "scope": "scope"}  # fmt: skip
_SEVERAL: Final = {"forms": "form", "nationalities": "nationality", "means": "means",
                   "recruitment": "recruited"}  # fmt: skip


def codes_of(facts: Mapping[str, str], on: date) -> dict[str, str]:
    age = facts["age"]
    band = band_of(int(age), bands(codes_on("age_band", on))) if age else ""
    return {"age_band": band, **{field: facts[name] for field, name in _ONE.items()}}


def several_of(facts: Mapping[str, str]) -> dict[str, list[str]]:
    return {field: [facts[name]] for field, name in _SEVERAL.items() if facts[name]}


def town_of(facts: Mapping[str, str]) -> str:
    return _TOWNS.get(facts["town"], "")


def details_of(record: Record) -> dict[str, str]:
    told = {"first_name": record.given, "last_name": record.family, "alias": record.alias,
            "birth_date": record.born, "phone": record.phone}  # fmt: skip
    return {kind: text for kind, text in told.items() if text}
