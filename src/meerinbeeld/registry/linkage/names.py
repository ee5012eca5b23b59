# SPDX-License-Identifier: EUPL-1.2
"""Names in forms that can be compared: in Latin letters, by sound, and by their short forms. Pure.

Nothing here decides that two names are one; it only makes the likeness visible to the model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from anyascii import anyascii

#: What people type into a field that may not stay empty.
UNKNOWN: Final = frozenset(
    """
    onbekend unbekannt inconnu unknown unkn unk anoniem anonymous anon geen none null nan nil
    nvt niet nee missing leeg empty x xx xxx xxxx nn nb
    """.split()  # noqa: SIM905
)
_UNKNOWN_PHRASES: Final = frozenset(
    (
        *("n v t", "n a", "n n", "n b", "niet bekend", "niet ingevuld", "niet van toepassing"),
        *("not known", "not available", "not applicable", "no name", "geen opgave"),
    )
)
_TITLES: Final = frozenset(
    """
    dhr mevr mw mevrouw meneer heer mr mrs ms miss mister sir dr drs ir ing prof bc msc bsc herr
    frau monsieur madame
    """.split()  # noqa: SIM905
)
#: Words that belong to a family name and differ from one clerk to the next.
_PARTICLES: Final = frozenset(
    """
    van de der den het t ter ten te op in aan bij von vom zu zur zum af di da do dos das del
    della dello degli la las los le les el al ul bin ibn bint ould abu du des y e of d l 's
    vande vander vanden
    """.split()  # noqa: SIM905
)
_SOUND_LENGTH: Final = 6
_WORD: Final = re.compile(r"[a-z0-9]+")
_APOSTROPHES: Final = re.compile(r"['`]")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in two parts; "" for a part that is not known."""

    given: str = ""
    family: str = ""


def plain(text: str) -> str:
    """Words of a-z and 0-9 with one space between them, or "" when nothing is said."""
    latin = text if text.isascii() else anyascii(unicodedata.normalize("NFKC", text))
    if latin.isalnum():  # most are one word, and ready
        words = latin.lower()
    else:
        words = " ".join(_WORD.findall(_APOSTROPHES.sub("", latin).lower()))
    return "" if words in UNKNOWN or words in _UNKNOWN_PHRASES else words


def given_name(text: str) -> str:
    """The words of a given name, without titles."""
    return " ".join(word for word in plain(text).split() if word not in _TITLES)


def family_name(text: str) -> str:
    """The words of a family name without "van der", unless that is all there is."""
    words = [word for word in plain(text).split() if word not in _TITLES]
    core = [word for word in words if word not in _PARTICLES]
    return " ".join(core or words)


def split(text: str) -> Name:
    """A whole name in its two parts: "Vries, Jan de", "Jan de Vries" and "Jan"."""
    before, comma, after = text.partition(",")
    if comma and plain(before) and plain(after):
        words = given_name(after).split()
        given = [word for word in words if word not in _PARTICLES]
        return Name(" ".join(given or words), family_name(before))
    words = given_name(text).split()
    if len(words) < 2:
        return Name(given=" ".join(words))
    first = next((at for at, word in enumerate(words[1:], 1) if word in _PARTICLES), len(words) - 1)
    given, family = words[:first], words[first:]
    return Name(" ".join(given), family_name(" ".join(family)))


# --- By sound -------------------------------------------------------------------------------------

#: From spelling to sound, in this order. Made for names that come into Dutch files by ear from
#: Slavic languages, Arabic, Turkish, Spanish, English and German: sounds that get mixed up there
#: share one sign. "1" is a sound that is only written at the beginning of a word.
_SPELLINGS: Final = (
    (re.compile(r"(?m)^(?:kh|ch|gh|h|g|x)(?=[aeiouylr])"), "1"),
    (re.compile(r"(?m)^(?:dzh|dj|dz|j|y|i(?=[aeou]))"), "j"),
    (re.compile(r"tsch|tsj|tch|sch|shch|dzh|dj|sz|cz|sj|sh|zh|ts|tz|ch(?=i)|c(?=[eiy])"), "s"),
    (re.compile(r"kh|gh|ch|h"), ""),
    (re.compile(r"ph|[fvw]"), "f"),
    (re.compile(r"dt|th|[dt]"), "t"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ck|[gkqc]"), "k"),
    (re.compile(r"[bp]"), "p"),
    (re.compile(r"[sz]"), "s"),
    (re.compile(r"(?m)^[aeiou]+"), "a"),
    (re.compile(r"(?<=.)[aeiouyj]+"), "."),
    (re.compile(r"([a-z1])\1+"), r"\1"),
    (re.compile(r"\."), ""),
)


def sounds(words: Sequence[str]) -> list[str]:
    """How each word sounds, roughly: "joessef", "yusuf" and "youssef" give one key.

    Many at once, on a line each: no sign of `_SPELLINGS` reaches beyond its line.
    """
    lines = "\n".join(words)
    for pattern, sign in _SPELLINGS:
        lines = pattern.sub(sign, lines)
    return [line[:_SOUND_LENGTH] for line in lines.split("\n")] if words else []


def sound(word: str) -> str:
    """As `sounds`, of one word."""
    return sounds([word])[0]


# --- Short forms ----------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _roots() -> dict[str, str]:
    """Each short or foreign form with the first name of its line."""
    lines = files(__package__).joinpath("data/given_names.txt").read_text("utf-8").splitlines()
    roots: dict[str, str] = {}
    for line in lines:
        forms = line.partition("#")[0].split()
        for form in forms:
            roots.setdefault(form, forms[0])
    return roots


def other_name(text: str) -> str:
    """The first name in another name that somebody goes by, in its first form."""
    return root(split(text).given or given_name(text))


def root(given: str) -> str:
    """The name that the first word is a form of: "sasha" is "aleksandr", "bill" is "william"."""
    first = given.partition(" ")[0]
    return _roots().get(first, first)
