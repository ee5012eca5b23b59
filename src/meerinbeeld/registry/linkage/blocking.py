# SPDX-License-Identifier: EUPL-1.2
"""Which pairs are looked at: those that share one of several keys.

Each key is a number made of a few features. No key decides anything; a pair that shares none of
them is never seen, so the keys cover each other: whoever has a slip in the date is found by name,
and so on. A key that too many records share is cut into pieces of records that stand beside each
other when sorted, so that the work stays in proportion to the number of records.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import duckdb

#: Up to this many pairs in all, every pair is looked at.
ALL_PAIRS: Final = 1_500_000
#: In larger files: so many pairs per record, and at least so many in all.
PAIRS_PER_RECORD: Final = 4
LEAST_PAIRS: Final = 2_000_000
_SMALLEST_PIECE: Final = 10
_LARGEST_PIECE: Final = 5_000

#: What the parts of a key are, where it is not a feature itself.
_PARTS: Final = {
    "tail of phone": ("phone", "right(phone, 8)"),
    "initial": ("given", "substr(given, 1, 1)"),
    "start of family": ("family", "substr(family, 1, 3)"),
    "start of given": ("given", "substr(given, 1, 3)"),
    "name one": ("names", "least(given_sound, family_sound)"),
    "name two": ("names", "greatest(given_sound, family_sound)"),
    "turned day": ("dob", "least(substr(md, 1, 2), substr(md, 3, 2))"),
    "turned month": ("dob", "greatest(substr(md, 1, 2), substr(md, 3, 2))"),
    "decade": ("year", "substr(year, 1, 3)"),
}
_KEYS: Final = (
    ("number",),
    ("tail of phone",),
    ("email",),
    ("name one", "name two"),
    ("family_sound", "dob"),
    ("given_sound", "dob"),
    ("family_sound", "postcode"),
    ("given_sound", "postcode"),
    ("dob", "postcode"),
    ("dob", "place"),
    ("dob", "birth_place"),
    ("year", "turned day", "turned month", "initial"),
    ("family_sound", "md"),
    ("given_sound", "year", "place"),
    ("given_sound", "year", "birth_place"),
    ("family_sound", "year", "initial"),
    ("family_sound", "street"),
    ("given_sound", "street"),
    ("family_sound", "place", "initial"),
    ("family_sound", "birth_place", "initial"),
    ("start of family", "start of given", "decade"),
)
#: Wide keys, for files in which there is room for them.
_WIDE_KEYS: Final = (
    ("family_sound", "year"),
    ("postcode", "year"),
    ("given_sound", "nationality", "year"),
    ("given_sound", "year"),
    ("family_sound", "place"),
    ("family_sound", "birth_place"),
    ("given_sound", "birth_place"),
    ("year", "birth_place"),
    ("family_sound",),
    ("given_sound",),
    ("dob",),
    ("postcode",),
    ("street",),
)
#: Where so few records leave room for wide keys.
_ROOM_FOR_WIDE: Final = 60_000


def keys(columns: Collection[str], records: int) -> list[tuple[str, ...]]:
    """The keys that can be made of these features."""
    has = set(columns) | ({"names"} if {"given", "family"} <= set(columns) else set())
    others = [name for name in columns if name.startswith("other_")]
    wished = list(_KEYS)
    for other in others:
        wished += [("family_sound", other), ("given_sound", other), ("dob", other)]
    made = [key for key in wished if _can_be_made(key, has)]
    if records <= _ROOM_FOR_WIDE or len(made) < _FEW_KEYS:
        made += [key for key in _WIDE_KEYS if _can_be_made(key, has)]
    return made or [(name,) for name in (*others, "place", "year") if name in has]


_FEW_KEYS: Final = 3


def _can_be_made(key: tuple[str, ...], has: Collection[str]) -> bool:
    return all(_of(part)[0] in has for part in key)


def _of(part: str) -> tuple[str, str]:
    """The feature that a part needs, and its SQL."""
    return _PARTS.get(part, (part, part))


def add_keys(con: duckdb.DuckDBPyConnection, table: str, made: list[tuple[str, ...]]) -> list[str]:
    """Add a column per key to the table of profiles; the names of the columns."""
    rows = _number(con, f"SELECT count(*) FROM {table}")
    if rows * (rows - 1) // 2 <= ALL_PAIRS or not made:
        con.execute(f"ALTER TABLE {table} ADD COLUMN key_0 UBIGINT DEFAULT 0")
        return ["key_0"]
    columns = [f"key_{at}" for at in range(len(made))]
    wanted = ", ".join(
        f"{key_sql(key)} AS {column}" for key, column in zip(made, columns, strict=True)
    )
    con.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT *, {wanted} FROM {table}")
    sizes = {column: _sizes(con, table, column) for column in columns}
    total = max(LEAST_PAIRS, PAIRS_PER_RECORD * rows)
    share = fair_share([_pairs(size, _LARGEST_PIECE) for size in sizes.values()], total)
    for column in columns:
        _cut(con, table, column, largest_piece(sizes[column], share), sizes[column])
    return columns


def key_sql(key: tuple[str, ...]) -> str:
    """The number that records with the same parts share; null when a part is not known."""
    expressions = [_of(part)[1] for part in key]
    known = " AND ".join(f"{one} IS NOT NULL" for one in expressions)
    return f"CASE WHEN {known} THEN hash({', '.join(expressions)}) END"


def _sizes(con: duckdb.DuckDBPyConnection, table: str, column: str) -> list[tuple[int, int]]:
    """How many records share a key, and how many keys are shared by that many."""
    return con.execute(
        f"SELECT size, count(*) FROM (SELECT count(*) AS size FROM {table} "
        f"WHERE {column} IS NOT NULL GROUP BY {column}) GROUP BY size ORDER BY size"
    ).fetchall()


def _cut(
    con: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    piece: int,
    sizes: list[tuple[int, int]],
) -> None:
    """Cut what more than `piece` records share into pieces."""
    if not sizes or sizes[-1][0] <= piece:
        return
    present = {row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()}
    order = ", ".join(
        name for name in ("family", "given", "dob", "year", "unique_id") if name in present
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE pieces AS SELECT unique_id, hash({column}, "
        f"(row_number() OVER (PARTITION BY {column} ORDER BY {order}) - 1) // {piece}) AS piece "
        f"FROM {table} SEMI JOIN (SELECT {column} FROM {table} WHERE {column} IS NOT NULL "
        f"GROUP BY {column} HAVING count(*) > {piece}) USING ({column})"
    )
    con.execute(
        f"UPDATE {table} SET {column} = piece FROM pieces "
        f"WHERE pieces.unique_id = {table}.unique_id"
    )
    con.execute("DROP TABLE pieces")


def fair_share(wanted: list[int], total: int) -> int:
    """The most that each may have, when what the modest ones leave goes to the others."""
    left = total
    for at, pairs in enumerate(sorted(wanted)):
        fair = left // (len(wanted) - at)
        if pairs > fair:
            return fair
        left -= pairs
    return total


def largest_piece(sizes: list[tuple[int, int]], share: int) -> int:
    """The largest size of a piece with which all pairs fit. `sizes`: (records, how many keys)."""
    for piece in _PIECES:
        if _pairs(sizes, piece) <= share:
            return piece
    return _SMALLEST_PIECE


_PIECES: Final = (_LARGEST_PIECE, 2000, 1000, 500, 200, 100, 50, 30, 20, _SMALLEST_PIECE)


def _pairs(sizes: list[tuple[int, int]], piece: int) -> int:
    return sum(
        number * (size * (size - 1) if size <= piece else size * piece) // 2
        for size, number in sizes
    )


def _number(con: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = con.execute(sql).fetchall()[0]
    return int(row[0])
