# SPDX-License-Identifier: EUPL-1.2
"""Ids that grow with time: the index of a table of millions then grows at its end."""

from __future__ import annotations

import os
import time
from typing import Final
from uuid import UUID

_RANDOM_BYTES: Final = 10
_VERSION, _VARIANT = 0x7 << 76, 0x2 << 62
_RANDOM: Final = (1 << 80) - 1 & ~(0xF << 76) & ~(0x3 << 62)


def new_id() -> UUID:
    """One of `new_ids`."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """UUIDs of version 7 (RFC 9562, section 5.7): the millisecond, and 74 random bits.

    They tell when a row was written: for tables that tell that in a field as well.
    """
    same = (time.time_ns() // 1_000_000) << 80 | _VERSION | _VARIANT
    drawn = os.urandom(_RANDOM_BYTES * count)
    return [
        UUID(int=same | int.from_bytes(drawn[at : at + _RANDOM_BYTES], "big") & _RANDOM)
        for at in range(0, len(drawn), _RANDOM_BYTES)
    ]
