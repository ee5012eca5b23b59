# SPDX-License-Identifier: EUPL-1.2
"""From the words of a list to our codes: countries by who comes from there, ages by their number,
several answers in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from meerinbeeld import norms
from meerinbeeld.norms import CodeList
from meerinbeeld.norms.spoken import matching, plain
from meerinbeeld.registry.actions.ages import bands
from meerinbeeld.registry.linkage import values
from meerinbeeld.registry.lists.fields import AGES, CODED, MANY
from meerinbeeld.registry.lists.setting import LEAVE_EMPTY
from meerinbeeld.registry.rules.ages import band_of

UNKNOWN: Final = "unknown"
_SAYS_UNKNOWN: Final = frozenset({"onbekend", "unknown", "?", "weet niet", "niet bekend", "onb"})
_SAYS_NOTHING: Final = frozenset({"", "nvt", "n v t", "na", "n a", "leeg"})
_CUT: Final = re.compile(r"[;,/|+\n]| en | and | & ")
_AGE: Final = re.compile(r"(\d{1,3})(?: ?(?:jaar|jr|years?|y))?\Z")
_SEXES: Final = {"m": "male", "f": "female", "x": "other"}
#: What the details rest on, in the words of lists; a column "consent" says yes or no.
BASES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("plicht", "wettelijke plicht", "meldplicht", "verplicht", "duty",
                     "legal duty"), "duty"),
    **dict.fromkeys(("toestemming", "consent", "ja", "j", "yes", "y", "gegeven", "akkoord",
                     "ja gegeven"), "consent"),
    **dict.fromkeys(("publieke taak", "public task", "anders", "other", "another ground",
                     "andere grondslag"), "other"),
    **dict.fromkeys(("", "geen", "nee", "n", "no", "none", "niet gevraagd", "geweigerd", "refused",
                     "not asked", "onbekend", "unknown", "geen grondslag", "no ground"), "none"),
}  # fmt: skip


class Strange(ValueError):
    """A word of which we do not know the code."""

    def __init__(self, word: str) -> None:
        super().__init__("a word that is not in the list")
        self.word = word


class Vocabulary:
    """The words of one list. It remembers what it looked up for as long as a reading takes."""

    def __init__(self, said: Mapping[str, Mapping[str, str]]) -> None:
        self._said = said
        self._days: dict[tuple[str, date], CodeList] = {}
        self._every: dict[str, CodeList] = {}
        self._found: dict[tuple[str, str], str] = {}

    def codes(self, name: str, text: str, on: date) -> list[str]:
        """The codes that a cell tells for a field, of the lists of that day. Raises `Strange`."""
        codes = self._on(CODED[name], on)
        whole = self._code(name, text, codes)
        if whole is not None:
            return [whole] if whole else []
        if name not in MANY:
            raise Strange(text)
        found = []
        for part in _CUT.split(text):
            code = self._code(name, part, codes)
            if code is None:
                raise Strange(part.strip())
            found += [code] if code else []
        several = list(dict.fromkeys(found))
        return [code for code in several if code != UNKNOWN] if len(several) > 1 else several

    def _on(self, listed: str, on: date) -> CodeList:
        if (listed, on) not in self._days:
            self._days[listed, on] = norms.codelist(listed, on)
        return self._days[listed, on]

    def _code(self, name: str, text: str, codes: CodeList) -> str | None:
        """The code, "" for a word that says nothing, None for one that is not known."""
        word = plain(text)
        said = self._said.get(name, {}).get(word)
        if said is not None:
            return "" if said == LEAVE_EMPTY else said
        code = self._matching(codes.name, word)
        if code in codes.values:
            return code
        if word in _SAYS_UNKNOWN:
            return UNKNOWN if UNKNOWN in codes.values else ""
        if word in _SAYS_NOTHING:
            return ""
        return _otherwise(name, word, codes)

    def _matching(self, listed: str, word: str) -> str:
        if listed not in self._every:
            today = norms.codelist(listed)
            self._every[listed] = replace(today, codes=tuple(today.known.values()))
        if (listed, word) not in self._found:
            self._found[listed, word] = matching(word, self._every[listed])
        return self._found[listed, word]


def _otherwise(name: str, word: str, codes: CodeList) -> str | None:
    if name in AGES and (match := _AGE.match(word)):
        return band_of(int(match[1]), bands(codes)) or None
    if name == "sex":
        return _SEXES.get(values.sex(word))
    if codes.name == "country":
        code = values.country(word).upper()
        return code if code in codes.values else _by_three(word, codes)
    return None


def _by_three(word: str, codes: CodeList) -> str | None:
    three = word.upper()
    return next((code.value for code in codes if code.extra.get("iso3") == three), None)
