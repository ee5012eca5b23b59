# SPDX-License-Identifier: EUPL-1.2
"""An estimate as pictures with their sentences: every way with its interval, and the overlap."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.insight.models import Estimate
from meerinbeeld.insight.queries.estimate_words import said
from meerinbeeld.insight.rules.capture import Histories
from meerinbeeld.ui.charts import Chart, Combination, Dot, Dots, Overlap
from meerinbeeld.ui.charts.lines import number
from meerinbeeld.ui.parts import Column


def table_of(estimate: Estimate) -> Histories:
    counts = {int(mask): int(count) for mask, count in estimate.counts.items()}
    return Histories(tuple(estimate.lists), counts)


def charts_of(estimate: Estimate) -> list[Chart]:
    """The intervals when there is a number; the overlap always."""
    ways = estimate.result.get("methods", [])
    drawn = [_intervals(estimate, ways)] if any(_has_number(way) for way in ways) else []
    return [*drawn, _overlap(table_of(estimate))]


def _has_number(way: dict[str, Any]) -> bool:
    return way.get("estimate") is not None


def _whole(value: float | None) -> str:
    return "–" if value is None else number(round(value))


def _intervals(estimate: Estimate, ways: list[dict[str, Any]]) -> Chart:
    seen = table_of(estimate).observed
    mark = (float(seen), _("seen: %(number)s") % {"number": number(seen)})
    return Chart(
        name="ways",
        title=_("How many people there may be, by each way of estimating"),
        sentence=said(estimate.result["verdict"]),
        drawing=Dots(tuple(_dot(way) for way in ways), _("people, seen and unseen"), mark),
        columns=(
            Column(_("Way")),
            Column(_("Total"), numeric=True),
            Column(_("80% interval"), numeric=True),
            Column(_("95% interval"), numeric=True),
        ),
        rows=tuple(_row(way) for way in ways),
        note=_("Circle: middle. Thick: 80% interval. Thin: 95% interval."),
    )


def _dot(way: dict[str, Any]) -> Dot:
    label = said(way["method"])
    if not _has_number(way):
        return Dot(label, None, _("no number"))
    low, high = way["interval_95"]
    near, far = way["interval_80"]
    middle = way["estimate"]
    inner = (near, far) if near is not None and far is not None else None
    return Dot(label, middle, _whole(middle), low or middle, high or middle, inner)


def _row(way: dict[str, Any]) -> tuple[str, ...]:
    if not _has_number(way):
        return said(way["method"]), _("no number"), "–", "–"
    intervals = [
        f"{_whole(low)} – {_whole(high)}" for low, high in (way["interval_80"], way["interval_95"])
    ]
    return said(way["method"]), _whole(way["estimate"]), *intervals


def _overlap(table: Histories) -> Chart:
    rows = table.rows()
    lists = tuple(f"{name} ({number(table.on_list(at))})" for at, name in enumerate(table.lists))
    sentence = ngettext(
        "Of %(seen)s people, %(several)s is on more than one list.",
        "Of %(seen)s people, %(several)s are on more than one list.",
        table.on_several,
    ) % {"seen": number(table.observed), "several": number(table.on_several)}
    return Chart(
        name="overlap",
        title=_("Who is on which lists"),
        sentence=sentence,
        drawing=Overlap(
            lists,
            tuple(
                Combination(tuple(bool(one) for one in marks), count, number(count))
                for marks, count in rows
            ),
        ),
        columns=(*(Column(name) for name in table.lists), Column(_("People"), numeric=True)),
        rows=tuple(
            (*(_("yes") if one else "–" for one in marks), number(count)) for marks, count in rows
        ),
    )
