# SPDX-License-Identifier: EUPL-1.2
"""Likely matches of one person who is being typed in, among records that were linked before.

The parameters are those that the last run learned. All that is asked is one pass over the keys of
the records, and a close look at the few that share one. Readable names stay in memory, as in a run.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa

from meerinbeeld.registry.linkage.blocking import key_sql, keys
from meerinbeeld.registry.linkage.comparisons import Comparison
from meerinbeeld.registry.linkage.engine import Looked, Reason
from meerinbeeld.registry.linkage.features import telling
from meerinbeeld.registry.linkage.job import Linked
from meerinbeeld.registry.linkage.memory import open_in_memory
from meerinbeeld.registry.linkage.persons import Person, Persons

#: What is less likely than this is not shown.
LEAST_SHOWN: Final = 0.2
MOST_SHOWN: Final = 10
#: Keys for large files only: the wide ones bring half the register along.
_MANY: Final = 10**9


class Match(NamedTuple):
    """A record, by the row in which it was given, and why it may be about the same person."""

    row: int
    probability: float
    reasons: list[Reason]


class Likely:
    """Finds likely matches among the records of a run. Keep one, and let it go with the run."""

    def __init__(self, linked: Linked) -> None:
        self._linked, self._engine = linked, linked.engine
        columns = linked.engine.features.columns
        self._columns = list(columns)
        self._keys = keys(self._columns, _MANY)
        self._con = open_in_memory()
        self._con.register("rows_of_python", linked.engine.features.arrow())
        self._con.execute(
            f"CREATE TABLE known AS SELECT *{self._key_columns()} FROM rows_of_python"
        )
        self._con.unregister("rows_of_python")
        self._rows = linked.rows_of_profiles()

    def matches(self, person: Person) -> list[Match]:
        """The most likely records, the best first. Nothing when too little is typed to tell."""
        looked = self._look(person)
        if not len(looked.left):
            return []
        chances = self._engine.probabilities(looked)
        best = [at for at in np.argsort(-chances, kind="stable") if chances[at] >= LEAST_SHOWN]
        return [
            Match(row, float(chances[at]), self._engine.reasons(looked, int(at)))
            for at in best[:MOST_SHOWN]
            for row in self._rows[int(looked.left[at])]
        ][:MOST_SHOWN]

    def _look(self, person: Person) -> Looked:
        """Every record that shares a key, compared with what was typed."""
        if not self._keys:
            return _NOTHING
        self._take_in(person)
        shared = " OR ".join(f"known.key_{at} = typed.key_{at}" for at in range(len(self._keys)))
        levels = ", ".join(map(_level, self._engine.comparisons))
        found = self._con.execute(
            f"WITH pairs AS (SELECT known.unique_id, {self._sides()} FROM known, typed "
            f"WHERE {shared}) SELECT unique_id, {levels} FROM pairs ORDER BY unique_id"
        ).fetchnumpy()
        rows = np.asarray(found.pop("unique_id"), dtype=np.int64)
        return Looked(rows, rows, np.stack(list(found.values()), axis=1).astype(np.int8))

    def _take_in(self, person: Person) -> None:
        """The features of what was typed, in a table of one row."""
        made = telling(Persons.of([person], self._linked.persons.order))
        row = {
            name: pa.array([made[name].values[0] or None if name in made else None], pa.string())
            for name in self._columns
        }
        self._con.register("row_of_python", pa.table(row))
        self._con.execute(
            f"CREATE OR REPLACE TEMP TABLE typed AS SELECT *{self._key_columns()} "
            "FROM row_of_python"
        )
        self._con.unregister("row_of_python")

    def _key_columns(self) -> str:
        return "".join(f", {key_sql(key)} AS key_{at}" for at, key in enumerate(self._keys))

    def _sides(self) -> str:
        return ", ".join(
            f"known.{name} AS {name}_l, typed.{name} AS {name}_r" for name in self._columns
        )


_NOTHING: Final = Looked(
    np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), dtype=np.int8)
)


def _level(comparison: Comparison) -> str:
    """SQL for the number of the level, as the engine numbers them."""
    top = len(comparison.levels)
    cases = " ".join(f"WHEN {one.sql} THEN {top - at}" for at, one in enumerate(comparison.levels))
    return f"CASE WHEN {comparison.null} THEN -1 {cases} ELSE 0 END AS at_{comparison.name}"
