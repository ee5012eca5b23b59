# SPDX-License-Identifier: EUPL-1.2
"""Make `nl.txt`: common, friendly Dutch words that are hard to mistake for one another.

Only for who maintains the list; the application never runs this. It needs `wordfreq` (PyPI) for
the frequencies and the word list of Debian's package `wdutch`. SOURCE.md names versions, licences
and checksums. Run:

    python build.py /usr/share/dict/dutch > nl.txt

Steps: four to nine ASCII letters; common in Dutch and not commoner in English; not refused by
`refused_stems.txt` or `refused_words.txt`; one word for each way of sounding; one form of each
stem; and no two words that differ by one letter.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from wordfreq import zipf_frequency  # type: ignore[import-not-found,import-untyped,unused-ignore]

HERE: Final = Path(__file__).parent
SHAPE: Final = re.compile(r"[a-z]{4,9}\Z")
COMMON: Final = 2.7
FEWEST: Final = 6208
# Dutch spellings that sound alike, most specific first
SOUNDS: Final = (
    ("ij", "ei"),
    ("y", "i"),
    ("auw", "ou"),
    ("ouw", "ou"),
    ("au", "ou"),
    ("sch", "sx"),
    ("ch", "g"),
    ("ck", "k"),
    ("c", "k"),
    ("x", "ks"),
    ("qu", "kw"),
    ("ph", "f"),
    ("th", "t"),
    ("ie", "i"),
    ("dt", "t"),
    ("uw", "u"),
)
ENDINGS: Final = ("t", "e", "s", "n", "en", "te", "de", "je", "r", "d")


def main(dictionary: Path) -> None:
    words = friendly(common(dictionary.read_text("utf-8").split()))
    chosen = far_apart(one_form(one_sound(words)))
    if len(chosen) < FEWEST:
        sys.exit(f"only {len(chosen)} words are left; {FEWEST} are needed for 88 bits")
    sys.stdout.write("\n".join(sorted(chosen)) + "\n")


def common(words: Iterable[str]) -> list[str]:
    """Words that people know, the commonest first; no names, no English."""
    known = set(words)
    names = {word.lower() for word in known if word[:1].isupper()}
    plain = (word for word in known - names if SHAPE.match(word))
    rated = [(dutch(word), word) for word in plain if dutch(word) >= COMMON]
    kept = [(rate, word) for rate, word in rated if zipf_frequency(word, "en") < rate]
    return [word for rate, word in sorted(kept, key=lambda pair: (-pair[0], pair[1]))]


def dutch(word: str) -> float:
    return float(zipf_frequency(word, "nl"))


def friendly(words: Iterable[str]) -> list[str]:
    stems = re.compile("|".join(lines("refused_stems.txt")))
    refused = set(lines("refused_words.txt"))
    return [word for word in words if word not in refused and not stems.search(word)]


def lines(name: str) -> list[str]:
    text = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]


def one_sound(words: Iterable[str]) -> list[str]:
    """The commonest word of each sound."""
    chosen: dict[str, str] = {}
    for word in words:
        chosen.setdefault(sound(word), word)
    return list(chosen.values())


def sound(word: str) -> str:
    for spelled, heard in SOUNDS:
        word = word.replace(spelled, heard)
    word = word.replace("v", "f").replace("z", "s")
    for pattern, heard in (("d$", "t"), ("b$", "p"), ("g$", "x"), (r"(.)\1", r"\1"), ("en$", "e")):
        word = re.sub(pattern, heard, word)
    return word


def one_form(words: Iterable[str]) -> list[str]:
    """The commonest of "lamp, lampen, lampje": endings are what people get wrong."""
    chosen: dict[str, None] = {}
    for word in words:
        shorter = word[:-1] in chosen or word[:-2] in chosen
        if not shorter and not any(word + ending in chosen for ending in ENDINGS):
            chosen[word] = None
    return list(chosen)


def far_apart(words: Iterable[str]) -> list[str]:
    """No two that differ by one letter changed, added or left out."""
    chosen: dict[str, None] = {}
    taken: set[str] = set()
    for word in words:
        shapes = set(neighbourhood(word))
        if not shapes & taken:
            chosen[word] = None
            taken |= shapes
    return list(chosen)


def neighbourhood(word: str) -> Iterator[str]:
    """The word with each letter blanked, and with a blank in each gap."""
    for place in range(len(word)):
        yield word[:place] + "?" + word[place + 1 :]
    for place in range(len(word) + 1):
        yield word[:place] + "?" + word[place:]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
