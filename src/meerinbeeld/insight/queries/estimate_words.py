# SPDX-License-Identifier: EUPL-1.2
"""What `darkfigure` says, in the reader's language.

The library speaks English and stands alone. `data/darkfigure_words.yaml` has each of its sentences
with a name in the place of what differs; a sentence that is not there is shown as it came, so that
no warning is lost. A test has the library say what it can say.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meerinbeeld.ui.charts.lines import number

_FILE: Final = Path(__file__).resolve().parents[1] / "data" / "darkfigure_words.yaml"
_HOLE: Final = re.compile(r"\{(\w+)\}")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_NAMES: Final = frozenset({"name", "one", "two", "inner", "outer", "header", "mark"})


def said(text: str) -> str:
    """The sentence in the language of the reader, with numbers as they are written there."""
    language = "nl" if (get_language() or "nl").startswith("nl") else "en"
    for pattern, words in _sentences():
        if found := pattern.fullmatch(text):
            values = {key: _local(key, value) for key, value in found.groupdict().items()}
            return _filled(words[language], values)
    return text


def _filled(words: str, values: dict[str, str]) -> str:
    return _HOLE.sub(lambda hole: values[hole[1]], words)


def is_known(text: str) -> bool:
    return any(pattern.fullmatch(text) for pattern, _words in _sentences())


@cache
def _sentences() -> list[tuple[re.Pattern[str], dict[str, str]]]:
    """Each sentence as an expression that finds what stands in its holes."""
    made = []
    for words in yaml.safe_load(_FILE.read_text("utf-8")):
        pieces = _HOLE.split(words["en"])
        expression = "".join(
            f"(?P<{piece}>.+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)
        )
        made.append((re.compile(expression, re.DOTALL), words))
    return made


def _local(key: str, value: str) -> str:
    """Numbers, and the little words between names of lists. A name of a list stays as it is."""
    if key in _NAMES:
        return value
    if key in {"pairs", "groups"}:
        together, neither = _("and"), _("nor on both")
        apart = value.replace("; nor on both ", f"; {neither} ")
        return apart.replace(" and ", f" {together} ")
    if key == "what":
        return said(value)
    return _NUMBER.sub(lambda found: number(float(found[0].replace(",", ""))), value)
