# SPDX-License-Identifier: EUPL-1.2
"""A database that lives in memory alone: it can spill nothing, load nothing and log nothing.

Names and birth dates are in it in readable form. When memory runs out, the work fails; it is never
carried on from a disk.
"""

from __future__ import annotations

from typing import Final

import duckdb

#: In this order: where files are is fixed once files are out of reach.
_CLOSED: Final = (
    ("temp_directory", ""),
    ("allow_persistent_secrets", "false"),
    ("autoinstall_known_extensions", "false"),
    ("autoload_known_extensions", "false"),
    ("preserve_insertion_order", "false"),
    ("enable_external_access", "false"),
)


def open_in_memory() -> duckdb.DuckDBPyConnection:
    """A new database that is gone when its connection is."""
    con = duckdb.connect(":memory:")
    for name, value in _CLOSED:
        con.execute(f"SET {name} = '{value}'")
    con.execute("SET lock_configuration = true")
    return con
