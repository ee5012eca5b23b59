# SPDX-License-Identifier: EUPL-1.2
"""Models as bit masks, and the notation people read.

A set of lists is a mask (list ``i`` is bit ``i``). A model is the set of its parameters; for at
most six lists that set is itself a 64-bit mask (bit ``theta`` is set when ``theta`` is in the
model). ``[123,25,34]`` names the generators, all sub-terms included, lists numbered from 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from darkfigure.errors import ModelError

MOST_LISTS = 12
MOST_LISTS_EXHAUSTIVE = 6


def lists_in(mask: int) -> tuple[int, ...]:
    """The numbers (from 0) of the lists in a mask."""
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def submasks(mask: int) -> list[int]:
    """Every mask inside ``mask``, itself and the empty one included."""
    found = [0]
    for i in lists_in(mask):
        found += [m | 1 << i for m in found]
    return found


def closure(generators: Iterable[int], t: int) -> tuple[int, ...]:
    """All parameters of a hierarchical model: sub-terms, intercept and main effects included."""
    terms = {0, *(1 << i for i in range(t))}
    for generator in generators:
        terms.update(submasks(generator))
    return tuple(sorted(terms))


def generators(terms: Iterable[int]) -> tuple[int, ...]:
    """The maximal terms, larger ones first, each size in the order of its list numbers."""
    present = set(terms)
    top = [m for m in present if m and not any(m != o and m & o == m for o in present)]
    return tuple(sorted(top, key=lambda m: (-m.bit_count(), lists_in(m))))


def is_hierarchical(terms: Iterable[int], t: int) -> bool:
    """Does the set hold the intercept, every main effect and all sub-terms of its terms?"""
    present = set(terms)
    return present == set(closure(present, t))


def to_bits(terms: Iterable[int]) -> int:
    """The 64-bit mask of a set of parameters (at most six lists)."""
    bits = 0
    for term in terms:
        bits |= 1 << term
    return bits


def from_bits(bits: int) -> tuple[int, ...]:
    """The parameters of a 64-bit model mask, ascending."""
    return lists_in(int(bits))


def format_model(terms: Iterable[int]) -> str:
    """Hierarchical notation, e.g. ``[123,25,34]``; from ten lists on, numbers joined by ``.``."""
    parts = []
    for generator in generators(terms):
        numbers = [i + 1 for i in lists_in(generator)]
        parts.append(("." if max(numbers) > 9 else "").join(map(str, numbers)))
    return "[" + ",".join(parts) + "]"


def _term(text: str, t: int, names: Sequence[str]) -> int:
    """The mask of one term: digits are numbers of lists, even where a list is named like that."""
    numbers = text.split(".") if "." in text else list(text)
    if numbers and all(_is_number(n, t) for n in numbers):
        return sum({1 << int(n) - 1 for n in numbers})
    parts = [text] if text in names else [part.strip() for part in text.split(":")]
    if not all(part in names for part in parts):
        raise ModelError(
            f"The term {text!r} is not known. Write list numbers 1 to {t}, as in [12,3], "
            f"or names joined by a colon, as in {':'.join(names[:2]) or 'A:B'}."
        )
    return sum({1 << list(names).index(part) for part in parts})


def _is_number(text: str, t: int) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= t


def parse_model(text: str, t: int, names: Sequence[str] = ()) -> tuple[int, ...]:
    """Read hierarchical notation and return all parameters of the model, ascending.

    ``names``: of the lists, for terms such as ``Police:Border guard``; a name that holds a comma
    can only be given by its number. Every list has a main effect, named or not. Raises ModelError
    for an unknown term.
    """
    body = text.strip().removeprefix("[").removesuffix("]")
    parts = [part.strip() for part in body.split(",") if part.strip()]
    return closure([_term(part, t, names) for part in parts], t)
