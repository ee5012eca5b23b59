# SPDX-License-Identifier: EUPL-1.2
"""The age groups of a notification where only a date of birth was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils import timezone

from meerinbeeld import norms
from meerinbeeld.registry.linkage import dates
from meerinbeeld.registry.rules.ages import OLDEST, Band, band_then

NOW, AT_START = "age_band", "age_band_at_start"
BIRTH_DATE: Final = "birth_date"


def bands(codes: norms.CodeList) -> list[Band]:
    """The age groups of a list of codes."""
    return [
        Band(code.value, first, OLDEST if code.extra["to"] is None else code.extra["to"])
        for code in codes
        if (first := code.extra.get("from")) is not None
    ]


def read_day(text: str) -> dates.Birth:
    """A date of which a part may be missing, the day first; without a year when it tells none."""
    return dates.read(text, dates.Order.DAY, timezone.localdate().year)


def groups(born: dates.Birth, began: dates.Birth, notified_on: date) -> dict[str, str]:
    """Field to code: the age on the day of the notification, and the age when it began."""
    known = bands(norms.codelist("age_band", notified_on))
    on = dates.Birth(notified_on.year, notified_on.month, notified_on.day)
    then = {NOW: band_then(born, on, known), AT_START: band_then(born, began, known)}
    return {name: code for name, code in then.items() if code}


def with_ages(
    codes: Mapping[str, str], birth_date: str, began: str, notified_on: date
) -> dict[str, str]:
    """The codes, with the age groups that nobody chose. What was chosen stays, "unknown" too."""
    chosen = {name: code for name, code in codes.items() if code or name not in (NOW, AT_START)}
    return {**codes, **groups(read_day(birth_date), read_day(began), notified_on), **chosen}
