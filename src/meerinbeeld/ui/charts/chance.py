# SPDX-License-Identifier: EUPL-1.2
"""Charts that set numbers against what chance gives: in time, and between places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.lines import axes, moment_words, number, place, sheet_for
from meerinbeeld.ui.charts.look import Frame
from meerinbeeld.ui.charts.plane import Layer, Sheet, Specification, apart, ticks_of, top_of

NAMED_AT_MOST: Final = 24
#: How far a name may be moved up or down to stand free of the others.
MOVES: Final = (0, -12, 12)


def dots(sheet: Sheet, rows: list[dict[str, Any]], size: float) -> list[Layer]:
    """Points; those that stand out (`out`) have another shape and colour."""
    usual = [row for row in rows if not row["out"]]
    out = [row for row in rows if row["out"]]
    return [
        sheet.points(usual, color=look.ACCENT, size=size),
        sheet.points(out, color=look.FLAG, shape="diamond", size=130),
    ]


@dataclass(frozen=True)
class Moment:
    """One moment: its number, what is usual, and the limits of chance.

    `lower` or `upper` None: there is no limit on that side. `stands_out`: chance alone hardly
    gives this; the point gets another shape and its number.
    """

    label: str
    value: float | None
    centre: float
    lower: float | None = None
    upper: float | None = None
    stands_out: bool = False


@dataclass(frozen=True)
class Control:
    """A control chart. `unit` says what is counted."""

    moments: tuple[Moment, ...]
    unit: str

    def spec(self, frame: Frame) -> Specification:
        highest = [m.upper if m.upper is not None else m.centre for m in self.moments]
        tall = top_of([*highest, *[m.value for m in self.moments if m.value is not None]])
        names = self._named()
        ends = max([look.words_width(text, look.SMALL) for text, _value in names] or [0]) + 12
        sheet = sheet_for(frame, tall, ends)
        return sheet.joined(
            *self._band(sheet),
            *axes(sheet, self.unit, moment_words(sheet, [m.label for m in self.moments])),
            sheet.path(self._stair(sheet, "centre"), color=look.SOFT, strokeWidth=1.5),
            *self._points(sheet),
            sheet.words(self._names(sheet, names), align="left", fontSize=look.SMALL),
        )

    def _named(self) -> list[tuple[str, float]]:
        if not self.moments:
            return []
        last = self.moments[-1]
        names: list[tuple[str, float]] = [(_("usual"), last.centre)]
        if last.upper is not None:
            names.append((_("upper limit"), last.upper))
        if last.lower:
            names.append((_("lower limit"), last.lower))
        return names

    @staticmethod
    def _names(sheet: Sheet, names: list[tuple[str, float]]) -> list[dict[str, Any]]:
        placed = apart([sheet.y(value) for _text, value in names], 14, sheet.top, sheet.bottom)
        return [
            {"x": sheet.right + 4, "y": y, "text": text, "colour": look.SOFT}
            for (text, _value), y in zip(names, placed, strict=True)
        ]

    def _stair(self, sheet: Sheet, what: str) -> list[dict[str, Any]]:
        """Both ends of each moment's share of the width."""
        share = (sheet.right - sheet.left) / max(len(self.moments), 1)
        return [
            {"x": sheet.left + (index + side) * share,
             "y": None if getattr(moment, what) is None else sheet.y(getattr(moment, what)),
             "y2": sheet.y(moment.lower or 0)}
            for index, moment in enumerate(self.moments)
            for side in (0, 1)
        ]  # fmt: skip

    def _band(self, sheet: Sheet) -> list[Layer]:
        upper = self._stair(sheet, "upper")
        known = [row for row in upper if row["y"] is not None]
        dashed = {"color": look.SOFT, "strokeWidth": 1, "strokeDash": [5, 4]}
        return [
            sheet.area(known, color=look.BAND),
            sheet.path(upper, **dashed),
            sheet.path(self._stair(sheet, "lower"), **dashed),
        ]

    def _points(self, sheet: Sheet) -> list[Layer]:
        rows: list[dict[str, Any]] = [
            {
                "x": place(sheet, index, len(self.moments)), "out": m.stands_out,
                "y": None if m.value is None else sheet.y(m.value), "value": m.value,
            }
            for index, m in enumerate(self.moments)
        ]  # fmt: skip
        known = [row for row in rows if row["y"] is not None]
        numbers = [
            {"x": row["x"], "y": row["y"] - 13, "text": number(row["value"])}
            for row in known
            if row["out"]
        ]
        return [
            sheet.path(rows, color=look.ACCENT, strokeWidth=2),
            *dots(sheet, known, 30),
            sheet.words(numbers, align="center", fontWeight="bold"),
        ]


@dataclass(frozen=True)
class Place:
    """A place with its size (inhabitants) and its number (per so many of them)."""

    label: str
    size: float
    value: float
    stands_out: bool = False


@dataclass(frozen=True)
class Limit:
    """The limits of chance for a place of this size."""

    size: float
    lower: float
    upper: float


@dataclass(frozen=True)
class FunnelPlot:
    """Places of unequal size: small ones lie far from the middle by chance alone.

    `inner` and `outer` are the limits of 95 % and of 99.8 %, by rising size.
    """

    places: tuple[Place, ...]
    centre: float
    inner: tuple[Limit, ...]
    outer: tuple[Limit, ...]
    unit: str
    size_unit: str

    def spec(self, frame: Frame) -> Specification:
        biggest = max([place.size for place in self.places] + [1]) * 1.06
        sheet = sheet_for(frame, self._tall(), 12, biggest)
        middle = {"x": sheet.left, "x2": sheet.right, "y": sheet.y(self.centre)}
        rows = [
            {"x": sheet.x(p.size), "y": sheet.y(p.value), "out": p.stands_out} for p in self.places
        ]
        return sheet.joined(
            sheet.area(self._curve(sheet, self.inner, "upper"), color=look.BAND),
            *axes(sheet, self.unit, self._below(sheet)),
            *self._limits(sheet),
            sheet.rules([{**middle, "y2": middle["y"]}], color=look.SOFT, strokeWidth=1.5),
            *sheet.clear_words(self._labels(frame, sheet), align="left", fontSize=look.SMALL),
            *dots(sheet, rows, 46),  # last: the rim of a name may not hide a point
        )

    def _tall(self) -> float:
        seen = [place.value for place in self.places]
        smallest = min([place.size for place in self.places], default=0)
        curves = [limit.upper for limit in self.inner if limit.size >= smallest]
        return top_of([*seen, *curves, self.centre])

    @staticmethod
    def _curve(sheet: Sheet, limits: tuple[Limit, ...], side: str) -> list[dict[str, Any]]:
        return [
            {"x": sheet.x(one.size), "y": sheet.y(min(getattr(one, side), sheet.tall)),
             "y2": sheet.y(min(one.lower, sheet.tall))}
            for one in limits
        ]  # fmt: skip

    def _limits(self, sheet: Sheet) -> list[Layer]:
        return [
            sheet.path(
                self._curve(sheet, limits, side), color=look.SOFT, strokeWidth=1, strokeDash=dash
            )
            for limits, dash in ((self.inner, [5, 4]), (self.outer, [1, 0]))
            for side in ("upper", "lower")
        ]

    def _below(self, sheet: Sheet) -> list[dict[str, Any]]:
        ticks = [
            {"x": sheet.x(tick), "y": sheet.bottom + 11, "text": number(tick), "colour": look.SOFT}
            for tick in ticks_of(sheet.most, 4)[1:]
            if tick < sheet.most * 0.93
        ]
        middle = (sheet.left + sheet.right) / 2
        unit = {"x": middle, "y": sheet.bottom + 25, "text": self.size_unit, "colour": look.SOFT}
        return [*ticks, unit]

    def _labels(self, frame: Frame, sheet: Sheet) -> list[dict[str, Any]]:
        """Names beside the points; on a phone only of what stands out: the table has the rest."""
        shown = [p for p in self.places if p.stands_out or not frame.is_narrow][:NAMED_AT_MOST]
        taken: list[tuple[float, float, float]] = []
        labels = []
        for spot in sorted(shown, key=lambda p: (not p.stands_out, -p.size)):
            found = _free_place(sheet, spot, taken)
            if found is not None:
                taken.append(found)
                labels.append({"x": found[0], "y": found[2], "text": spot.label})
        return labels


def _free_place(
    sheet: Sheet, spot: Place, taken: list[tuple[float, float, float]]
) -> tuple[float, float, float] | None:
    """From, to and height for the name of a point, where no other name stands."""
    x, y = sheet.x(spot.size), sheet.y(spot.value)
    wide = look.words_width(spot.label, look.SMALL)
    for move, start in ((move, start) for move in MOVES for start in (x + 8, x - 8 - wide)):
        at, end = y + move, start + wide
        is_taken = any(
            abs(at - other) < 13 and start < last and end > first for first, last, other in taken
        )
        inside = sheet.top - 6 < at < sheet.bottom - 4 and start >= 0 and end <= sheet.width
        if inside and not is_taken:
            return start, end, at
    return None
