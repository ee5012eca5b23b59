# SPDX-License-Identifier: EUPL-1.2
"""Normal forms of names, dates, numbers and places, for the blind index. Pure.

Two spellings of one thing should give one normal form, and two things should rarely share one.
An empty result means: there is nothing here that could be matched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

_FOLDED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_TITLES: Final = frozenset({"dhr", "mevr", "mw", "mr", "mrs", "ms", "heer", "mevrouw", "meneer"})
_ISO_DATE: Final = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})\Z")
_DUTCH_DATE: Final = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})\Z")
_POSTCODE: Final = re.compile(r"\b([1-9]\d{3})\s?([a-z]{2})\b")
_HOUSE_NUMBER: Final = re.compile(r"\b(\d{1,5})\s?([a-z]?)\b")
_NOT_DIALLED: Final = re.compile(r"[^\d+]")
_SPACE: Final = re.compile(r"\s")
_MIN_PHONE: Final = 7


def normalise(kind: str, value: str) -> str:
    """The normal form of a value. Raises `ValueError` for an unknown kind."""
    if kind not in KINDS:
        raise ValueError("there is no normal form for this kind")
    return KINDS[kind](unicodedata.normalize("NFKC", value).strip())


def _name(value: str) -> str:
    """Words without accents, in alphabetical order: "Vries, Jan de" is "Jan de Vries"."""
    return " ".join(sorted(word for word in _words(value) if word not in _TITLES))


def _birth_date(value: str) -> str:
    """ISO 8601, from year first or from the Dutch day first; "" when it is no date."""
    if match := _ISO_DATE.match(value):
        year, month, day = match.groups()
    elif match := _DUTCH_DATE.match(value):
        day, month, year = match.groups()
    else:
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _phone(value: str) -> str:
    """E.164, with the Netherlands for a number without a country."""
    digits = _NOT_DIALLED.sub("", value.replace("(0)", ""))
    international = digits.startswith(("+", "00"))
    digits = digits.replace("+", "")
    if international:
        digits = digits.removeprefix("00")
        if digits.startswith("310"):
            digits = "31" + digits[3:]
    elif digits.startswith("0"):
        digits = "31" + digits[1:]
    return "+" + digits if len(digits) >= _MIN_PHONE else ""


def _plate(value: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", _folded(value).upper())


def _email(value: str) -> str:
    folded = value.casefold()
    local, at, domain = folded.rpartition("@")
    return folded if at and local and "." in domain and not _SPACE.search(folded) else ""


def _place(value: str) -> str:
    """Postcode and house number when both are there, else the words in their order."""
    folded = _folded(value)
    if match := _POSTCODE.search(folded):
        rest = folded[: match.start()] + " " + folded[match.end() :]
        if number := _HOUSE_NUMBER.search(rest):
            return f"{match[1]}{match[2]} {number[1]}{number[2]}"
    return " ".join(_words(value))


def _folded(value: str) -> str:
    """Lower case without accents; other scripts keep their letters."""
    decomposed = unicodedata.normalize("NFKD", value.casefold().translate(_FOLDED))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _words(value: str) -> list[str]:
    joined = re.sub(r"['’`´]", "", _folded(value))
    return [word for word in re.split(r"[\W_]+", joined) if word]


KINDS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        "name": _name,
        "birth_date": _birth_date,
        "phone": _phone,
        "plate": _plate,
        "email": _email,
        "place": _place,
    }
)
