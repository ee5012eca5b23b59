# SPDX-License-Identifier: EUPL-1.2
"""A small picture of the hours of a month: two bars on one line for each municipality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from meerinbeeld.care.queries.hours import Line, Month
from meerinbeeld.care.rules.hours import in_hours

#: The width of the longest bar in the units of the drawing.
WIDTH: Final = 600


@dataclass(frozen=True)
class Bar:
    """One municipality: how long both parts are drawn."""

    line: Line
    top: int
    care: int
    prevention: int

    @property
    def end(self) -> int:
        return self.care + self.prevention

    @property
    def middle(self) -> int:
        return self.top + 13

    @property
    def total(self) -> str:
        return in_hours(self.line.total)


def bars(month: Month) -> list[Bar]:
    """Only municipalities with hours, the most first."""
    lines = sorted((line for line in month.lines if line.total), key=lambda one: -one.total)
    most = month.most or 1
    return [
        Bar(line, place * 24, line.care * WIDTH // most, line.prevention * WIDTH // most)
        for place, line in enumerate(lines)
    ]


def caption(month: Month) -> str:
    """What the picture shows, in a sentence."""
    whole, name = month.whole, date_format(month.first, "F Y")
    if not whole.total:
        return _("No hours in %(month)s yet.") % {"month": name}
    return _("In %(month)s: %(care)s hours for care and %(prevention)s for prevention.") % {
        "month": name,
        "care": in_hours(whole.care),
        "prevention": in_hours(whole.prevention),
    }
