# SPDX-License-Identifier: EUPL-1.2
"""Horizontal bars, one or a group per label, and funnels; with the number at the end of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Layer, Sheet, Specification

THICK, THIN, GAP, LINE_OF_WORDS = 20, 15, 10, 18
STEP_THICK: Final = 28
MOST_LABEL: Final = 230


@dataclass(frozen=True)
class Bar:
    """`value` None: no number may or can be shown, and `said` says why ("hidden")."""

    label: str
    value: float | None
    said: str
    series: str = ""

    @property
    def end(self) -> str:
        return f"{self.said} · {self.series}" if self.series else self.said


def label_width(labels: Iterable[str]) -> float:
    """The room for words at the left of a chart, as far as there is."""
    return min(max((look.words_width(label) for label in labels), default=0), MOST_LABEL) + 10


def left_words(frame: Frame, sheet: Sheet, rows: list[dict[str, Any]]) -> Layer:
    """The label of each row: at the left of it, or above it on a phone."""
    if frame.is_narrow:
        placed = [
            {"x": 0, "y": row["y"] - 9, "text": look.shortened(row["label"], frame.width)}
            for row in rows
        ]
        return sheet.words(placed, align="left")
    placed = [
        {"x": sheet.left - 8, "y": (row["y"] + row["y2"]) / 2,
         "text": look.shortened(row["label"], MOST_LABEL)}
        for row in rows
    ]  # fmt: skip
    return sheet.words(placed, align="right")


def end_words(sheet: Sheet, rows: list[dict[str, Any]]) -> Layer:
    """What is said at the end of each row; softer where there is no number."""
    placed = [
        {
            "x": row["x2"] + 6, "y": (row["y"] + row["y2"]) / 2, "text": row["said"],
            "colour": look.SOFT if row["missing"] else look.INK,
        }
        for row in rows
    ]  # fmt: skip
    return sheet.words(placed, align="left")


@dataclass(frozen=True)
class Bars:
    """Bars in the order given. Those with one label stand together.

    `full` is the end of the scale where one is meant (100 for shares); else the largest number.
    """

    bars: tuple[Bar, ...]
    full: float = 0

    def spec(self, frame: Frame) -> Specification:
        width = frame.width - 4
        ends = max((look.words_width(bar.end) for bar in self.bars), default=0) + 10
        left = 0.0 if frame.is_narrow else label_width(bar.label for bar in self.bars)
        most = self.full or max([bar.value or 0 for bar in self.bars] + [0]) or 1
        sheet = Sheet(width, self._height(frame), left, width - ends, most=most)
        placed = self._placed(frame, sheet)
        edge = [] if frame.is_narrow else [{"x": left, "x2": left, "y": 0, "y2": sheet.height}]
        return sheet.joined(
            sheet.blocks(placed),
            end_words(sheet, placed),
            left_words(frame, sheet, [row for row in placed if row["first"]]),
            sheet.rules(edge, color=look.SOFT),
        )

    def _series(self) -> list[str]:
        return list(dict.fromkeys(bar.series for bar in self.bars))

    def _thick(self) -> int:
        return THICK if len(self._series()) < 2 else THIN

    def _tops(self, frame: Frame) -> list[float]:
        """Where each bar begins, in pixels from the top."""
        tops: list[float] = []
        y, before = 2.0, None
        for bar in self.bars:
            if bar.label != before:
                y += (GAP if tops else 0) + (LINE_OF_WORDS if frame.is_narrow else 0)
            tops.append(y)
            y, before = y + self._thick() + 2, bar.label
        return tops

    def _height(self, frame: Frame) -> float:
        return (self._tops(frame) or [0])[-1] + self._thick() + 4

    def _placed(self, frame: Frame, sheet: Sheet) -> list[dict[str, Any]]:
        series, labels = self._series(), [bar.label for bar in self.bars]
        return [
            {
                "y": top, "y2": top + self._thick(), "x": sheet.left, "x2": sheet.x(bar.value or 0),
                "first": index == 0 or labels[index - 1] != bar.label, "label": bar.label,
                "said": bar.end, "missing": bar.value is None,
                "colour": look.SERIES[series.index(bar.series) % len(look.SERIES)],
            }
            for index, (bar, top) in enumerate(zip(self.bars, self._tops(frame), strict=True))
        ]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One stage of a way: how many came this far, and the words at its end."""

    label: str
    value: float | None
    said: str


@dataclass(frozen=True)
class Steps:
    """A funnel: how many of those who began came this far, each stage under the one before."""

    steps: tuple[Step, ...]

    def spec(self, frame: Frame) -> Specification:
        gap = 22 if frame.is_narrow else 10
        width = frame.width - 4
        left = 0.0 if frame.is_narrow else label_width(step.label for step in self.steps)
        ends = max((look.words_width(step.said) for step in self.steps), default=0) + 12
        height = len(self.steps) * (STEP_THICK + gap) + 4
        most = max([step.value or 0 for step in self.steps] + [0]) or 1
        sheet = Sheet(width, height, left, width - ends, most=most)
        rows = self._rows(gap, sheet)
        return sheet.joined(
            *self._slopes(sheet, rows),
            sheet.blocks(rows),
            end_words(sheet, rows),
            left_words(frame, sheet, rows),
        )

    def _rows(self, gap: float, sheet: Sheet) -> list[dict[str, Any]]:
        return [
            {
                "y": gap + index * (STEP_THICK + gap),
                "y2": (index + 1) * (STEP_THICK + gap),
                "x": sheet.left, "x2": sheet.x(step.value or 0), "colour": look.ACCENT,
                "label": step.label, "said": step.said, "missing": step.value is None,
            }
            for index, step in enumerate(self.steps)
        ]  # fmt: skip

    @staticmethod
    def _slopes(sheet: Sheet, rows: list[dict[str, Any]]) -> list[Layer]:
        """Between two stages, the slope of those who went on."""
        return [
            sheet.area(
                [
                    {"x": lower["x"], "y": upper["y2"], "y2": lower["y"]},
                    {"x": lower["x2"], "y": upper["y2"], "y2": lower["y"]},
                    {"x": upper["x2"], "y": upper["y2"], "y2": upper["y2"]},
                ],
                color=look.BAND,
            )
            for upper, lower in zip(rows, rows[1:], strict=False)
            if not lower["missing"] and lower["x2"] <= upper["x2"]
        ]
