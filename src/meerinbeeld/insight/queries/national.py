# SPDX-License-Identifier: EUPL-1.2
"""What was published about the whole country: `data/national.yaml`, with source and series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils.translation import gettext as _

from meerinbeeld.insight.catalogue import Words
from meerinbeeld.ui.charts.lines import number

_FILE: Final = Path(__file__).resolve().parents[1] / "data" / "national.yaml"


@dataclass(frozen=True)
class Published:
    """An estimate of the whole country, never of a region."""

    years: str
    of: Words
    per: Words
    source: str
    low: int | None = None
    high: int | None = None
    middle: int | None = None

    @property
    def said(self) -> str:
        """The number as it was published, in words."""
        middle = _("about %(middle)s") % {"middle": number(self.middle or 0)}
        if self.low and self.high:
            ends = {"low": number(self.low), "high": number(self.high)}
            said = _("%(low)s to %(high)s") % ends
            return f"{said} ({middle})" if self.middle else said
        if self.low:
            return _("more than %(low)s") % {"low": number(self.low)}
        return middle


@dataclass(frozen=True)
class Shares:
    """How registered victims of the whole country divide over codes, of one series and year."""

    series: str
    year: int
    source: str
    shares: Mapping[str, float]
    note: Words | None = None


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return found


@cache
def published_estimates() -> tuple[Published, ...]:
    return tuple(
        Published(**{**raw, "of": Words(**raw["of"]), "per": Words(**raw["per"])})
        for raw in _file()["estimates"]
    )


@cache
def by_form() -> Shares:
    """The newest series by form; shares of all forms that are known."""
    raw = max(_file()["forms"], key=lambda one: int(one["year"]))
    whole = sum(raw["counts"].values())
    shares = {form: count / whole for form, count in raw["counts"].items()}
    return Shares(raw["series"], raw["year"], raw["source"], shares, Words(**raw["note"]))


@cache
def by_age() -> Shares:
    """The newest series by age: minors and adults."""
    raw = max(_file()["groups"], key=lambda one: int(one["year"]))
    minor = raw["minors"] / raw["victims"]
    shares = {"minor": minor, "adult": 1 - minor}
    return Shares(raw["series"], raw["year"], raw["source"], shares)
