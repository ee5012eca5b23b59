# SPDX-License-Identifier: EUPL-1.2
"""By what a person is found again without a name being kept: a few short texts, to be hashed. Pure.

Each text joins things that are known together: how a name sounds with the year, the whole date.
Nothing common stands alone in one (a first name, a year), because the hashes of what is common can
be told by how often they occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from meerinbeeld.registry.linkage import dates, names
from meerinbeeld.vault import normalise

#: The kinds of hash, as the columns of the table are called.
KINDS: Final = (
    "whole_name", "sounds", "family_and_year", "given_and_year", "born", "day_turned", "phone",
    "email", "alias_name", "alias_and_year",
)  # fmt: skip
#: What an alias is held against, besides other aliases: the same of a name.
LIKE: Final[Mapping[str, str]] = {
    "alias_name": "whole_name", "alias_and_year": "given_and_year",
}  # fmt: skip
_TAIL: Final = 8
_FIRST_OF_JANUARY: Final = "0101"


@dataclass(frozen=True)
class Known:
    """The parts of a person that the texts are made of."""

    given: str
    family: str
    given_sound: str
    family_sound: str
    year: str
    whole_date: str


def texts_of(fields: Mapping[str, str]) -> dict[str, str]:
    """Per kind its text, of the fields of a person (`given_name`, `birth_date`, …); no empty ones.

    Two spellings of one thing give one text; a first of January is a year and no date.
    """
    known = _known(fields)
    date = known.whole_date
    texts = {
        "whole_name": _both(known.given, known.family),
        "sounds": _both(known.given_sound, known.family_sound),
        "family_and_year": _joined(known.family_sound, known.year),
        "given_and_year": _joined(known.given_sound, known.year),
        "born": date,
        "day_turned": date and date[:4] + "".join(sorted((date[4:6], date[6:]))),
        "phone": normalise.normalise("phone", fields.get("phone", ""))[-_TAIL:],
        "email": normalise.normalise("email", fields.get("email", "")),
        **_alias(fields.get("alias", ""), known),
    }
    return {kind: text for kind, text in texts.items() if text}


def _known(fields: Mapping[str, str]) -> Known:
    given = names.given_name(fields.get("given_name", ""))
    family = names.family_name(fields.get("family_name", ""))
    whole = names.split(fields.get("full_name", ""))
    given, family = given or whole.given, family or whole.family
    birth = dates.read(fields.get("birth_date", ""))
    return Known(
        given,
        family,
        names.sound(names.root(given)),
        names.sound(family.partition(" ")[0]),
        f"{birth.year:04d}" if birth.year else "",
        "" if birth.whole[4:] == _FIRST_OF_JANUARY else birth.whole,
    )


def _alias(text: str, known: Known) -> dict[str, str]:
    """Of an alias with the family name that goes with it, else with that of the person."""
    parts = names.split(text)
    given = parts.given or names.given_name(text)
    return {
        "alias_name": _both(given, parts.family or known.family),
        "alias_and_year": _joined(names.sound(names.root(given)), known.year),
    }


def _joined(one: str, other: str) -> str:
    return f"{one} {other}" if one and other else ""


def _both(one: str, other: str) -> str:
    """Both in alphabetical order, so that a swap makes no difference."""
    return " ".join(sorted((one, other))) if one and other else ""
