# SPDX-License-Identifier: EUPL-1.2
"""The reporter's receipt: seven Dutch words, stored nowhere.

One Argon2id derivation (RFC 9106), split with HKDF labels, gives the look-up id that finds the
report and the key pair to which answers are sealed. With at least 88 bits, guessing is hopeless
even for who has the whole database; Argon2id makes each guess dear on top of that.
"""

from __future__ import annotations

import hashlib
import math
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.vault.errors import VaultError
from meerinbeeld.vault.formats import (
    LABEL_RECEIPT_LOOKUP,
    LABEL_RECEIPT_SALT,
    LABEL_RECEIPT_SEED,
    expand_key,
)
from meerinbeeld.vault.hpke import SEED_BYTES, KeyPair
from meerinbeeld.vault.transactions import refuse_inside_transaction

WORDS: Final = 7
LOOKUP_BYTES: Final = 16
MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LANES: Final = 1
# one salt for all: the words carry the entropy, and the look-up must be found without an account
_SALT: Final = hashlib.sha256(LABEL_RECEIPT_SALT).digest()[:16]
_MAX_TYPED: Final = 500
_MAX_SUGGESTIONS: Final = 3


@dataclass(frozen=True)
class Receipt:
    """What the seven words give. The words themselves are not in it."""

    lookup_id: bytes
    keypair: KeyPair

    def __repr__(self) -> str:
        return "<Receipt>"


@dataclass(frozen=True)
class WordProblem:
    """A word that is not in the list, where it stands, and what may have been meant."""

    position: int
    suggestions: tuple[str, ...]


class ReceiptError(VaultError):
    """What was typed is no receipt. `code` is "too_few", "too_many" or "unknown_word".

    The words are in no message that could reach a log; `explain()` is for the reporter's screen.
    """

    def __init__(self, code: str, count: int, problems: Sequence[WordProblem] = ()) -> None:
        super().__init__(f"no receipt: {code}")
        self.code = code
        self.count = count
        self.problems = tuple(problems)

    def explain(self) -> list[str]:
        """What is wrong, in plain sentences in the active language."""
        if self.code == "unknown_word":
            return [_explain(problem) for problem in self.problems]
        if self.count == 0:
            return [_("Type the seven words of your receipt.")]
        typed = ngettext("You typed %(count)d word.", "You typed %(count)d words.", self.count)
        return [typed % {"count": self.count} + " " + _("A receipt has seven words.")]


def new_words() -> tuple[str, ...]:
    """Seven words, each drawn by the operating system's generator from the whole list."""
    choices = word_list()
    return tuple(secrets.choice(choices) for _place in range(WORDS))


def derive(words: Sequence[str]) -> Receipt:
    """The receipt of seven words. Costs one Argon2id derivation: 64 MiB, three passes.

    Raises `InTransaction` inside a database transaction, and `ReceiptError` for other words
    than `parse` lets through.
    """
    refuse_inside_transaction()
    checked = parse(" ".join(words))
    return _split(_stretched(" ".join(checked).encode("ascii")))


def parse(typed: str) -> tuple[str, ...]:
    """The seven words in what somebody typed, in spite of case, commas, numbers and accents.

    Raises `ReceiptError`, which says what is wrong.
    """
    found = _words_in(typed[:_MAX_TYPED])
    if len(found) > WORDS:
        raise ReceiptError("too_many", len(found))
    known = _known_words()
    problems = [
        WordProblem(position, _suggestions(word))
        for position, word in enumerate(found, start=1)
        if word not in known
    ]
    if problems:
        raise ReceiptError("unknown_word", len(found), problems)
    if len(found) < WORDS:
        raise ReceiptError("too_few", len(found))
    return tuple(found)


@cache
def word_list() -> tuple[str, ...]:
    """The checked list, in alphabetical order. It is public; nothing secret is cached here."""
    text = files("meerinbeeld.vault.words").joinpath("nl.txt").read_text("ascii")
    return tuple(text.split())


def bits() -> float:
    """The entropy of a receipt."""
    return WORDS * math.log2(len(word_list()))


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word_list())


def _words_in(typed: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", typed.lower())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return [word for word in re.split(r"[\W\d_]+", plain) if word]


def _suggestions(word: str) -> tuple[str, ...]:
    near = (known for known in word_list() if abs(len(known) - len(word)) <= 2)
    return tuple(get_close_matches(word, list(near), n=_MAX_SUGGESTIONS, cutoff=0.75))


def _stretched(secret: bytes) -> bytes:
    kdf = Argon2id(salt=_SALT, length=32, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return kdf.derive(secret)


def _split(stretched: bytes) -> Receipt:
    lookup_id = expand_key(stretched, label=LABEL_RECEIPT_LOOKUP, length=LOOKUP_BYTES)
    seed = expand_key(stretched, label=LABEL_RECEIPT_SEED, length=SEED_BYTES)
    return Receipt(lookup_id, KeyPair.from_seed(seed))


def _explain(problem: WordProblem) -> str:
    place = {"position": problem.position}
    if not problem.suggestions:
        return _("Word %(position)d is not a word we use. Check how it is spelled.") % place
    meant = {**place, "words": ", ".join(problem.suggestions)}
    return _("Word %(position)d is not a word we use. Did you mean: %(words)s?") % meant
