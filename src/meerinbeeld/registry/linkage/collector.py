# SPDX-License-Identifier: EUPL-1.2
"""Python's collector of cycles, kept from walking through everybody in a register."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No looking for cycles inside the block.

    A linkage makes millions of small objects that hold no cycle and go when nothing needs them. The
    collector would walk through all that are there again and again, an eighth of the time.
    """
    worked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if worked:
            gc.enable()
