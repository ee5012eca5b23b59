# SPDX-License-Identifier: EUPL-1.2
"""Keys of records and of cells (Fraser and Wooton 2005).

A record's key comes from HMAC over its identifier, so it stays the same when records are added and
in every table, and nobody without the secret can compute it from the micro-data. The key of a cell
is the sum of its records' keys modulo 1, here as whole numbers modulo 2**64: the same records have
the same noise wherever and whenever they are counted, so that asking again teaches nothing.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
from numpy.typing import NDArray

from disclosure.errors import OptionError
from disclosure.table import Table

Keys = NDArray[np.uint64]
SHORTEST = 16


def record_key(secret: bytes, record: str) -> int:
    """The key of one record, 0 to 2**64 - 1."""
    if len(secret) < SHORTEST:
        raise OptionError(f"The secret needs at least {SHORTEST} bytes.")
    digest = hmac.new(secret, record.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big")


def cell_keys(secret: bytes, table: Table) -> Keys:
    """The key of every cell, margins included.

    From the records where the table was made from records. A table of counts knows no records: then
    all persons of one leaf cell together get one key from its codes and their number, and a margin
    has the sum of its leaves.
    """
    if table.keys is not None:
        return table.keys
    shape = tuple(len(d.leaves) for d in table.dimensions)
    leaves = np.zeros(shape, np.uint64)
    counts = table.leaves()
    for place in zip(*np.nonzero(counts), strict=True):
        codes = sorted(
            f"{d.name}={d.leaves[p]}" for d, p in zip(table.dimensions, place, strict=True)
        )
        leaves[place] = record_key(secret, "\x1f".join([*codes, str(int(counts[place]))]))
    return summed(leaves, table)


def summed(leaves: Keys, table: Table) -> Keys:
    """Keys of leaves added up to every margin, modulo 2**64."""
    whole = leaves
    for axis, d in enumerate(table.dimensions):
        below = d.below.astype(np.uint64)
        whole = np.moveaxis(np.tensordot(below, whole, axes=(1, axis)), 0, axis)
    return np.ascontiguousarray(whole)
