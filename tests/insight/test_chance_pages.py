# SPDX-License-Identifier: EUPL-1.2
"""Signal or noise, the map and blind spots: exact for the team, protected for everybody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import translation

from meerinbeeld.insight.queries import chance as queries
from meerinbeeld.insight.rules.numbers import (
    Exact,
    NotThroughTheGateError,
    Protected,
    let_out,
)
from meerinbeeld.insight.views import chance as views
from meerinbeeld.insight.views import chance_charts as charts
from meerinbeeld.journal.models import Entry
from tests.insight.conftest import NOW, Year
from tests.people import Village, client_for

TIME, MAP, BLIND = "/cijfers/toeval/", "/cijfers/kaart/", "/cijfers/blinde-vlekken/"
OUTSIDE = ("leo", "vera", "rosa", "chris", "pim", "sam", "paula")
TOWNS = [queries.Town("GM0193", "Zwolle", 129_791), queries.Town("GM0150", "Deventer", 101_294)]


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def text_of(year: Year, name: str, path: str, **query: str) -> str:
    return client_for(year.village.people[name]).get(path, query).content.decode()


# --- Who sees what -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [TIME, MAP])
def test_the_owner_sees_the_own_work_exactly_and_leaves_a_trace(path: str, year: Year) -> None:
    text = text_of(year, "anna", path, jaar="2025")
    assert "Ons eigen werk" in text
    what = {TIME: "chance", MAP: "map"}[path]
    assert Entry.objects.filter(thing="insight.figures", reason_code=what).count() == 1


def test_a_colleague_of_another_municipality_sees_their_own(year: Year) -> None:
    text = text_of(year, "bilal", MAP, jaar="2025")
    assert ">26<" in text and ">41<" not in text


@pytest.mark.parametrize("path", [TIME, MAP, BLIND])
@pytest.mark.parametrize("name", OUTSIDE)
def test_everybody_else_sees_what_the_gate_let_out_and_leaves_no_trace(
    name: str, path: str, year: Year
) -> None:
    page = client_for(year.village.people[name]).get(path, {"blik": "eigen"})
    assert page.status_code == 200
    assert "Beschermd" in page.content.decode()
    assert not Entry.objects.filter(thing="insight.figures").exists()


@pytest.mark.parametrize("path", [TIME, MAP, BLIND])
@pytest.mark.parametrize("name", ["tess", "adam"])
def test_an_outsider_sees_nothing(name: str, path: str, year: Year) -> None:
    assert client_for(year.village.people[name]).get(path).status_code == 403


def test_an_exact_number_never_comes_on_a_page_of_the_region(
    year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a query to forget the gate, the page would break rather than show it."""
    monkeypatch.setattr(queries, "region_places", lambda *_args: {"GM0193": Exact(3)})
    for path in (MAP, BLIND):
        with pytest.raises(NotThroughTheGateError):
            client_for(year.village.people["rosa"]).get(path)


def test_quarters_that_were_let_out_are_protected_numbers(year: Year) -> None:
    found = queries.quarters(year.village.actor("rosa"), "signals")
    assert [one.name for one in found] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert all(isinstance(one.number, Protected) for one in found)


# --- The own work month by month -----------------------------------------------------------------


def test_it_begins_with_what_the_role_works_on_and_says_so(busy: Village) -> None:
    form = client_for(busy.people["carla"]).get("/cijfers/toeval/").context["form"]
    assert form["bron"].value() == "cases"
    form = client_for(busy.people["anna"]).get("/cijfers/toeval/").context["form"]
    assert form["bron"].value() == "signals"


def test_months_reconcile_with_a_recount(busy: Village) -> None:
    found = {one.name: one.number.value for one in queries.months(busy.actor("anna"), "signals")}
    assert (found["02-2025"], found["05-2025"], found["03-2026"]) == (24, 10, 7)
    assert found["04-2025"] == 0
    assert sum(found.values()) == 48  # type: ignore[arg-type]
    assert list(found)[0] == "02-2025"
    assert list(found)[-1] == "10-2026"  # the running month has not ended


def test_a_month_that_stands_out_is_named(busy: Village) -> None:
    text = client_for(busy.people["anna"]).get(TIME).content.decode()
    assert "valt op" in text
    assert "binnen wat toeval geeft" in text


# --- Charts --------------------------------------------------------------------------------------


def counted(*numbers: int | None) -> list[queries.Counted]:
    first = queries.timezone.localdate()
    return [
        queries.Counted(f"{at:02d}-2026", first, Exact(number)) for at, number in enumerate(numbers)
    ]


def test_with_too_few_moments_there_is_no_chart() -> None:
    assert charts.in_time(counted(1, 2, 3), "signals", True) is None


def test_a_steady_row_is_called_chance() -> None:
    with translation.override("en"):
        chart = charts.in_time(counted(*[8, 7, 9] * 4), "signals", True)
    assert chart
    assert chart.sentence == "Every number is within what chance gives."
    assert {row[-1] for row in chart.rows} == {"within what chance gives"}


def test_a_hidden_moment_stays_hidden_and_is_no_nought() -> None:
    with translation.override("en"):
        chart = charts.in_time(counted(*[8, 7, 9] * 4, None), "signals", False)
    assert chart
    assert chart.rows[-1][1] == "hidden"
    assert chart.sentence == "Every number is within what chance gives."


def test_places_are_compared_by_inhabitants() -> None:
    with translation.override("en"):
        same = charts.between_places({"GM0193": Exact(26), "GM0150": Exact(20)}, TOWNS, "signals")
        other = charts.between_places({"GM0193": Exact(2), "GM0150": Exact(60)}, TOWNS, "signals")
    assert same and other
    assert same.sentence == "No municipality differs more from the others than chance gives."
    assert "Zwolle" in other.sentence and "Deventer" in other.sentence


def test_a_map_says_where_most_and_where_nothing_was_seen() -> None:
    with translation.override("en"):
        chart = charts.on_map({"GM0193": Exact(31), "GM0150": Exact(0)}, TOWNS, "signals")
    assert chart
    assert chart.sentence == "Most in Zwolle: 31. Nothing was seen in Deventer."


def test_a_region_without_outlines_has_no_map() -> None:
    elsewhere = [queries.Town("GM0363", "Amsterdam", 900_000)]
    assert charts.on_map({"GM0363": Exact(5)}, elsewhere, "signals") is None


# --- Where little is seen ------------------------------------------------------------------------


def test_blind_spots_name_their_series_and_accuse_nobody(year: Year) -> None:
    text = text_of(year, "leo", BLIND)
    assert "Nationaal Rapporteur" in text
    assert "CoMensha" in text
    assert "geen oordeel" in text or "Nergens is minder gezien" in text
    assert "slecht" not in text.replace("slechter doet", "")


@pytest.mark.parametrize("path", [TIME, MAP, BLIND, "/cijfers/overzicht/"])
def test_a_small_number_is_said_to_be_hidden_and_stands_nowhere(path: str, year: Year) -> None:
    text = text_of(year, "vera", path, jaar="2025", periode="2025")
    cells = re.findall(
        r'data-label="(?:Hoeveel|Gezien)"[^>]*><div class="mib-cell">(.*?)</div>', text
    )
    assert not {"1", "2", "3", "4"} & set(cells)
    assert "verborgen" in text


def test_what_is_expected_stands_beside_what_was_seen(village: Village) -> None:
    numbers = {"GM0193": let_out(41), "GM0150": let_out(26)}
    side = views._by_inhabitants(numbers, queries.towns())
    assert side
    told = {name: one for _state, name, one in side.rows}
    assert told["Zwolle"].seen.most == 41
    assert told["Zwolle"].expected == pytest.approx(67 * 129_791 / 231_085)


@pytest.mark.parametrize(("path", "chart"), [(TIME, "chance"), (MAP, "map")])
def test_a_chart_can_be_taken_along_and_that_is_journaled(
    path: str, chart: str, year: Year
) -> None:
    client = client_for(year.village.people["anna"])
    answer = client.get(path, {"chart": chart, "as": "csv", "jaar": "2025"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert Entry.objects.filter(thing="insight.figures", verb="export").count() == 1


def test_an_old_bookmark_with_what_is_not_there_still_works(year: Year) -> None:
    for query in ({"jaar": "1999"}, {"bron": "nothing"}, {"jaar": "x"}):
        assert client_for(year.village.people["anna"]).get(MAP, query).status_code == 200
