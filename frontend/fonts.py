# SPDX-License-Identifier: EUPL-1.2
"""Make the font files that charts and papers are set in, from the web font that is served.

Browsers read the variable WOFF2; what draws pictures and papers wants a plain TrueType file. Needs
``fonttools`` and ``brotli``; the results are committed, so that running the platform needs neither.
Usage: ``python3 frontend/fonts.py``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools import merge
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

UI = Path(__file__).resolve().parent.parent / "src/meerinbeeld/ui"
SERVED = UI / "static/ui/fonts"
MADE = UI / "fonts"
SUBSETS = ("latin", "latin-ext")
WEIGHTS = {"Regular": 400, "Bold": 700}
DROPPED = ("GSUB", "GDEF", "STAT", "DSIG")


def one_weight(subset: str, weight: int, folder: Path) -> str:
    """The part of the font for `subset`, no longer variable."""
    font = TTFont(SERVED / f"noto-sans-{subset}-wght-normal.woff2")
    axes = {axis.axisTag: None for axis in font["fvar"].axes} | {"wght": weight}
    plain = instancer.instantiateVariableFont(font, axes)
    for table in DROPPED:
        if table in plain:
            del plain[table]
    plain.flavor = None
    path = folder / f"{subset}-{weight}.ttf"
    plain.save(path)
    return str(path)


def main() -> None:
    MADE.mkdir(exist_ok=True)
    for style, weight in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as folder:
            parts = [one_weight(subset, weight, Path(folder)) for subset in SUBSETS]
            font = merge.Merger().merge(parts)
        for record in font["name"].names:
            value = {1: "Noto Sans", 2: style, 4: f"Noto Sans {style}", 6: f"NotoSans-{style}"}
            if record.nameID in value:
                record.string = value[record.nameID]
        font["OS/2"].usWeightClass = weight
        bold = style == "Bold"
        font["OS/2"].fsSelection = 0x20 if bold else 0x40
        font["head"].macStyle = int(bold)
        font["head"].modified = font["head"].created
        font.recalcTimestamp = False
        font.save(MADE / f"NotoSans-{style}.ttf")


if __name__ == "__main__":
    main()
