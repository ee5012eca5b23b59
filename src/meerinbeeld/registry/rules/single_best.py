# SPDX-License-Identifier: EUPL-1.2
"""In a list that has each person once, a record has one match at most: the best one. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TypeVar

L = TypeVar("L", bound=tuple[int, int, float, float])


def single_best(links: Iterable[L], source: Sequence[str], unique: Collection[str]) -> Iterator[L]:
    """The links that can all be true, given which lists have each person once.

    `links` come the most likely first and begin with the rows of both ends; `source[row]` is the
    list of a row. Links that are as likely as the best one stay: people judge which it is.
    """
    best: dict[tuple[int, str], float] = {}
    for link in links:
        one, other, chance = link[0], link[1], link[2]
        ends = [(one, source[other]), (other, source[one])]
        taken = [best.setdefault(end, chance) for end in ends if end[1] in unique]
        if source[one] == source[other] and source[one] in unique:
            continue
        if all(chance >= first for first in taken):
            yield link
