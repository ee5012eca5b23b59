# SPDX-License-Identifier: EUPL-1.2
"""Cells of a list that somebody opens in a spreadsheet."""

from __future__ import annotations

import re
from typing import Final, Self

from django.utils.formats import get_format

#: A cell that begins so would be run as a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}",
                  "\N{FULLWIDTH PLUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}",
                  "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
#: How a spreadsheet shows a part of a day as hours and minutes, more than 24 hours too.
HOURS: Final = "[h]:mm"


class Figure(str):
    """A number as people read it, that a spreadsheet gets as the number it is.

    `value` is what it computes with, a share as 0.43 and hours as a part of a day; `style` is how
    it shows that, as in 0.0%.
    """

    __slots__ = ("style", "value")
    value: int | float
    style: str

    def __new__(cls, said: str, value: int | float, style: str = "0") -> Self:
        made = super().__new__(cls, said)
        made.value, made.style = value, style
        return made


def figure(said: str) -> str:
    """A number or a share as the language of now writes it; what is no number stays a text.

    A number that begins with a zero is a code, and stays one.
    """
    group = re.escape(str(get_format("THOUSAND_SEPARATOR")))
    point = re.escape(str(get_format("DECIMAL_SEPARATOR")))
    whole = rf"(-?(?:0|[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d*))"
    found = re.fullmatch(rf"{whole}(?:{point}(\d+))?(\s?%)?", said)
    if found is None:
        return said
    digits, decimals, share = re.sub(group, "", found[1]), found[2] or "", bool(found[3])
    value = float(f"{digits}.{decimals}") if decimals else int(digits)
    style = f"0.{'0' * len(decimals)}" if decimals else "0"
    return Figure(said, value / 100, f"{style}%") if share else Figure(said, value, style)


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs. Pure."""
    runs = cell.startswith(FORMULA) and not isinstance(cell, Figure)
    return f"'{cell}" if runs else cell


def bare(cell: str) -> str:
    """A cell of a list that we gave out and that comes back: `safe` undone. Pure."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
