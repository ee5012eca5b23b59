# SPDX-License-Identifier: EUPL-1.2
"""A column of texts in which each different text stands once.

Names, towns and dates repeat. Working on the different values only, and on numbers in place of the
rows, is what makes a million records fit in memory and in seconds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

#: So many columns, or parts of them, are worked on at once: numpy does not hold Python up while it
#: sorts and looks up. Each takes memory of its own.
THREADS: Final = min(4, os.cpu_count() or 1)

Codes = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Column:
    """`values[codes[row]]` is the text of a row; "" where nothing is known. No value twice."""

    codes: Codes
    values: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    @classmethod
    def of(cls, texts: Iterable[str]) -> Column:
        known = _Codes()
        codes = np.fromiter(map(known.__getitem__, texts), dtype=np.int32)
        return cls(codes, tuple(known) or ("",))

    @classmethod
    def joined(cls, parts: Sequence[pa.Array]) -> Column:
        """Texts that Arrow holds, in parts: each different one becomes one of Python's once."""
        # as one array: in parts, each would get all that the ones before it have
        whole = pa.chunked_array(parts, pa.string()).cast(pa.large_string()).combine_chunks()
        coded = whole.dictionary_encode()
        return cls(coded.indices.to_numpy(), tuple(coded.dictionary.to_pylist()) or ("",))

    @classmethod
    def empty(cls, rows: int) -> Column:
        return cls(np.zeros(rows, dtype=np.int32), ("",))

    def map(self, change: Callable[[str], str]) -> Column:
        """The same rows with each different value changed once."""
        return self.map_all(lambda values: map(change, values))

    def map_all(self, change: Callable[[Sequence[str]], Iterable[str]]) -> Column:
        """The same rows with all different values changed at once."""
        known = _Codes()
        new = np.fromiter(map(known.__getitem__, change(self.values)), dtype=np.int32)
        return Column(new[self.codes], tuple(known))

    def or_else(self, other: Column) -> Column:
        """The other column's text where this one is empty."""
        if "" not in self.values:
            return self
        known = {value: code for code, value in enumerate(self.values)}
        moved = [known.setdefault(value, len(known)) for value in other.values]
        missing = self.codes == known[""]
        codes = np.where(missing, np.array(moved, dtype=np.int32)[other.codes], self.codes)
        return Column(codes.astype(np.int32), tuple(known))

    def take(self, rows: npt.NDArray[np.int64]) -> Column:
        return Column(self.codes[rows], self.values)

    def counts(self) -> npt.NDArray[np.int64]:
        """In how many rows each value stands."""
        return np.bincount(self.codes, minlength=len(self.values))

    @property
    def is_empty(self) -> bool:
        return len(self.codes) == 0 or bool(self.known().sum() == 0)

    def known(self) -> npt.NDArray[np.bool_]:
        """Per row whether it holds something."""
        filled = np.array([value != "" for value in self.values], dtype=np.bool_)
        return filled[self.codes]

    def places(self) -> npt.NDArray[np.int64]:
        """Per value its place in the alphabet."""
        places = np.empty(len(self.values), dtype=np.int64)
        places[sorted(range(len(places)), key=self.values.__getitem__)] = np.arange(len(places))
        return places

    def hashes(self, part: Callable[[str], str] = str) -> Hashes:
        """Per row a number that stands for a part of its text; 0 where that is "".

        The same text has the same number in every column, as long as this process lives.
        """
        parts = (part(value) for value in self.values)
        numbers = (hash(text) & _SIXTY_FOUR if text else 0 for text in parts)
        return np.fromiter(numbers, dtype=np.uint64, count=len(self.values))[self.codes]

    def texts(self) -> pa.Array:
        """One text per row."""
        values = pa.array(self.values, type=pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(self.codes), values).dictionary_decode()

    def arrow(self) -> pa.DictionaryArray:
        """For the engine: the same, with null in place of ""."""
        values = pa.array([value or None for value in self.values], type=pa.string())
        return pa.DictionaryArray.from_arrays(pa.array(self.codes), values)


_SIXTY_FOUR = (1 << 64) - 1
_STEP = np.uint64(0x9E3779B97F4A7C15)


def chained(parts: Iterable[Hashes | Codes], rows: int) -> Hashes:
    """One number per row that stands for all its parts, in this order.

    64 bits: two different rows among a million share one with a chance of three in a hundred
    million.
    """
    number = np.zeros(rows, dtype=np.uint64)
    for part in parts:
        number = mixed(number + part.astype(np.uint64) + _STEP)
    return number


def mixed(number: Hashes) -> Hashes:
    """The finaliser of splitmix64 (Steele, Lea and Flood, 2014): spreads each bit over all."""
    number = (number ^ (number >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    number = (number ^ (number >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return number ^ (number >> np.uint64(31))


class _Codes(dict[str, int]):
    """A number for each text that is asked for; new ones get the next."""

    def __missing__(self, text: str) -> int:
        code = self[text] = len(self)
        return code
