# SPDX-License-Identifier: EUPL-1.2
"""Charts: a drawing, a sentence that says what it shows, and the numbers as a table.

Make one of the drawings below, put it in a `Chart`, and write ``{% chart chart %}``. The same chart
gives the files of `files.asked`.
"""

from __future__ import annotations

from dataclasses import dataclass

from meerinbeeld.ui.charts.areas import Area, Areas
from meerinbeeld.ui.charts.bars import Bar, Bars, Step, Steps
from meerinbeeld.ui.charts.chance import Control, FunnelPlot, Limit, Moment, Place
from meerinbeeld.ui.charts.dots import Dot, Dots
from meerinbeeld.ui.charts.drawing import Drawing, warm
from meerinbeeld.ui.charts.lines import Line, Lines
from meerinbeeld.ui.charts.overlap import Combination, Overlap
from meerinbeeld.ui.charts.waterfall import Part, Waterfall
from meerinbeeld.ui.parts import Column

__all__ = [
    "Area", "Areas", "Bar", "Bars", "Chart", "Combination", "Control", "Dot", "Dots", "Drawing",
    "FunnelPlot", "Limit", "Line", "Lines", "Moment", "Overlap", "Part", "Place", "Step", "Steps",
    "Waterfall", "warm",
]  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """`name` is its name in an address and of its files: letters, digits and hyphens.

    `columns` and `rows` are the numbers as a table; the first cell of a row is its heading.
    `note` says what a reader has to know beside it, as a source.
    """

    name: str
    title: str
    sentence: str
    drawing: Drawing
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
