# SPDX-License-Identifier: EUPL-1.2
"""Blacking out words, and when an answer is due. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

BLACK: Final = "█████"


def blacked(text: str, words: Iterable[str]) -> str:
    """The text without these words, whatever their capitals and the white space in them.

    A mark has one length for all, so that it does not tell how long a name is. Longer words go
    first: of "Jan Jansen" and "Jan" nothing stays.
    """
    patterns = [_pattern(word) for word in sorted(_known(words), key=len, reverse=True)]
    if not patterns:
        return text
    return re.sub("|".join(patterns), BLACK, text, flags=re.IGNORECASE)


def words_of(typed: str) -> list[str]:
    """The words to black out, one a line, without doubles."""
    return list(dict.fromkeys(_known(typed.splitlines())))


def _known(words: Iterable[str]) -> list[str]:
    return [found for word in words if (found := " ".join(word.split()))]


def _pattern(word: str) -> str:
    return r"\s+".join(re.escape(part) for part in word.split())


def days_left(due_on: date, today: date) -> int:
    """Below zero when the answer is late."""
    return (due_on - today).days
