# SPDX-License-Identifier: EUPL-1.2
"""How a clock stands, and which of several comes first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from meerinbeeld.signals.rules import State, state_of

__all__ = ["State", "first_of", "state_of"]


def first_of(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest of the moments that there are; None when there are none."""
    return min((moment for moment in moments if moment is not None), default=None)
