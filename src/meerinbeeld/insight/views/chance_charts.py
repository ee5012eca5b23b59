# SPDX-License-Identifier: EUPL-1.2
"""Numbers set against chance, as charts with their sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meerinbeeld.insight.queries.chance import Counted, Town
from meerinbeeld.insight.rules import chance
from meerinbeeld.insight.rules.chance import Judged, Spot
from meerinbeeld.insight.rules.numbers import Number
from meerinbeeld.insight.views.sentences import plain, rate
from meerinbeeld.parties import boundaries
from meerinbeeld.ui.charts import Area, Areas, Chart, Control, FunnelPlot, Limit, Moment, Place
from meerinbeeld.ui.parts import Column

PER = 100_000


# --- In time -------------------------------------------------------------------------------------


def in_time(counted: Sequence[Counted], unit: str, months: bool) -> Chart | None:
    """A control chart; None when there are too few moments to know what is usual."""
    known = [one for one in counted if one.number.value is not None]
    judged = chance.judged([one.number.value or 0 for one in known])
    if not judged:
        return None
    by_name = dict(zip((one.name for one in known), judged, strict=True))
    per = _("%(unit)s per month") if months else _("%(unit)s per quarter")
    return Chart(
        name="chance",
        title=_("Signal or noise?"),
        sentence=_in_time_sentence(known, judged, months),
        drawing=Control(
            tuple(_moment(one, by_name.get(one.name)) for one in counted), per % {"unit": unit}
        ),
        columns=(
            Column(_("Month") if months else _("Quarter")),
            Column(_("How many"), numeric=True),
            Column(_("Usual"), numeric=True),
            Column(_("Chance gives"), numeric=True),
            Column(_("What that says")),
        ),
        rows=tuple(_time_row(one, by_name.get(one.name)) for one in counted),
        note=_(
            "By chance alone one of 370 falls outside the limits. Each moment is set against all "
            "the others."
        ),
    )


def _moment(one: Counted, judged: Judged | None) -> Moment:
    if judged is None:
        return Moment(one.name, None, 0)
    limits = judged.limits
    return Moment(
        one.name, one.number.value, judged.usual, limits.lower, limits.upper,
        judged.stands_out,
    )  # fmt: skip


def _time_row(one: Counted, judged: Judged | None) -> tuple[str, ...]:
    if judged is None:
        return one.name, plain(one.number), "", "", ""
    limits = judged.limits
    gives = _("%(low)d to %(high)d") % {"low": limits.lower or 0, "high": limits.upper}
    return one.name, plain(one.number), rate(judged.usual), gives, verdict(judged)


def verdict(judged: Judged) -> str:
    if judged.is_high:
        return _("more than chance gives")
    if judged.is_low:
        return _("less than chance gives")
    if judged.in_run:
        return _("part of a lasting change")
    return _("within what chance gives")


def _in_time_sentence(known: Sequence[Counted], judged: Sequence[Judged], months: bool) -> str:
    out = [(one, found) for one, found in zip(known, judged, strict=True) if found.stands_out]
    if not out:
        said = _("Every number is within what chance gives.")
    else:
        one, found = out[-1]
        more = _(
            "%(when)s stands out: %(count)d, where %(usual)s is usual. Look what happened then."
        )
        said = more % {
            "when": _moment_said(one, months), "count": found.count, "usual": rate(found.usual),
        }  # fmt: skip
        if len(out) > 1:
            said += " " + ngettext(
                "One earlier moment stands out as well.",
                "%(count)d earlier moments stand out as well.",
                len(out) - 1,
            ) % {"count": len(out) - 1}
    if any(found.in_run for found in judged):
        said += " " + _(
            "There is a lasting change: nine or more in a row on one side of the middle."
        )
    return said  # fmt: skip


def _moment_said(one: Counted, months: bool) -> str:
    if not months:
        return one.name
    said: str = date_format(one.first, "F Y")
    return said[:1].upper() + said[1:]


# --- Between places ------------------------------------------------------------------------------


def between_places(numbers: Mapping[str, Number], towns: Sequence[Town], unit: str) -> Chart | None:
    """A funnel plot per inhabitants; None when no municipality has a number that is shown."""
    shown = {t.code: n.value for t in towns if (n := numbers.get(t.code)) and n.value is not None}
    sizes = {town.code: town.population for town in towns if town.code in shown}
    found = {spot.key: spot for spot in chance.spots(shown, sizes)}
    whole = sum(shown.values())
    if not whole or not any(sizes.values()):
        return None
    return Chart(
        name="places",
        title=_("More or less than elsewhere?"),
        sentence=_places_sentence(found, {town.code: town.name for town in towns}),
        drawing=FunnelPlot(
            tuple(
                Place(
                    t.name,
                    t.population,
                    found[t.code].count * PER / t.population,
                    found[t.code].stands_out,
                )
                for t in towns
                if t.code in found and t.population
            ),
            whole * PER / sum(sizes.values()),
            *_funnel(whole / sum(sizes.values()), max(sizes.values())),
            _("%(unit)s per 100,000 inhabitants") % {"unit": unit},
            _("inhabitants"),
        ),
        columns=(
            Column(_("Municipality")),
            Column(_("Seen"), numeric=True),
            Column(_("Expected"), numeric=True),
            Column(_("Per 100,000 inhabitants"), numeric=True),
            Column(_("What that says")),
        ),
        rows=tuple(_place_row(t, numbers.get(t.code), found.get(t.code)) for t in towns),
        note=_(
            "By chance 95 of 100 places fall in the shaded part, and 998 of 1,000 between the "
            "outer lines. Small municipalities vary more."
        ),
    )


def _funnel(rate_each: float, largest: int) -> tuple[tuple[Limit, ...], tuple[Limit, ...]]:
    """The inner and the outer limits, for sizes from small to beyond the largest."""
    sizes = [round(largest * 1.06 * step / 40) for step in range(2, 41)]
    return tuple(
        tuple(
            Limit(
                size,
                chance.funnel_limit(rate_each * size, rare / 2) * PER / size,
                chance.funnel_limit(rate_each * size, 1 - rare / 2) * PER / size,
            )
            for size in sizes
        )
        for rare in (chance.INNER, chance.OUTER)
    )  # type: ignore[return-value]


def _place_row(town: Town, number: Number | None, spot: Spot | None) -> tuple[str, ...]:
    if spot is None or not town.population:
        return town.name, plain(number) if number else "", "", "", ""
    said = _("within what chance gives")
    if spot.stands_out:
        more = spot.count > spot.expected
        said = _("more than chance gives") if more else _("less than chance gives")
    each = rate(spot.count * PER / town.population)
    return town.name, str(spot.count), rate(spot.expected), each, said


def _places_sentence(found: Mapping[str, Spot], names: Mapping[str, str]) -> str:
    out = [names[key] for key, spot in found.items() if spot.stands_out]
    if not out:
        return _("No municipality differs more from the others than chance gives.")
    return _(
        "More different than chance gives: %(names)s. The cause may lie in what happens, and as "
        "well in how people look."
    ) % {"names": ", ".join(out)}


# --- On the map ----------------------------------------------------------------------------------


def on_map(numbers: Mapping[str, Number], towns: Sequence[Town], unit: str) -> Chart | None:
    """The region's map; None when the outline of a municipality is not known."""
    outlines = boundaries.outlines()
    if not numbers or any(town.code not in outlines for town in towns):
        return None
    areas = tuple(_area(town, numbers.get(town.code), outlines[town.code]) for town in towns)
    return Chart(
        name="map",
        title=_("Where"),
        sentence=_map_sentence(areas),
        drawing=Areas(areas, unit),
        columns=(
            Column(_("Municipality")),
            Column(_("How many"), numeric=True),
            Column(_("per 10,000 inhabitants"), numeric=True),
        ),
        rows=tuple(
            (town.name, plain(number), _each(number, town))
            for town in towns
            if (number := numbers.get(town.code)) is not None
        ),
        note=_("Outlines: %(source)s.") % {"source": boundaries.SOURCE},
    )


def _area(town: Town, number: Number | None, rings: tuple[boundaries.Ring, ...]) -> Area:
    if number is None:
        return Area(town.name, rings, 0, "0")
    return Area(town.name, rings, number.value, plain(number))


def _each(number: Number, town: Town) -> str:
    if number.value is None or not town.population:
        return ""
    return rate(number.value * 10_000 / town.population)


def _map_sentence(areas: Sequence[Area]) -> str:
    shown = [area for area in areas if area.value]
    if not shown:
        return _("Nothing was seen anywhere, or its number is hidden.")
    most = max(shown, key=lambda area: area.value or 0)
    said = _("Most in %(name)s: %(number)s.") % {"name": most.label, "number": most.said}
    nothing = [area.label for area in areas if area.state == "nothing"]
    if nothing:
        said += " " + _("Nothing was seen in %(names)s.") % {"names": ", ".join(nothing)}
    return said
