# SPDX-License-Identifier: EUPL-1.2
"""How long something took, as people write it. Pure."""

from __future__ import annotations

import re
from typing import Final

_CLOCK: Final = re.compile(r"^(\d{1,2})\s*[:u]\s*(\d{1,2})$")
_HOURS: Final = re.compile(r"^(\d{1,2})(?:[.,](\d{1,2}))?\s*(u|uur|uren|h|hours?)?$")
_MINUTES: Final = re.compile(r"^(\d{1,3})\s*(m|min|minuten|minutes?|')$")
#: A bare number up to this means hours, above it minutes.
MOST_HOURS: Final = 12


def minutes_of(typed: str) -> int | None:
    """ "1:30", "1,5", "2", "90" or "45 min" in minutes; None when it is not a length of time."""
    text = typed.strip().lower()
    if found := _CLOCK.match(text):
        return int(found[1]) * 60 + int(found[2]) if int(found[2]) < 60 else None
    if found := _MINUTES.match(text):
        return int(found[1])
    if text.isdecimal() and len(text) <= 3 and int(text) > MOST_HOURS:
        return int(text)
    if found := _HOURS.match(text):
        part = float(f"0.{found[2]}") if found[2] else 0.0
        return round((int(found[1]) + part) * 60)
    return None


def in_hours(minutes: int) -> str:
    """As a table shows it: "12:05"."""
    return f"{minutes // 60}:{minutes % 60:02d}"
