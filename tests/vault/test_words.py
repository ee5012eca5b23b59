# SPDX-License-Identifier: EUPL-1.2
"""The word list is frozen, and it is what SOURCE.md says it is."""

from __future__ import annotations

import hashlib
import math
import re
from pathlib import Path

from meerinbeeld.vault import words
from meerinbeeld.vault.receipt import word_list

FOLDER = Path(words.__file__).parent


def lines(name: str) -> list[str]:
    text = (FOLDER / name).read_text("utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]


def test_there_are_enough_words_for_88_bits() -> None:
    assert len(word_list()) >= 6208
    assert 7 * math.log2(len(word_list())) >= 88


def test_words_are_short_plain_ascii_in_order_and_once() -> None:
    assert all(re.fullmatch("[a-z]{4,9}", word) for word in word_list())
    assert list(word_list()) == sorted(set(word_list()))


def test_no_two_words_differ_by_one_letter() -> None:
    seen: dict[str, str] = {}
    clashes = []
    for word in word_list():
        shapes = {word[:i] + "?" + word[i + 1 :] for i in range(len(word))}
        shapes |= {word[:i] + "?" + word[i:] for i in range(len(word) + 1)}
        clashes += [(word, seen[shape]) for shape in shapes if shape in seen]
        seen.update(dict.fromkeys(shapes, word))
    assert clashes == []


def test_no_refused_word_slipped_in() -> None:
    assert set(word_list()) & set(lines("refused_words.txt")) == set()
    refused = re.compile("|".join(lines("refused_stems.txt")))
    assert [word for word in word_list() if refused.search(word)] == []


def test_the_list_is_the_one_that_receipts_were_made_with() -> None:
    checksum = hashlib.sha256((FOLDER / "nl.txt").read_bytes()).hexdigest()
    assert checksum in (FOLDER / "SOURCE.md").read_text("utf-8")


def test_the_documented_number_is_right() -> None:
    assert f"{len(word_list()):,} Dutch words" in (FOLDER / "SOURCE.md").read_text("utf-8")
