# SPDX-License-Identifier: EUPL-1.2
"""From a drawing to SVG for a page, or to a picture file. Nothing is fetched and nothing is kept
on disk; what was drawn before is drawn from memory.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Hashable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

from django.utils.html import escape
from django.utils.translation import get_language

from meerinbeeld.ui.charts import look
from meerinbeeld.ui.charts.plane import Specification

FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"
#: How many drawings are remembered; one is about 10 kB.
REMEMBERED: Final = 512
#: How many specifications without their rows; one is about 5 kB.
SHAPES: Final = 256
#: Numbers as they are written where the page's language is spoken.
NUMBERS: Final = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}
SPOKEN: Final = re.compile(r' (?:role|aria-[a-z]+|class|pointer-events)="[^"]*"')
COLOUR: Final = re.compile("|".join(re.escape(colour) for colour in look.PROPERTIES))
PATTERNS: Final = (
    '<defs><pattern id="{id}-hatched" width="7" height="7" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="7" height="7" fill="{paper}"/>'
    '<rect width="2.5" height="7" fill="{soft}"/></pattern>'
    '<pattern id="{id}-dotted" width="8" height="8" patternUnits="userSpaceOnUse">'
    '<rect width="8" height="8" fill="{paper}"/><circle cx="4" cy="4" r="1" fill="{soft}"/>'
    "</pattern></defs>"
)
_one_at_a_time = threading.Lock()


class Drawing(Hashable, Protocol):
    """Something that can be drawn: frozen data, and the specification that it becomes."""

    def spec(self, frame: look.Frame) -> Specification:
        """A Vega-Lite specification that is `frame.width` pixels wide with its margins."""


@cache
def _converter() -> Any:
    """The converter with our fonts, started once per process (about a second)."""
    import vl_convert  # here: not every process draws

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def warm() -> None:
    """Start the converter before somebody waits for it."""
    _converter().vega_to_svg('{"$schema": "https://vega.github.io/schema/vega/v6.json"}')


def _plain_svg(specification: Specification, language: str) -> str:
    shape, rows = _apart(specification)
    with _one_at_a_time:
        compiled = _compiled(json.dumps(shape))
        data = [
            {**one, "values": rows[one["name"]]} if one["name"] in rows else one
            for one in compiled["data"]
        ]
        drawn: str = _converter().vega_to_svg(
            json.dumps({**compiled, "data": data}),
            allowed_base_urls=[],
            format_locale=NUMBERS.get(language, NUMBERS["en"]),
        )
    return drawn


def _apart(specification: Specification) -> tuple[Specification, dict[str, Any]]:
    """The specification with names in the place of its rows, and the rows by name."""
    rows = {f"rows{at}": layer["data"]["values"] for at, layer in enumerate(specification["layer"])}
    layers = [
        {**layer, "data": {"name": name}}
        for name, layer in zip(rows, specification["layer"], strict=True)
    ]
    return {**specification, "layer": layers}, rows


@lru_cache(maxsize=SHAPES)
def _compiled(shape: str) -> dict[str, Any]:
    """A specification without its rows as Vega: two fifths of the work, the same for other rows."""
    made: dict[str, Any] = _converter().vegalite_to_vega(shape)
    return made


@lru_cache(maxsize=REMEMBERED)
def _drawn(drawing: Drawing, frame: look.Frame, language: str) -> str:
    """The drawing as SVG in fixed colours, without the words that only a machine would say."""
    return SPOKEN.sub("", _plain_svg(drawing.spec(frame), language))


def svg(drawing: Drawing, frame: look.Frame, title: str, description: str) -> str:
    """SVG with its title and description, in fixed colours: for a file."""
    plain = _drawn(drawing, frame, (get_language() or "en")[:2])
    name = f"c{hashlib.sha256((plain + title).encode()).hexdigest()[:10]}-{frame.name[0]}"
    head = (
        f'<svg role="img" aria-labelledby="{name}-t" aria-describedby="{name}-d" focusable="false" '
    )
    words = f'<title id="{name}-t">{escape(title)}</title>'
    words += f'<desc id="{name}-d">{escape(description)}</desc>'
    opened, rest = plain.removeprefix("<svg ").split(">", 1)
    return f"{head}{opened}>{words}{_patterned(rest, name)}"


def _patterned(svg_body: str, name: str) -> str:
    """Stand-in colours replaced by patterns that belong to this drawing alone."""
    if look.HATCHED not in svg_body and look.DOTTED not in svg_body:
        return svg_body
    defined = PATTERNS.format(id=name, paper=look.PAPER, soft=look.SOFT)
    body = svg_body.replace(look.HATCHED, f"url(#{name}-hatched)")
    return defined + body.replace(look.DOTTED, f"url(#{name}-dotted)")


def on_page(drawing: Drawing, frame: look.Frame, title: str, description: str) -> str:
    """The same for a page: each colour is the property of the theme."""
    drawn = svg(drawing, frame, title, description)
    return COLOUR.sub(lambda found: f"var({look.PROPERTIES[found[0]]},{found[0]})", drawn)


def png(drawing: Drawing, title: str, description: str) -> bytes:
    """A picture of two dots per pixel."""
    drawn = svg(drawing, look.WIDE, title, description)
    with _one_at_a_time:
        made: bytes = _converter().svg_to_png(drawn, scale=2.0)
    return made
