# SPDX-License-Identifier: EUPL-1.2
"""The four groups of the national monitor, which nobody chooses: they follow from what is coded."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

SEXUAL: Final = "sexual_exploitation"
UNKNOWN: Final = "unknown"


def in_sex_industry(forms: Collection[str], sector: bool | None) -> bool | None:
    """Whether it was inside the sex industry: what the sector says (`extra.sex`), or else the form.

    None when neither tells. Source: Slachtoffermonitor mensenhandel, inside and outside the sex
    industry.
    """
    if sector is not None:
        return sector
    known = set(forms) - {UNKNOWN}
    return SEXUAL in known if known else None


def group_of(forms: Collection[str], sector: bool | None, scope: str) -> str:
    """The `victim_group` of norms, or `unknown` when a part is missing."""
    inside = in_sex_industry(forms, sector)
    if inside is None or scope not in ("domestic", "cross_border"):
        return UNKNOWN
    return f"{'sex' if inside else 'outside'}_{scope}"
