# SPDX-License-Identifier: EUPL-1.2
"""Who is on which lists: one row per combination of lists, with a dot for each list it is on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Layer, Sheet, Specification

ROW, COLUMN, KEY_LINE = 22, 24, 20
MOST_ROWS: Final = 24


@dataclass(frozen=True)
class Combination:
    """`on`: for each list whether these people are on it."""

    on: tuple[bool, ...]
    count: int
    said: str


@dataclass(frozen=True)
class Overlap:
    """Combinations in the order given, the first `MOST_ROWS`. `lists`: the name of each.

    Lists are numbered, because their names do not fit above a column; the key names them.
    """

    lists: tuple[str, ...]
    combinations: tuple[Combination, ...]

    def spec(self, frame: Frame) -> Specification:
        shown = self.combinations[:MOST_ROWS]
        key = KEY_LINE * len(self.lists) + 12
        left = COLUMN * len(self.lists) + 12
        width = frame.width - 4
        ends = max((look.words_width(one.said) for one in shown), default=0) + 10
        most = max((one.count for one in shown), default=1)
        sheet = Sheet(
            width, key + KEY_LINE + ROW * len(shown) + 4, left, width - ends, most=most
        )  # fmt: skip
        top = key + KEY_LINE
        return sheet.joined(
            sheet.words(self._named(frame), align="left"),
            sheet.words(self._numbered(key), align="center", fontWeight="bold"),
            *self._marks(sheet, shown, top),
            *self._bars(sheet, shown, top),
        )

    def _named(self, frame: Frame) -> list[dict[str, Any]]:
        return [
            {"x": 0, "y": 10 + KEY_LINE * at,
             "text": look.shortened(f"{at + 1}  {name}", frame.width)}
            for at, name in enumerate(self.lists)
        ]  # fmt: skip

    def _numbered(self, key: float) -> list[dict[str, Any]]:
        return [
            {"x": _across(at), "y": key + KEY_LINE / 2, "text": f"{at + 1}"}
            for at in range(len(self.lists))
        ]

    def _marks(self, sheet: Sheet, shown: tuple[Combination, ...], top: float) -> list[Layer]:
        full, empty, lines = [], [], []
        for row, one in enumerate(shown):
            y = top + ROW * (row + 0.5)
            on = [at for at, is_on in enumerate(one.on) if is_on]
            full += [{"x": _across(at), "y": y} for at in on]
            empty += [{"x": _across(at), "y": y} for at in range(len(one.on)) if at not in on]
            lines.append({"x": _across(on[0]), "x2": _across(on[-1]), "y": y, "y2": y})
        return [
            sheet.points(empty, color=look.LINE, size=60),
            sheet.rules(lines, color=look.INK, strokeWidth=2),
            sheet.points(full, color=look.INK, size=110),
        ]

    @staticmethod
    def _bars(sheet: Sheet, shown: tuple[Combination, ...], top: float) -> list[Layer]:
        bars: list[dict[str, Any]] = [
            {
                "x": sheet.left, "x2": sheet.x(one.count), "y": top + ROW * row + 3,
                "y2": top + ROW * row + ROW - 3, "colour": look.ACCENT,
            }
            for row, one in enumerate(shown)
        ]  # fmt: skip
        said = [
            {"x": bar["x2"] + 6, "y": bar["y"] + ROW / 2 - 3, "text": one.said}
            for bar, one in zip(bars, shown, strict=True)
        ]
        return [sheet.blocks(bars), sheet.words(said, align="left")]


def _across(at: int) -> float:
    return COLUMN * (at + 0.5)
