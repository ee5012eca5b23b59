# SPDX-License-Identifier: EUPL-1.2
"""Cells of a list that somebody opens in a spreadsheet."""

from __future__ import annotations

from typing import Final

#: A cell that begins so would be run as a formula.
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}",
                  "\N{FULLWIDTH PLUS SIGN}", "\N{FULLWIDTH HYPHEN-MINUS}",
                  "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip


def safe(cell: str) -> str:
    """A cell that no spreadsheet runs. Pure."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def bare(cell: str) -> str:
    """A cell of a list that we gave out and that comes back: `safe` undone. Pure."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
