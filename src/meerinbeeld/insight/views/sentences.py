# SPDX-License-Identifier: EUPL-1.2
"""A table of figures in a sentence, and as a sheet."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from meerinbeeld.insight.catalogue import Indicator, catalogue
from meerinbeeld.insight.rules.grids import Grid, Line
from meerinbeeld.insight.rules.numbers import Number
from meerinbeeld.ui import sheets
from meerinbeeld.ui.cells import safe


def of(grid: Grid | None, indicator: Indicator, period: str) -> str:
    """What the table shows, in a sentence."""
    if grid is None:
        return ""
    whole, unit = grid.whole.cells[-1], catalogue().units[indicator.source]
    if indicator.source == "network":
        return _most(grid.first)
    if whole.value is None:
        return _("How many there were in %(period)s is hidden.") % {"period": period}
    if not whole.value:
        return _("There were no %(unit)s in %(period)s.") % {"unit": unit, "period": period}
    said = _("%(number)s %(unit)s in %(period)s.") % {
        "number": amount(whole.value, grid.per),
        "unit": catalogue().unit(indicator.source, whole.value if grid.per == 1 else 0),
        "period": period,
    }
    return f"{said} {_most(grid.first, grid.per)}".strip()


def _most(line: Line | None, per: int = 1) -> str:
    if line is None or line.share is None:
        return ""
    return _("Most: %(label)s, %(number)s (%(share)s).") % {
        "label": line.label,
        "number": amount(line.cells[-1].value or 0, per),
        "share": percent(line.share),
    }


def percent(share: float | None) -> str:
    return "" if share is None else f"{round(100 * share)}%"


def amount(value: int, per: int = 1) -> str:
    """A number as it is shown: whole, or to a tenth when `per` of it make one of what is shown."""
    if per == 1:
        return number_format(value, force_grouping=True)
    return number_format(round(value / per, 1), 1, force_grouping=True)


def plain(number: Number, per: int = 1) -> str:
    """A number in a sheet, without groups of three; a hidden one says so."""
    if number.value is None:
        return _("hidden")
    return str(number.value) if per == 1 else number_format(round(number.value / per, 1), 1)


def rate(value: float | None) -> str:
    return "" if value is None else number_format(round(value, 1), 1)


def table(grid: Grid, indicator: Indicator, period: str) -> sheets.Table:
    """The same as it stands on the page, with definition, source and period below it."""
    whole = grid.whole.label if not grid.columns else _("Together")
    head = [grid.lines_are or str(indicator.title), *grid.columns, whole, _("Share"), *grid.rates]
    rows = [_row(line, grid.per) for line in (*grid.lines, grid.whole)]
    words = catalogue()
    notes = [
        [],
        [_("Period"), period],
        [_("Definition"), str(indicator.definition)],
        [_("Source"), str(words.sources[indicator.source])],
    ]
    numbers = sheets.table(head, rows, [False, *(True for _name in head[1:])])
    return [*numbers, *(list(map(safe, note)) for note in notes)]


def _row(line: Line, per: int) -> list[str]:
    return [
        line.label,
        *(plain(number, per) for number in line.cells),
        percent(line.share),
        *(rate(value) for value in line.rates),
    ]
