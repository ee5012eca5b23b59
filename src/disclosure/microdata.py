# SPDX-License-Identifier: EUPL-1.2
"""What an attacker with some knowledge of a person finds among records.

The attacker is stated: he knows the named columns of one person, exactly and without error, and
that this person is among the records. Who knows more finds more; who knows less, less.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from disclosure.errors import DataError, OptionError

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Assessment:
    """The outcome for one attacker.

    ``smallest``: the fewest records that look alike to him (k-anonymity); ``unique``: records that
    look like no other; ``below``: records with fewer than ``k`` alike; ``found``: the mean chance
    that he picks the right one. ``diversity``: the fewest different sensitive values among records
    that look alike (l-diversity), ``entropy`` the same as the exponent of the least entropy, and
    ``learned``: records whose sensitive value he knows without finding the person.
    ``unique_without``: how many stay unique when one column is left out.
    """

    records: int
    known: tuple[str, ...]
    k: int
    smallest: int
    unique: int
    below: int
    found: float
    unique_without: dict[str, int]
    sensitive: str | None = None
    l: int = 2  # noqa: E741 - the name it has in the literature
    diversity: int | None = None
    entropy: float | None = None
    learned: int | None = None

    @property
    def holds(self) -> bool:
        """Whether k, and with a sensitive column l, are reached."""
        return self.smallest >= self.k and (self.diversity is None or self.diversity >= self.l)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        found = {
            "records": self.records, "known": list(self.known), "k": self.k,
            "smallest": self.smallest, "unique": self.unique, "below": self.below,
            "found": round(self.found, 6), "unique_without": self.unique_without,
            "holds": self.holds,
        }  # fmt: skip
        if self.sensitive is not None and self.entropy is not None:
            found |= {
                "sensitive": self.sensitive, "l": self.l, "diversity": self.diversity,
                "entropy": round(self.entropy, 3), "learned": self.learned,
            }  # fmt: skip
        return found

    def to_json(self) -> str:
        """``to_dict`` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)

    def summary(self) -> str:
        """The outcome in a few lines for people."""
        lines = [
            f"Attacker      knows {', '.join(self.known)} of a person who is among the records",
            f"Records       {self.records}",
            f"Look alike    at least {self.smallest} (asked {self.k})",
            f"Unique        {self.unique}",
            f"Fewer than {self.k:<3}{self.below}",
            f"Found         {self.found:.1%} of the persons on average",
        ]
        if self.sensitive is not None:
            lines += [
                f"Diversity     at least {self.diversity} values of {self.sensitive} "
                f"(asked {self.l}; by entropy {self.entropy:.2f})",
                f"Learned       {self.sensitive} of {self.learned} persons, without finding them",
            ]
        lines += [f"Without {n}: {u} unique" for n, u in self.unique_without.items()]
        return "\n".join(lines)


def assess(
    records: Sequence[Record],
    known: Sequence[str],
    *,
    sensitive: str | None = None,
    k: int = 5,
    l: int = 2,  # noqa: E741 - the name it has in the literature
) -> Assessment:
    """Assess records against who knows the columns ``known`` of a person.

    An empty value is a value like any other. Raises DataError when a column is not there.
    """
    names = tuple(name.strip() for name in known)
    _check(records, names, sensitive, k, l)
    alike = Counter(_seen(r, names) for r in records)
    found = Assessment(
        records=len(records),
        known=names,
        k=k,
        smallest=min(alike.values()),
        unique=_alone(alike),
        below=sum(size for size in alike.values() if size < k),
        found=len(alike) / len(records),
        unique_without={
            name: _alone(Counter(_seen(r, [n for n in names if n != name]) for r in records))
            for name in names
        },
    )
    return found if sensitive is None else _diverse(found, records, sensitive, l)


def _check(
    records: Sequence[Record], names: Sequence[str], sensitive: str | None, k: int, least: int
) -> None:
    if not records:
        raise DataError("There are no records.")
    if not all(names) or len(set(names)) < len(names):
        raise OptionError("Name each column that the attacker knows once.")
    if k < 2 or least < 2:
        raise OptionError("k and l are 2 or more.")
    if sensitive in names:
        raise OptionError(f"The attacker knows {sensitive!r}; it cannot be what he is to learn.")
    wanted = [*names, *([sensitive] if sensitive is not None else [])]
    for number, record in enumerate(records, start=1):
        for name in wanted:
            if name not in record:
                raise DataError(
                    f"Record {number} has no column {name!r}; it has {', '.join(record)}."
                )


def _seen(record: Record, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(record[name] for name in names)


def _alone(alike: Counter[tuple[Any, ...]]) -> int:
    return sum(size == 1 for size in alike.values())


def _diverse(
    found: Assessment, records: Sequence[Record], sensitive: str, least: int
) -> Assessment:
    values: dict[tuple[Any, ...], Counter[Any]] = {}
    for record in records:
        values.setdefault(_seen(record, found.known), Counter())[record[sensitive]] += 1
    return replace(
        found,
        sensitive=sensitive,
        l=least,
        diversity=min(len(v) for v in values.values()),
        entropy=min(math.exp(_entropy(v)) for v in values.values()),
        learned=sum(v.total() for v in values.values() if len(v) == 1),
    )


def _entropy(values: Counter[Any]) -> float:
    size = values.total()
    return -sum(n / size * math.log(n / size) for n in values.values())
