# SPDX-License-Identifier: EUPL-1.2
"""A map: areas shaded by a number, with the number in each; hatched where it is hidden."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.utils.translation import gettext as _

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.lines import number
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Layer, Sheet, Specification

#: Pixels at the right of a map for its key, and per line of the key.
KEY_WIDTH, KEY_LINE = 200, 26
WIDE_MAP: Final = 500
Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Area:
    """`rings` are closed lines of (longitude, latitude). `value` None: hidden, or not known."""

    label: str
    rings: tuple[Ring, ...]
    value: float | None
    said: str

    @property
    def state(self) -> Literal["number", "nothing", "hidden"]:
        if self.value is None:
            return "hidden"
        return "number" if self.value else "nothing"


@dataclass(frozen=True)
class Shade:
    """A step of the key: from the smallest to the largest number that has it."""

    colour: str
    low: float
    high: float

    @property
    def words(self) -> str:
        same = self.low == self.high
        return number(self.low) if same else f"{number(self.low)} – {number(self.high)}"


def shades(values: list[float]) -> list[Shade]:
    """At most four steps that hold about as many areas each; equal numbers have one colour."""
    known = sorted(value for value in values if value > 0)
    steps = min(len(set(known)), len(look.STEPS))
    if not steps:
        return []
    groups: list[list[float]] = [[] for _step in range(steps)]
    for value in known:
        below = sum(other < value for other in known)
        groups[min(below * steps // len(known), steps - 1)].append(value)
    filled = [group for group in groups if group]
    colours = look.STEPS[len(look.STEPS) - len(filled) :]
    return [
        Shade(colour, group[0], group[-1]) for colour, group in zip(colours, filled, strict=True)
    ]


@dataclass(frozen=True)
class Areas:
    """A map of these areas, with a key. `unit` says what is counted."""

    areas: tuple[Area, ...]
    unit: str

    def spec(self, frame: Frame) -> Specification:
        key = self._key()
        across = frame.width - 4 if frame.is_narrow else min(WIDE_MAP, frame.width - KEY_WIDTH)
        place = _Projection(self.areas, across)
        key_height = KEY_LINE * (len(key) + 1)
        below = place.height + 8 if frame.is_narrow else 0
        height = below + key_height if frame.is_narrow else max(place.height, key_height)
        sheet = Sheet(frame.width - 4, height, 0, across)
        return sheet.joined(
            sheet.shapes([self._shape(area, place) for area in self.areas], stroke=look.THIRD),
            *self._words(frame, sheet, place),
            *self._drawn_key(sheet, key, 0 if frame.is_narrow else across + 16, below),
        )

    def _shades(self) -> list[Shade]:
        return shades([area.value for area in self.areas if area.value is not None])

    def _colour(self, area: Area) -> str:
        if area.state == "hidden":
            return look.HATCHED
        if area.state == "nothing":
            return look.DOTTED
        value = area.value or 0
        return next(shade.colour for shade in self._shades() if shade.low <= value <= shade.high)

    def _shape(self, area: Area, place: _Projection) -> dict[str, Any]:
        return {"x": 0, "y": 0, "shape": place.path(area), "colour": self._colour(area)}

    def _words(self, frame: Frame, sheet: Sheet, place: _Projection) -> list[Layer]:
        """The number in each area, and its name where there is room for names."""
        numbers, names = [], []
        for area in self.areas:
            x, y = place.middle(area)
            dark = self._colour(area) == look.STEPS[-1]
            ink = look.PAPER if dark else look.INK
            up = 0 if frame.is_narrow else 8
            if not (frame.is_narrow and area.state == "hidden"):
                said = {"x": x, "y": y + up, "text": area.said, "colour": ink, "dark": dark}
                numbers.append(said)
            if not frame.is_narrow:
                names.append({"x": x, "y": y - 8, "text": area.label, "colour": ink, "dark": dark})
        marks = {"align": "center", "fontWeight": "bold"}
        light = [row for row in numbers if not row["dark"]]
        return [
            *sheet.clear_words([row for row in names if not row["dark"]], align="center"),
            sheet.words([row for row in names if row["dark"]], align="center"),
            *sheet.clear_words(light, **marks),
            sheet.words([row for row in numbers if row["dark"]], **marks),
        ]

    def _key(self) -> list[tuple[str, str]]:
        """Colour and words of each step, and of the patterns that occur."""
        states = {area.state for area in self.areas}
        key = [(shade.colour, shade.words) for shade in reversed(self._shades())]
        if "nothing" in states:
            key.append((look.DOTTED, _("nothing seen")))
        if "hidden" in states:
            key.append((look.HATCHED, _("hidden, to protect people")))
        return key

    def _drawn_key(
        self, sheet: Sheet, key: list[tuple[str, str]], left: float, top: float
    ) -> list[Layer]:
        rows: list[dict[str, Any]] = [
            {"x": left + 1, "x2": left + 25, "y": top + KEY_LINE * (line + 1) + 1,
             "y2": top + KEY_LINE * (line + 1) + 19, "colour": colour}
            for line, (colour, _words) in enumerate(key)
        ]  # fmt: skip
        said = [
            {"x": left + 33, "y": row["y"] + 9, "text": part}
            for row, (_colour, part) in zip(rows, key, strict=True)
        ]
        title = {"x": left, "y": top + 12, "text": self.unit, "colour": look.SOFT}
        return [sheet.blocks(rows, stroke=look.THIRD), sheet.words([title, *said], align="left")]


class _Projection:
    """Longitude and latitude to pixels: true to shape at the middle of a map this small."""

    def __init__(self, areas: tuple[Area, ...], width: float) -> None:
        points = [point for area in areas for ring in area.rings for point in ring]
        points = points or [(0.0, 0.0), (1.0, 1.0)]
        self._west, east = min(x for x, _y in points), max(x for x, _y in points)
        south, self._north = min(y for _x, y in points), max(y for _x, y in points)
        self._flat = math.cos(math.radians((south + self._north) / 2))
        self._scale = (width - 2) / ((east - self._west) * self._flat)
        self.height = (self._north - south) * self._scale + 2

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        x = 1 + (point[0] - self._west) * self._flat * self._scale
        return x, 1 + (self._north - point[1]) * self._scale

    def path(self, area: Area) -> str:
        drawn = []
        for ring in area.rings:
            places = [self.at(point) for point in ring]
            drawn.append("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in places) + "Z")
        return "".join(drawn)

    def middle(self, area: Area) -> tuple[float, float]:
        """The centre of gravity of the largest ring (shoelace formula)."""
        ring = max(area.rings, key=len)
        places = [self.at(point) for point in ring]
        turns = [
            (a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(places, places[1:], strict=False)
        ]
        whole = sum(cross for _a, _b, cross in turns) or 1.0
        x = sum((a[0] + b[0]) * cross for a, b, cross in turns) / (3 * whole)
        y = sum((a[1] + b[1]) * cross for a, b, cross in turns) / (3 * whole)
        return x, y
