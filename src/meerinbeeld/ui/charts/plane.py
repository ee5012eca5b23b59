# SPDX-License-Identifier: EUPL-1.2
"""The sheet that a chart is drawn on. All marks stand at pixels, so that a drawing has one scale
across and one down whatever is laid over what; `Sheet` turns numbers into pixels.

It makes the same Vega-Lite as Altair does, as plain data: Altair's own objects took more time than
the drawing. A test gives each specification to Altair to check.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from meerinbeeld.ui.charts import look

Rows = Sequence[Mapping[str, Any]]
Layer = dict[str, Any]
Specification = dict[str, Any]
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
COLOUR: Final[dict[str, Any]] = {"field": "colour", "type": "nominal", "scale": None}
TO: Final[dict[str, Any]] = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
#: At this size an outline in pixels is drawn as large as it is.
SHAPE_SIZE: Final = 4
#: Steps that a person counts in.
ROUND: Final = (1, 2, 2.5, 5, 10)


def top_of(values: Sequence[float]) -> float:
    """A round number that is at least the largest: the end of an axis that begins at nought."""
    largest = max([*values, 0.0])
    if largest <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(largest))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next(step * power for step in steps if step * power >= largest * 0.999999)


def ticks_of(top: float, most: int = 5) -> list[float]:
    """Round numbers from nought to `top`; whole ones where the axis is short of fractions."""
    rough = top / most
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    step = next(s * power for s in ROUND if s * power >= rough * 0.999999)
    if top >= 2 and step < 1:
        step = 1
    return [round(index * step, 10) for index in range(int(top / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Sheet:
    """Pixels: `width` × `height` in all; what has a scale lies between the edges.

    `most` and `tall` are the numbers at the right and at the upper edge; the left and the lower
    edge are `least` and nought. `is_log`: across in powers of ten.
    """

    width: float
    height: float
    left: float
    right: float
    top: float = 0
    bottom: float = 0
    most: float = 1
    tall: float = 1
    least: float = 0
    is_log: bool = False

    def x(self, value: float) -> float:
        low, high = self.least, self.most
        if self.is_log:
            value, low, high = math.log10(value), math.log10(low), math.log10(high)
        return self.left + (self.right - self.left) * (value - low) / ((high - low) or 1)

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / (self.tall or 1)

    def words(self, rows: Rows, **marks: Any) -> Layer:
        """Words: `x`, `y`, `text` and perhaps `colour`."""
        inked = [{"colour": look.INK, **row} for row in rows]
        said = {"field": "text", "type": "nominal"}
        return self._layer(inked, "text", {"baseline": "middle", **marks}, text=said, color=COLOUR)

    def clear_words(self, rows: Rows, **marks: Any) -> list[Layer]:
        """Words that can be read across a line: a rim of paper lies under them."""
        rim = {"stroke": look.PAPER, "strokeWidth": 4, "strokeJoin": "round"}
        return [self.words(rows, **marks, **rim), self.words(rows, **marks)]

    def rules(self, rows: Rows, **marks: Any) -> Layer:
        """Straight lines from `x`, `y` to `x2`, `y2`."""
        return self._layer(rows, "rule", marks, **TO)

    def blocks(self, rows: Rows, **marks: Any) -> Layer:
        """Rectangles from `x`, `y` to `x2`, `y2` in `colour`."""
        return self._layer(rows, "rect", marks, color=COLOUR, **TO)

    def path(self, rows: Rows, **marks: Any) -> Layer:
        """One line through all rows in their order; it breaks where `y` is None."""
        numbered = [{**row, "order": index} for index, row in enumerate(rows)]
        order = {"field": "order", "type": "quantitative"}
        return self._layer(numbered, "line", marks, order=order)

    def area(self, rows: Rows, **marks: Any) -> Layer:
        """What lies between `y` and `y2` at each `x`."""
        return self._layer(rows, "area", marks, y2={"field": "y2"})

    def points(self, rows: Rows, **marks: Any) -> Layer:
        return self._layer(rows, "point", {"filled": True, "opacity": 1, **marks})

    def shapes(self, rows: Rows, **marks: Any) -> Layer:
        """Outlines of `shape` (an SVG path in pixels around `x`, `y`), filled with `colour`."""
        shape = {"field": "shape", "type": "nominal", "scale": None}
        marks = {"filled": True, "opacity": 1, "size": SHAPE_SIZE, **marks}
        return self._layer(rows, "point", marks, shape=shape, color=COLOUR)

    def _layer(self, rows: Rows, mark: str, marks: dict[str, Any], **more: Any) -> Layer:
        down = {"domain": [0, self.height], "range": [0, self.height], "nice": False, "zero": False}
        across = {"domain": [0, self.width], "nice": False, "zero": False}
        place = {"type": "quantitative", "axis": None, "stack": None}
        encoding = {
            "x": {"field": "x", "scale": across, **place},
            "y": {"field": "y", "scale": down, **place},
            **more,
        }
        return {
            "data": {"values": list(rows)}, "mark": {"type": mark, **marks}, "encoding": encoding
        }  # fmt: skip

    def joined(self, *layers: Layer) -> Specification:
        """What is drawn: all layers over each other."""
        drawn = [layer for layer in layers if layer["data"]["values"]]
        return {
            "$schema": SCHEMA, "width": self.width, "height": self.height, "layer": drawn,
            "config": look.CONFIG,
        }  # fmt: skip


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones, at least `gap` from each other and between `low` and `high`."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    floor = low
    for index in order:
        placed[index] = floor = max(wanted[index], floor)
        floor += gap
    ceiling = high
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling)
        ceiling = placed[index] - gap
    return placed
