# SPDX-License-Identifier: EUPL-1.2
"""Sex, numbers, addresses and countries in forms that can be compared; names have their own. Pure.

"" means: nothing is known here that could be compared.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

from meerinbeeld.registry.linkage.names import plain
from meerinbeeld.vault import normalise

_SEXES: Final = {
    word: sex
    for sex, words in {
        "m": "m man male mannelijk masculine masculin homme hombre jongen boy heer maennlich 1",
        "f": "f v vrouw female vrouwelijk feminine feminin femme mujer meisje girl w weiblich 2",
        "x": "x anders other divers nonbinary genderqueer transgender "
        "transgenderfeminine transgendermasculine nonconforming",
    }.items()
    for word in words.split()
}
_NL_POSTCODE: Final = re.compile(r"([1-9]\d{3})([A-Z]{2})\Z")


def sex(text: str) -> str:
    """`m`, `f` or `x`."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return _SEXES.get(words[0], "") if words else ""


def postcode(text: str) -> str:
    value = plain(text).replace(" ", "").upper()
    return "" if _says_nothing(value) else value


def area(code: str) -> str:
    """The part of a normal postcode that stands for a town or a part of it."""
    if match := _NL_POSTCODE.match(code):
        return match[1]
    if code.isdecimal():
        return code[: max(2, len(code) - 2)]
    return code[:-3] if len(code) >= 5 else code


def number(text: str) -> str:
    """A number of a document or a file."""
    value = plain(text).replace(" ", "").upper()
    return "" if _says_nothing(value) or len(value) < 3 else value


def phone(text: str) -> str:
    value = normalise.normalise("phone", text)
    return "" if _says_nothing(value[-7:]) else value


def email(text: str) -> str:
    """In small letters; a broken address is kept, because it may be broken by one slip."""
    if whole := normalise.normalise("email", text):
        return whole
    broken = re.sub(r"\s", "", text.casefold())
    return broken if len(plain(broken).replace(" ", "")) > 3 else ""


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    lines = files(__package__).joinpath("data/countries.txt").read_text("utf-8").splitlines()
    found: dict[str, str] = {}
    for line in lines:
        code, _, names = line.partition("#")[0].partition(":")
        for name in (code, *names.split(",")):
            if name.strip():
                found.setdefault(plain(name), code.strip().lower())
    return found


def country(text: str) -> str:
    """A two-letter code for a country or a nationality that is in the table, else its words."""
    words = plain(text)
    return _countries().get(words, words)


def _says_nothing(value: str) -> bool:
    """Zeros, nines, or one sign over and over."""
    return value == value[:1] * len(value) or value in {"1234567", "123456789"}
