# SPDX-License-Identifier: EUPL-1.2
"""How every chart looks: its colours, letters and sizes. The colours are those of the theme.

A chart is drawn in fixed colours; on a page each becomes the theme's own property, so that the look
of a municipality and black-on-white print reach the charts as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

INK: Final = "#141d2b"
SOFT: Final = "#43546a"
LINE: Final = "#d3dbe4"
ACCENT: Final = "#0b4f6c"
BAND: Final = "#e4f0f5"
SECOND: Final = "#b45309"
THIRD: Final = "#74859a"
FOURTH: Final = "#4a3b7c"
FLAG: Final = "#9f1d1d"
PAPER: Final = "#ffffff"
#: Steps of a map, from little to much; each two differ enough to tell apart in grey as well.
STEPS: Final = ("#dcebf1", "#a3c9d9", "#5a9bb6", "#0c5170")
#: Stand-ins that `drawing` turns into patterns: hatched and dotted.
HATCHED: Final = "#e1e1e2"
DOTTED: Final = "#f1f1f2"
SERIES: Final = (ACCENT, SECOND, THIRD, FOURTH)
#: A line is told apart by its dashes as well as by its colour.
DASHES: Final = ([1, 0], [7, 4], [2, 3], [9, 3, 2, 3])

#: What a fixed colour becomes on a page.
PROPERTIES: Final = {
    INK: "--mib-ink",
    SOFT: "--mib-ink-soft",
    LINE: "--mib-line",
    ACCENT: "--mib-accent",
    BAND: "--mib-chart-band",
    SECOND: "--mib-chart-second",
    THIRD: "--mib-line-strong",
    FOURTH: "--mib-chart-fourth",
    FLAG: "--mib-late",
    PAPER: "--mib-surface",
    STEPS[0]: "--mib-chart-step-1",
    STEPS[1]: "--mib-chart-step-2",
    STEPS[2]: "--mib-chart-step-3",
    STEPS[3]: "--mib-chart-step-4",
}

FONT: Final = "Noto Sans"
SIZE: Final = 13
SMALL: Final = 12
#: Width of a letter of `SIZE` on average, for the place that words take.
LETTER: Final = 6.9


@dataclass(frozen=True)
class Frame:
    """How wide a drawing is, in pixels with its margins, and which of the two forms it has."""

    name: Literal["wide", "narrow"]
    width: int

    @property
    def is_narrow(self) -> bool:
        return self.name == "narrow"


WIDE: Final = Frame("wide", 720)
NARROW: Final = Frame("narrow", 288)
FRAMES: Final = (WIDE, NARROW)

CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "background": PAPER,
    "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
    "view": {"stroke": None},
    "text": {"font": FONT, "fontSize": SIZE, "fill": INK},
    "axis": {
        "labelFont": FONT, "labelFontSize": SMALL, "labelColor": INK, "domainColor": SOFT,
        "titleFont": FONT, "titleFontSize": SMALL, "titleFontWeight": "normal",
        "titleColor": SOFT, "tickColor": SOFT, "gridColor": LINE, "aria": False,
    },
    "title": {"font": FONT},
}  # fmt: skip


def words_width(text: str, size: int = SIZE) -> float:
    """About how many pixels the text takes."""
    return len(text) * LETTER * size / SIZE


def shortened(text: str, pixels: float) -> str:
    """The text as far as it fits, ending in an ellipsis; the table has it whole."""
    most = max(4, int(pixels / LETTER))
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
