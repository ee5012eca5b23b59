# SPDX-License-Identifier: EUPL-1.2
"""A waterfall: how a sum comes about, part by part, with the whole as the last bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.bars import LINE_OF_WORDS, THICK, label_width, left_words
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Sheet, Specification

GAP: Final = 8
ENDS: Final = 52


@dataclass(frozen=True)
class Part:
    """One part of the sum, for it or against it, and what is said at its end."""

    label: str
    value: float
    said: str


@dataclass(frozen=True)
class Waterfall:
    """The parts in the order given, each from where the one before ended, and then the whole."""

    parts: tuple[Part, ...]
    whole: Part

    def spec(self, frame: Frame) -> Specification:
        ends = list(accumulate(part.value for part in self.parts))
        starts = [0.0, *ends[:-1]] if ends else []
        least, most = min([0.0, *ends, self.whole.value]), max([0.0, *ends, self.whole.value])
        left = 0.0 if frame.is_narrow else label_width(row.label for row in self._rows)
        step = THICK + GAP + (LINE_OF_WORDS if frame.is_narrow else 0)
        height = step * len(self._rows) + 4
        width = frame.width - 4
        words = Sheet(width, height, left, width)
        sheet = Sheet(width, height, left + ENDS, width - ENDS, least=least, most=most or 1)
        rows = self._placed(sheet, [*starts, 0.0], [*ends, self.whole.value], step)
        nought = {"x": sheet.x(0), "x2": sheet.x(0)}
        beside = [(row["y"] - 2, row["y2"] + 2) for row in rows]  # the words stand between
        lines = beside if frame.is_narrow else [(0, height)]
        return sheet.joined(
            sheet.rules([{**nought, "y": top, "y2": end} for top, end in lines], color=look.SOFT),
            sheet.blocks(rows),
            *self._ends(sheet, rows),
            left_words(frame, words, rows),
        )

    @property
    def _rows(self) -> tuple[Part, ...]:
        return (*self.parts, self.whole)

    def _placed(
        self, sheet: Sheet, starts: Sequence[float], ends: Sequence[float], step: float
    ) -> list[dict[str, Any]]:
        """Each bar, with at which of its ends the words stand."""
        found = []
        for at, (row, start, end) in enumerate(zip(self._rows, starts, ends, strict=True)):
            bottom = (at + 1) * step - GAP / 2
            is_whole = at == len(self.parts)
            colour = look.SERIES[0] if row.value >= 0 else look.SERIES[1]
            found.append(
                {
                    "y": bottom - THICK, "y2": bottom, "x": sheet.x(min(start, end)),
                    "x2": sheet.x(max(start, end)), "label": row.label, "said": row.said,
                    "against": row.value < 0, "colour": look.INK if is_whole else colour,
                }
            )  # fmt: skip
        return found

    @staticmethod
    def _ends(sheet: Sheet, rows: list[dict[str, Any]]) -> list[Any]:
        """What is said stands where the bar goes to."""

        def placed(against: bool) -> list[dict[str, Any]]:
            return [
                {
                    "x": row["x"] - 6 if against else row["x2"] + 6,
                    "y": (row["y"] + row["y2"]) / 2,
                    "text": row["said"],
                }
                for row in rows
                if row["against"] == against
            ]

        return [
            sheet.words(placed(against), align="right" if against else "left")
            for against in (False, True)
            if placed(against)
        ]
