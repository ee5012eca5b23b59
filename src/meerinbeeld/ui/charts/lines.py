# SPDX-License-Identifier: EUPL-1.2
"""Lines over time, each with its name at its end; and the axes of all charts that have them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Layer, Sheet, Specification, apart, ticks_of, top_of

HEIGHT, NARROW_HEIGHT = 240, 210
#: Pixels under a chart, for moments and sizes.
UNDER: Final = 32
#: Words of an axis that stand this many pixels from each other can be read.
ROOM_PER_LABEL: Final = 8
SHAPES: Final = ("circle", "square", "diamond", "triangle-up")


def number(value: float) -> str:
    """As it is written in the language of the page, with two decimals at most."""
    kept = round(value, 2)
    whole = kept == int(kept)
    return str(number_format(int(kept) if whole else kept, use_l10n=True, force_grouping=True))


def sheet_for(frame: Frame, tall: float, ends: float, most: float = 1) -> Sheet:
    """Room at the left for the numbers of the axis, at the right for names, below for moments."""
    numbers = max(look.words_width(number(tick), look.SMALL) for tick in ticks_of(tall))
    width = frame.width - 4
    height = NARROW_HEIGHT if frame.is_narrow else HEIGHT
    return Sheet(width, height, numbers + 10, width - ends, 24, height - UNDER, most, tall)


def axes(sheet: Sheet, unit: str, below: list[dict[str, Any]]) -> list[Layer]:
    """Thin lines with their numbers, what is counted above them, and the words below."""
    ticks = ticks_of(sheet.tall)
    grid = [
        {"x": sheet.left, "x2": sheet.right, "y": sheet.y(tick), "y2": sheet.y(tick)}
        for tick in ticks
    ]
    numbers = [
        {"x": sheet.left - 6, "y": sheet.y(tick), "text": number(tick), "colour": look.SOFT}
        for tick in ticks
    ]
    counted = {"x": 0, "y": 7, "text": unit, "colour": look.SOFT}
    return [
        sheet.rules(grid, color=look.LINE),
        sheet.words(numbers, align="right", fontSize=look.SMALL),
        sheet.words([counted], align="left", fontSize=look.SMALL),
        sheet.words(below, align="center", fontSize=look.SMALL),
    ]


def place(sheet: Sheet, index: int, count: int) -> float:
    """Where a moment stands across, in pixels: each has an equal share."""
    return sheet.left + (sheet.right - sheet.left) * (index + 0.5) / max(count, 1)


def moment_words(sheet: Sheet, moments: Sequence[str]) -> list[dict[str, Any]]:
    """As many moments as can be read; the last one always."""
    widest = max((look.words_width(word, look.SMALL) for word in moments), default=1)
    room = (sheet.right - sheet.left) / max(len(moments), 1)
    every = max(1, int(-(-(widest + ROOM_PER_LABEL) // max(room, 1))))
    last, half = len(moments) - 1, widest / 2
    return [
        {
            "x": min(max(place(sheet, index, len(moments)), half), sheet.width - half),
            "y": sheet.bottom + 14, "text": word, "colour": look.SOFT,
        }
        for index, word in enumerate(moments)
        if (last - index) % every == 0
    ]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One series: a number per moment; None where none may or can be shown."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Lines:
    """Up to four lines; `unit` says what is counted."""

    moments: tuple[str, ...]
    lines: tuple[Line, ...]
    unit: str

    def spec(self, frame: Frame) -> Specification:
        tall = top_of([v for line in self.lines for v in line.values if v is not None])
        most = 96 if frame.is_narrow else 170
        ends = min(max(look.words_width(line.name) for line in self.lines), most) + 14
        sheet = sheet_for(frame, tall, ends)
        drawn = [self._line(sheet, line, order) for order, line in enumerate(self.lines)]
        return sheet.joined(
            *axes(sheet, self.unit, moment_words(sheet, self.moments)),
            *[layer for pair in drawn for layer in pair],
            sheet.words(self._names(sheet, ends), align="left"),
        )

    def _line(self, sheet: Sheet, line: Line, order: int) -> tuple[Layer, Layer]:
        rows = [
            {
                "x": place(sheet, index, len(self.moments)),
                "y": None if value is None else sheet.y(value),
            }
            for index, value in enumerate(line.values)
        ]
        colour = look.SERIES[order % 4]
        known = [row for row in rows if row["y"] is not None]
        return (
            sheet.path(rows, color=colour, strokeWidth=2.5, strokeDash=look.DASHES[order % 4]),
            sheet.points(known, color=colour, size=34, shape=SHAPES[order % 4]),
        )

    def _names(self, sheet: Sheet, ends: float) -> list[dict[str, Any]]:
        last = [next((v for v in reversed(line.values) if v is not None), 0) for line in self.lines]
        placed = apart([sheet.y(value) for value in last], 16, sheet.top, sheet.bottom)
        return [
            {
                "x": sheet.right + 4, "y": y, "text": look.shortened(line.name, ends - 8),
                "colour": look.SERIES[order % 4],
            }
            for order, (line, y) in enumerate(zip(self.lines, placed, strict=True))
        ]  # fmt: skip
