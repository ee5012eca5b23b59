# SPDX-License-Identifier: EUPL-1.2
"""Where pairs are compared, through Splink: DuckDB in memory, or Spark for a whole country.

The engine knows a place by `Backend` only. What is compared, and how, is written once, in the SQL
of DuckDB; a place with another SQL renders it in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import Any, Protocol

import duckdb
import numpy.typing as npt
import pyarrow as pa
from splink import DuckDBAPI, Linker
from splink.internals.splink_dataframe import SplinkDataFrame

from meerinbeeld.registry.linkage.memory import open_in_memory

#: Columns as numpy has them.
Found = dict[str, npt.NDArray[Any]]


class Place(StrEnum):
    """Where pairs can be compared."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class NoPlace(RuntimeError):
    """The place cannot be used here; the message says what is missing and what adds it."""


class Backend(Protocol):
    """What the engine asks of a place where pairs are compared."""

    def rendered(self, sql: str) -> str:
        """SQL of ours in the words of this place."""

    def linker(self, profiles: pa.Table, settings: dict[str, Any]) -> Linker:
        """A linker over the profiles, which the place takes in."""

    def taken_in(self, pairs: pa.Table) -> SplinkDataFrame:
        """A table of pairs as Splink has it."""

    def read(self, table: str, columns: Sequence[str]) -> Found:
        """Columns of a table, in any order of the rows but one for all columns."""

    def drop(self, *tables: str) -> None:
        """Let tables go."""


@contextmanager
def opened(place: Place) -> Iterator[Backend]:
    """A place to compare pairs, which goes afterwards with all that was in it.

    Raises `NoPlace` when Spark is asked for and is not there.
    """
    if place is Place.DUCKDB:
        with closing(InMemory()) as backend:
            yield backend
        return
    from meerinbeeld.registry.linkage.spark import started

    with started() as backend:
        yield backend


def missing(place: Place) -> str:
    """What is missing for a place and the line that adds it; "" when nothing is."""
    if place is Place.DUCKDB:
        return ""
    from meerinbeeld.registry.linkage import spark

    return spark.missing()


class InMemory:
    """DuckDB in this process, without a file."""

    def __init__(self, con: duckdb.DuckDBPyConnection | None = None) -> None:
        self._con = con or open_in_memory()
        self._api = DuckDBAPI(self._con)
        self._tables = 0

    def rendered(self, sql: str) -> str:
        return sql

    def linker(self, profiles: pa.Table, settings: dict[str, Any]) -> Linker:
        return Linker(self.taken_in(profiles), settings, log_level=None)

    def taken_in(self, pairs: pa.Table) -> SplinkDataFrame:
        self._tables += 1
        name = f"made_{self._tables}"
        self._con.register("rows_of_python", pairs)
        self._con.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_of_python")
        self._con.unregister("rows_of_python")
        return self._api.register(name, table_name=f"seen_{name}")

    def read(self, table: str, columns: Sequence[str]) -> Found:
        return self._con.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchnumpy()

    def drop(self, *tables: str) -> None:
        for table in tables:
            self._con.execute(f"DROP TABLE {table}")

    def close(self) -> None:
        """Let go of all names now, and not when the memory is next tidied."""
        self._con.close()
