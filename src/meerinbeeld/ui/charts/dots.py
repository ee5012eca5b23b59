# SPDX-License-Identifier: EUPL-1.2
"""Estimates with their intervals, one per row."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.bars import MOST_LABEL, label_width
from meerinbeeld.ui.charts.lines import number
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Layer, Sheet, Specification, ticks_of, top_of

ROW: Final = 30
#: From this ratio of the largest to the smallest on, the scale counts in powers of ten.
WIDE_RATIO: Final = 25


@dataclass(frozen=True)
class Dot:
    """`low` and `high`: the whole interval; `inner`: the narrower one, drawn thick.

    `value` None: there is no number, and `said` says why.
    """

    label: str
    value: float | None
    said: str
    low: float = 0
    high: float = 0
    inner: tuple[float, float] | None = None


@dataclass(frozen=True)
class Dots:
    """Rows in the order given. `unit` says what is counted; `mark` draws a line with its name."""

    dots: tuple[Dot, ...]
    unit: str
    mark: tuple[float, str] | None = None

    def spec(self, frame: Frame) -> Specification:
        sheet = self._sheet(frame)
        rows = self._rows(frame, sheet)
        known = [row for row in rows if not row["missing"]]
        thick = [{**row, **row["inner"]} for row in known if row["inner"]]
        middles = [{"x": row["middle"], "y": row["y"]} for row in known]
        return sheet.joined(
            *self._axis(sheet),
            *self._marked(sheet),
            sheet.rules(known, color=look.ACCENT, strokeWidth=2),
            sheet.rules(thick, color=look.ACCENT, strokeWidth=7),
            sheet.points(middles, fill=look.PAPER, stroke=look.INK, strokeWidth=2, size=90),
            *self._words(frame, sheet, rows),
        )

    def _sheet(self, frame: Frame) -> Sheet:
        pitch = self._pitch(frame)
        top = 26 if self.mark else 6
        bottom = top + pitch * len(self.dots) + 4
        width = frame.width - 4
        left = 6.0 if frame.is_narrow else label_width(dot.label for dot in self.dots) + 4
        ends = max([look.words_width(dot.said) for dot in self.dots if dot.value is not None] + [0])
        right = width - (26 if frame.is_narrow else ends + 14)
        low, high = self._ends()
        return Sheet(
            width, bottom + 36, left, right, top, bottom, high, least=low, is_log=self._is_wide()
        )

    @staticmethod
    def _pitch(frame: Frame) -> float:
        return ROW + 18 if frame.is_narrow else ROW

    def _known(self) -> list[Dot]:
        return [dot for dot in self.dots if dot.value is not None]

    def _is_wide(self) -> bool:
        known = self._known()
        if not known or min(dot.low for dot in known) <= 0:
            return False
        return max(dot.high for dot in known) > WIDE_RATIO * min(dot.low for dot in known)

    def _ends(self) -> tuple[float, float]:
        marked = [self.mark[0]] if self.mark else []
        highs = [*[dot.high for dot in self._known()], *marked]
        if not self._is_wide():
            return 0.0, top_of(highs)
        smallest = min([*[dot.low for dot in self._known()], *[one for one in marked if one > 0]])
        return _power_of_ten(smallest, math.floor), _power_of_ten(max(highs), math.ceil)

    def _ticks(self, sheet: Sheet) -> list[float]:
        if not sheet.is_log:
            return ticks_of(sheet.most)
        first, last = round(math.log10(sheet.least)), round(math.log10(sheet.most))
        return [10.0**power for power in range(first, last + 1)]

    def _rows(self, frame: Frame, sheet: Sheet) -> list[dict[str, Any]]:
        pitch = self._pitch(frame)
        down = pitch - 12 if frame.is_narrow else pitch / 2
        return [
            {
                **({} if dot.value is None else _interval(sheet, dot)),
                "y": sheet.top + index * pitch + down, "y2": sheet.top + index * pitch + down,
                "label": dot.label, "said": dot.said, "missing": dot.value is None,
            }
            for index, dot in enumerate(self.dots)
        ]  # fmt: skip

    def _axis(self, sheet: Sheet) -> list[Layer]:
        ticks = self._ticks(sheet)
        lines = [
            {"x": sheet.x(tick), "x2": sheet.x(tick), "y": sheet.top, "y2": sheet.bottom}
            for tick in ticks
        ]
        under = sheet.bottom + 11
        numbers = [
            {"x": sheet.x(tick), "y": under, "text": number(tick), "colour": look.SOFT}
            for tick in ticks
        ]
        unit = {"x": sheet.left, "y": sheet.bottom + 28, "text": self.unit, "colour": look.SOFT}
        return [
            sheet.rules(lines, color=look.LINE),
            sheet.words(numbers, align="center", fontSize=look.SMALL),
            sheet.words([unit], align="left", fontSize=look.SMALL),
        ]

    def _marked(self, sheet: Sheet) -> list[Layer]:
        if self.mark is None:
            return []
        at = sheet.x(self.mark[0])
        line = {"x": at, "x2": at, "y": 18, "y2": sheet.bottom}
        half = look.words_width(self.mark[1], look.SMALL) / 2
        middle = min(max(at, half), sheet.width - half)
        return [
            sheet.rules([line], color=look.SECOND, strokeWidth=2, strokeDash=[4, 3]),
            sheet.words([{"x": middle, "y": 9, "text": self.mark[1]}], fontSize=look.SMALL),
        ]

    @staticmethod
    def _words(frame: Frame, sheet: Sheet, rows: list[dict[str, Any]]) -> list[Layer]:
        """Labels left or above; numbers at the right, or the words for why there is none."""
        up = 22 if frame.is_narrow else 0
        ends = max((look.words_width(row["said"]) for row in rows if not row["missing"]), default=0)
        room = sheet.width - ends - 10 if frame.is_narrow else MOST_LABEL
        at = 0.0 if frame.is_narrow else sheet.left - 14
        labels = [
            {"x": at, "y": row["y"] - up, "text": look.shortened(row["label"], room)}
            for row in rows
        ]
        numbers = [
            {"x": sheet.width, "y": row["y"] - up, "text": row["said"]}
            for row in rows
            if not row["missing"]
        ]
        reasons = [
            {"x": sheet.left + 4, "y": row["y"], "colour": look.SOFT,
             "text": look.shortened(row["said"], sheet.right - sheet.left)}
            for row in rows
            if row["missing"]
        ]  # fmt: skip
        return [
            *sheet.clear_words(labels, align="left" if frame.is_narrow else "right"),
            *sheet.clear_words(numbers, align="right"),
            *sheet.clear_words(reasons, align="left"),
        ]


def _power_of_ten(value: float, rounding: Callable[[float], int]) -> float:
    return math.pow(10.0, rounding(math.log10(value)))


def _interval(sheet: Sheet, dot: Dot) -> dict[str, Any]:
    inner = dot.inner
    return {
        "x": sheet.x(dot.low), "x2": sheet.x(dot.high), "middle": sheet.x(dot.value or 0),
        "inner": {"x": sheet.x(inner[0]), "x2": sheet.x(inner[1])} if inner else None,
    }  # fmt: skip
