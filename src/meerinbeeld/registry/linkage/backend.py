# SPDX-License-Identifier: EUPL-1.2
"""Where pairs are made and compared: DuckDB in memory, through Splink.

The engine knows a place by `Backend` only, so that another database can take the same job.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from meerinbeeld.registry.linkage.blocking import add_keys
from meerinbeeld.registry.linkage.memory import open_in_memory

Ints = npt.NDArray[np.int64]
#: Columns as numpy has them.
Found = dict[str, npt.NDArray[Any]]
TABLE: Final = "profiles"


class Backend(Protocol):
    """What the engine asks of a place where pairs are compared."""

    def fill(self, profiles: pa.Table, keys: list[tuple[str, ...]]) -> list[str]:
        """Take the profiles in, with a column per key; the names of these columns."""

    def linker(self, settings: dict[str, Any]) -> Linker:
        """A linker over the profiles."""

    def kept(self, pairs: str, condition: str, selves: Ints) -> str:
        """Of a table of pairs those that meet a condition, and some profiles with themselves."""

    def pair_table(self, left: Ints, right: Ints) -> str:
        """A table of pairs as Splink has them."""

    def registered(self, linker: Linker, table: str) -> SplinkDataFrame:
        """A table as Splink takes it."""

    def read(self, table: str, columns: Sequence[str]) -> Found:
        """Columns of a table."""

    def drop(self, *tables: str) -> None:
        """Let tables go."""


class InMemory:
    """DuckDB in this process, without a file."""

    def __init__(self, con: duckdb.DuckDBPyConnection | None = None) -> None:
        self._con = con or open_in_memory()
        self._api = DuckDBAPI(self._con)
        self._tables = 0
        self._keys: list[str] = []

    def fill(self, profiles: pa.Table, keys: list[tuple[str, ...]]) -> list[str]:
        made = self._made_of(profiles)
        self._con.execute(f"ALTER TABLE {made} RENAME TO {TABLE}")
        self._keys = add_keys(self._con, TABLE, keys)
        return self._keys

    def linker(self, settings: dict[str, Any]) -> Linker:
        table = self._api.register(TABLE, table_name="all_profiles")
        return Linker(table, settings, log_level=None)

    def kept(self, pairs: str, condition: str, selves: Ints) -> str:
        own = self.pair_table(selves, selves)
        name = self._new_name()
        self._con.execute(
            f"CREATE TABLE {name} AS SELECT b.* FROM {pairs} AS b "
            f"JOIN {TABLE} AS l ON b.join_key_l = l.unique_id "
            f"JOIN {TABLE} AS r ON b.join_key_r = r.unique_id WHERE {condition} "
            f"UNION ALL SELECT * FROM {own}"
        )
        self.drop(pairs, own)
        # the keys have done their work, and Splink would copy them each time
        for key in self._keys:
            self._con.execute(f"ALTER TABLE {TABLE} DROP COLUMN {key}")
        return name

    def pair_table(self, left: Ints, right: Ints) -> str:
        return self._made_of(pairs_for_splink(left, right))

    def registered(self, linker: Linker, table: str) -> SplinkDataFrame:
        return self._api.register(table, table_name=f"pairs_of_{table}")

    def read(self, table: str, columns: Sequence[str]) -> Found:
        return self._con.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchnumpy()

    def drop(self, *tables: str) -> None:
        for table in tables:
            self._con.execute(f"DROP TABLE {table}")

    def _made_of(self, rows: pa.Table) -> str:
        name = self._new_name()
        self._con.register("rows_of_python", rows)
        self._con.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_of_python")
        self._con.unregister("rows_of_python")
        return name

    def _new_name(self) -> str:
        self._tables += 1
        return f"made_{self._tables}"


def pairs_for_splink(left: Ints, right: Ints) -> pa.Table:
    return pa.table(
        {
            "match_key": pa.array(np.zeros(len(left), dtype=np.int8)).cast(pa.string()),
            "join_key_l": pa.array(left, type=pa.int64()),
            "join_key_r": pa.array(right, type=pa.int64()),
        }
    )
