# SPDX-License-Identifier: EUPL-1.2
"""Capture histories: who is on which lists, as one table of counts."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkfigure.errors import DataError
from darkfigure.masks import MOST_LISTS, lists_in

Counts = NDArray[np.float64]
MOST_CASES = 2**53


@dataclass(frozen=True, eq=False)
class CaptureData:
    """Counts per capture history.

    ``lists``: names of the ``t`` lists; ``counts``: array of length ``2**t``, the number of cases
    whose history is the mask (list ``i`` is bit ``i``); entry 0 is always 0, for a case on no list
    is never seen. Make it with ``from_rows`` or one of the readers in ``darkfigure.readers``.
    """

    lists: tuple[str, ...]
    counts: Counts

    def __post_init__(self) -> None:
        """Refuse what is not a table of capture histories."""
        _check_lists(self.lists)
        object.__setattr__(self, "counts", np.array(self.counts, np.float64))
        if self.counts.shape != (1 << len(self.lists),):
            raise DataError("The table needs one count for each of the 2**t histories.")
        for mask, count in enumerate(self.counts):
            _check_count(count, f"history {mask:0{len(self.lists)}b}")
        if self.counts[0]:
            raise DataError("A history with zeros on every list has a count; remove that row.")
        _check_total(self)
        self.counts.flags.writeable = False

    @classmethod
    def from_rows(
        cls,
        lists: Sequence[str],
        rows: Iterable[tuple[Sequence[object], object]],
        *,
        sum_doubled: bool = False,
    ) -> CaptureData:
        """Build from (history, count) rows.

        A history is a sequence of 0/1, one per list. A history that comes twice is an error unless
        ``sum_doubled``. Raises DataError naming the row (the first row of data is row 1).
        """
        names = tuple(str(name).strip() for name in lists)
        _check_lists(names)
        counts = np.zeros(1 << len(names))
        seen: dict[int, int] = {}
        for number, (history, value) in enumerate(rows, start=1):
            where = f"row {number}"
            mask = _mask(history, names, where)
            count = _check_count(value, where)
            if mask in seen and not sum_doubled:
                raise DataError(
                    f"The history in {where} was already given in row {seen[mask]}. Add the two "
                    "counts up into one row, or ask for doubled histories to be summed."
                )
            if mask == 0:
                if count:
                    raise DataError(
                        f"In {where} every list is 0, yet the count is {count:g}. A case on no "
                        "list cannot have been counted; remove the row."
                    )
                continue
            seen.setdefault(mask, number)
            counts[mask] += count
        return cls(names, counts)

    @property
    def t(self) -> int:
        """Number of lists."""
        return len(self.lists)

    @cached_property
    def observed(self) -> int:
        """Number of observed cases, n."""
        return int(self.counts.sum())

    @cached_property
    def margins(self) -> Counts:
        """For each mask the number of cases on at least those lists (N*)."""
        margins = self.counts.reshape((2,) * self.t).copy()
        for axis in range(self.t):
            absent = tuple(0 if a == axis else slice(None) for a in range(self.t))
            present = tuple(1 if a == axis else slice(None) for a in range(self.t))
            margins[absent] += margins[present]
        return margins.reshape(-1)

    @cached_property
    def version(self) -> str:
        """Short fingerprint of names and counts, to be stored with every number."""
        text = "|".join(self.lists) + "#" + ",".join(f"{c:.0f}" for c in self.counts)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def merge(self, first: str, *others: str, name: str | None = None) -> CaptureData:
        """Treat some lists as one (a case is on it when it is on any of them).

        The merged list takes the place of the first of them; its default name joins theirs.
        """
        parts = (first, *others)
        merged = {self._position(part) for part in parts}
        if len(merged) < max(2, len(parts)):
            raise DataError("To merge, name different lists.")
        keep = [i for i in range(self.t) if i not in merged or i == min(merged)]
        joined = sum(1 << i for i in merged)
        joint = " + " if any(" " in part for part in parts) else ""
        joined_name = name or joint.join(parts)
        names = [joined_name if i == min(merged) else self.lists[i] for i in keep]

        def new_mask(mask: int) -> int:
            if mask & joined:
                mask |= 1 << min(merged)
            return sum(1 << j for j, i in enumerate(keep) if mask >> i & 1)

        return self._mapped(names, new_mask)

    def omit(self, *names: str) -> CaptureData:
        """Leave lists out; cases seen only on those lists disappear."""
        gone = {self._position(name) for name in names}
        keep = [i for i in range(self.t) if i not in gone]

        def new_mask(mask: int) -> int:
            return sum(1 << j for j, i in enumerate(keep) if mask >> i & 1)

        return self._mapped([self.lists[i] for i in keep], new_mask)

    def reorder(self, names: Sequence[str]) -> CaptureData:
        """The same data with the lists in another order."""
        if sorted(names) != sorted(self.lists):
            raise DataError(f"To reorder, name each list once: {', '.join(self.lists)}.")
        at = [self._position(name) for name in names]
        return self._mapped(names, lambda m: sum(1 << j for j, i in enumerate(at) if m >> i & 1))

    def overlaps(self) -> list[dict[str, Any]]:
        """Per pair of lists: names, cases on both, and cases on both and no other list."""
        rows = []
        for i, j in combinations(range(self.t), 2):
            pair = 1 << i | 1 << j
            rows.append(
                {
                    "lists": (self.lists[i], self.lists[j]),
                    "on_both": int(self.margins[pair]),
                    "on_these_only": int(self.counts[pair]),
                }
            )
        return rows

    def histories(self) -> dict[str, int]:
        """Observed histories as names joined by a colon, with their counts, largest first."""
        found = {
            ":".join(self.lists[i] for i in lists_in(mask)): int(self.counts[mask])
            for mask in np.flatnonzero(self.counts).tolist()
        }
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def summary(self) -> str:
        """The lists, their sizes and overlaps as text."""
        lines = [f"{self.observed} cases on {self.t} lists (data version {self.version})"]
        for i, name in enumerate(self.lists):
            total, only = int(self.margins[1 << i]), int(self.counts[1 << i])
            lines.append(f"  {name:<12}{total:>8} cases, {only} on this list only")
        several = sum(int(c) for m, c in enumerate(self.counts) if m.bit_count() > 1)
        lines.append(f"  on more than one list: {several}")
        for row in self.overlaps():
            pair = " and ".join(row["lists"])
            lines.append(f"  {pair:<24}{row['on_both']:>6} on both")
        return "\n".join(lines)

    def _position(self, name: str) -> int:
        if name not in self.lists:
            raise DataError(f"There is no list {name!r}. The lists are {', '.join(self.lists)}.")
        return self.lists.index(name)

    def _mapped(self, names: Sequence[str], new_mask: Any) -> CaptureData:
        _check_lists(tuple(names))
        counts = np.zeros(1 << len(names))
        for mask in np.flatnonzero(self.counts).tolist():
            target = new_mask(mask)
            if target:
                counts[target] += self.counts[mask]
        return CaptureData(tuple(names), counts)


def from_masks(lists: Sequence[str], counts: Mapping[int, int]) -> CaptureData:
    """Build from a mapping of history mask to count."""
    table = np.zeros(1 << len(lists))
    for mask, count in counts.items():
        table[mask] = count
    return CaptureData(tuple(lists), table)


def _check_lists(names: tuple[str, ...]) -> None:
    if len(names) < 2:
        raise DataError(
            "One list says nothing about who is missing: at least two lists that overlap are "
            "needed. Give one 0/1 column per list."
        )
    if len(names) > MOST_LISTS:
        raise DataError(f"At most {MOST_LISTS} lists; merge or omit some.")
    for place, name in enumerate(names, start=1):
        if not name or not name.isprintable():
            raise DataError(
                f"The name of list {place} is {name!r}: give every list a name, on one line. An "
                "empty column at the end often comes from a spreadsheet; remove it."
            )
        if name in names[: place - 1]:
            raise DataError(f"Two lists are called {name!r}: give every list a name of its own.")


def _check_count(value: object, where: str) -> float:
    try:
        count = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        count = math.nan
    # Python reads '1_000' and True as numbers; in data they are more likely a slip
    if isinstance(value, bool | np.bool_) or (isinstance(value, str) and "_" in value):
        count = math.nan
    if not math.isfinite(count):
        raise DataError(f"The count in {where} is {value!r}; write a whole number.")
    if count < 0:
        raise DataError(f"The count in {where} is negative ({count:g}); write 0 or more.")
    if count >= MOST_CASES:
        raise DataError(f"The count in {where} is {value!r}; that is more than can be counted.")
    if count != int(count):
        raise DataError(
            f"The count in {where} is not a whole number ({count:g}). Cases are counted, "
            "not weighted or averaged."
        )
    return count


def _mask(history: Sequence[object], names: tuple[str, ...], where: str) -> int:
    if len(history) != len(names):
        raise DataError(f"In {where} there are {len(history)} marks for {len(names)} lists.")
    mask = 0
    for i, value in enumerate(history):
        text = str(value).strip()
        mark = text.lower()
        if mark in ("1", "1.0", "true"):
            mask |= 1 << i
        elif mark not in ("0", "0.0", "false"):
            raise DataError(
                f"In {where}, list {names[i]!r} holds {text!r}; a history is 1 (on the list) "
                "or 0 (not on it)."
            )
    return mask


def _check_total(data: CaptureData) -> None:
    if not data.counts.any():
        raise DataError("There are no cases: every count is 0. Check that the file is complete.")
    if data.counts.sum() >= MOST_CASES:
        raise DataError("The counts add up to more than can be counted exactly.")
    several = sum(float(c) for m, c in enumerate(data.counts) if m.bit_count() > 1)
    if not several:
        raise DataError(
            "No case is on more than one list. Without overlap nothing can be said about who is "
            "missing; check how the lists were linked, or find a further list."
        )
