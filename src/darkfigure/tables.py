# SPDX-License-Identifier: EUPL-1.2
"""Results as text for people: numbers, tables and notes."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

LINE = 100


def whole(value: float | None) -> str:
    """A number in whole persons, empty when there is none."""
    return "" if value is None else f"{value:,.0f}"


def shown(interval: tuple[float, float], between: str) -> str:
    """Both limits in whole persons, or words where they were not asked for."""
    if not all(map(math.isfinite, interval)):
        return "not computed"
    return f"{whole(interval[0])}{between}{whole(interval[1])}"


def wrapped(text: str, mark: str = "") -> list[str]:
    """The lines of a note, indented under its mark."""
    return textwrap.wrap(
        text,
        LINE,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table: the first and last column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    lines = []
    for row in (header, *rows):
        middle = [row[i].rjust(widths[i]) for i in range(1, len(header) - 1)]
        lines.append("  ".join([row[0].ljust(widths[0]), *middle, row[-1]]).rstrip())
    return lines
