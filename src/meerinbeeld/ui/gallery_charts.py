# SPDX-License-Identifier: EUPL-1.2
"""One chart of each kind with made-up numbers, for the gallery and for tests."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from meerinbeeld.ui.charts import (
    Area,
    Areas,
    Bar,
    Bars,
    Chart,
    Combination,
    Control,
    Dot,
    Dots,
    Drawing,
    FunnelPlot,
    Limit,
    Line,
    Lines,
    Moment,
    Overlap,
    Part,
    Place,
    Step,
    Steps,
    Waterfall,
)
from meerinbeeld.ui.parts import Column

TOWNS: Final = ("Zwolle", "Deventer", "Hardenberg", "Kampen", "Ommen")
COUNTS: Final[tuple[int | None, ...]] = (31, 24, 12, None, 0)
SEEN: Final = (7, 9, 5, 8, 12, 9, 7, 19, 6, 10, 4, 8)
MONTHS: Final = tuple(f"{number:02d}-26" for number in range(1, 13))


def _said(count: int | None) -> str:
    return _("hidden") if count is None else str(count)


def _bars() -> Drawing:
    counts = zip(TOWNS, COUNTS, strict=True)
    return Bars(tuple(Bar(town, count, _said(count)) for town, count in counts))


def _groups() -> Drawing:
    return Bars(
        tuple(
            Bar(town, 30 - 4 * number + year, str(30 - 4 * number + year), str(2025 + year))
            for number, town in enumerate(TOWNS)
            for year in (0, 1)
        )
    )


def _steps() -> Drawing:
    counts = (90, 60, 24, 9, 3)
    return Steps(tuple(Step(t, n, f"{n}") for t, n in zip(TOWNS, counts, strict=True)))


def _waterfall() -> Drawing:
    values = (-11.0, 9.5, 8.0, 2.5, -1.0)
    parts = zip(TOWNS, values, strict=True)
    whole = Part(_("Together"), sum(values), f"{sum(values):+.1f}")
    return Waterfall(tuple(Part(town, value, f"{value:+.1f}") for town, value in parts), whole)


def _lines() -> Drawing:
    return Lines(MONTHS, (Line("2025", SEEN), Line("2026", SEEN[::-1])), _("signals"))


def _control() -> Drawing:
    moments = zip(MONTHS, SEEN, strict=True)
    return Control(tuple(Moment(m, n, 8, 2, 16, n > 16) for m, n in moments), _("signals"))


def _limits(width: float) -> tuple[Limit, ...]:
    sizes = range(20_000, 140_000, 6_000)
    return tuple(
        Limit(size, max(0.0, 20 - width / size**0.5), 20 + width / size**0.5) for size in sizes
    )


def _funnel() -> Drawing:
    places = tuple(
        Place(town, 130_000 / (number + 1), 20 + 4 * number, number == len(TOWNS) - 1)
        for number, town in enumerate(TOWNS)
    )
    return FunnelPlot(
        places, 20, _limits(4000), _limits(6000), _("signals per 100,000"), _("inhabitants")
    )


def _estimates() -> Drawing:
    dots = (
        Dot(_("First way"), 210, "210", 120, 620, (150, 400)),
        Dot(_("Second way"), None, _("no number")),
    )
    return Dots(dots, _("victims"), (64, _("seen: %(number)d") % {"number": 64}))


def _map() -> Drawing:
    """Squares beside each other: the numbers of `COUNTS`."""
    return Areas(
        tuple(
            Area(town, (_square(number),), count, _said(count))
            for number, (town, count) in enumerate(zip(TOWNS, COUNTS, strict=True))
        ),
        _("signals"),
    )


def _square(number: int) -> tuple[tuple[float, float], ...]:
    west, south = 6.0 + number % 3 * 0.2, 52.3 + number // 3 * 0.12
    east, north = west + 0.2, south + 0.12
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def _overlap() -> Drawing:
    combinations = ((True, False, False), 40), ((True, True, False), 12), ((False, True, True), 3)
    return Overlap(
        (_("Police"), _("Care coordination"), _("Labour inspectorate")),
        tuple(Combination(on, count, str(count)) for on, count in combinations),
    )


def charts() -> list[Chart]:
    made = (
        ("bars", _("Bars"), _bars()),
        ("groups", _("Bars in groups"), _groups()),
        ("steps", _("Funnel"), _steps()),
        ("waterfall", _("Waterfall"), _waterfall()),
        ("lines", _("Lines"), _lines()),
        ("control", _("Control chart"), _control()),
        ("map", _("Map"), _map()),
        ("places", _("Places by size"), _funnel()),
        ("overlap", _("Overlap of lists"), _overlap()),
        ("estimates", _("Estimates"), _estimates()),
    )
    columns = (Column(_("Town")), Column(_("How many"), numeric=True))
    rows = tuple((town, _said(count)) for town, count in zip(TOWNS, COUNTS, strict=True))
    sentence = _("Made-up numbers: Zwolle has the most.")
    return [Chart(name, title, sentence, drawing, columns, rows) for name, title, drawing in made]
