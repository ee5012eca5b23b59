# SPDX-License-Identifier: EUPL-1.2
"""Where municipalities lie: their outlines, for a map. `data/boundaries.json` names its source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

#: A closed line of (longitude, latitude) in degrees.
Ring = tuple[tuple[float, float], ...]
SOURCE: Final = "CBS/PDOK 2023, CC BY 4.0"
_FILE: Final = Path(__file__).resolve().parent / "data" / "boundaries.json"


@cache
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """By CBS code, the outer rings of each municipality of which the outline is known."""
    areas = json.loads(_FILE.read_text("utf-8"))["areas"]
    return {
        code: tuple(tuple((x, y) for x, y in ring) for ring in rings)
        for code, rings in areas.items()
    }
