# SPDX-License-Identifier: EUPL-1.2
"""Small counts are planted in every source; then all that an outsider can fetch is read.

Pages of figures with their sentences and the words of their charts, every table as CSV, XLSX and
ODS, charts as SVG, charts and overviews on paper as PDF, what was hidden, corrections, estimates,
and every other page of the platform without a name in its address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client
from django.urls import get_resolver, reverse

import disclosure
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import catalogue, dimension_labels
from meerinbeeld.insight.models import Release, Tally
from meerinbeeld.ui import gallery_charts
from meerinbeeld.ui.charts import files
from tests.insight import making, outside, planting
from tests.insight.conftest import NOW
from tests.insight.outside import Found
from tests.people import Village, client_for

SOURCES = {"signals", "cases", "notifications", "victims"}
YEAR = {"jaar": "2025"}
BESIDE = ("", "form", "group", "period")
SHEETS = ("csv", "xlsx", "ods")


def plant(village: Village) -> None:
    planting.routes_of_the_year(village)
    planting.help_of_the_year(village)
    planting.register_of_the_year(village)
    making.counted()
    for source in gate.sources():
        gate.let_out_year(source, planting.YEAR)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def planted(busy: Village) -> Village:
    plant(busy)
    return busy


def small_of_the_region() -> dict[str, set[int]]:
    """What is rare, in words, with how often it is there: of a whole, and beside form and group."""
    found: dict[str, set[int]] = defaultdict(set)
    for one in catalogue().indicators:
        if one.source not in SOURCES:
            continue
        labels = one.labels()
        rows = Tally.objects.filter(indicator=one.key, month__year=planting.YEAR)
        for code, number in (
            rows.filter(form="", group="").values_list("code").annotate(Sum("number"))
        ):
            if 0 < number < outside.LEAST:
                found[labels[code]].add(number)
    return dict(found)


def organisations() -> set[str]:
    """The lines of tables that are about organisations, not about people."""
    return {
        name
        for one in catalogue().of_source(gate.NETWORK)
        for name in (*one.labels().values(), "Samen")
    }


def read(client: Client) -> list[Found]:
    """Everything that somebody outside the team can fetch of the figures."""
    found = [*_indicators(client), *_pages(client), *_sights(client)]
    return list(dict.fromkeys(found))


def _indicators(client: Client) -> Iterator[Found]:
    small = small_of_the_region()
    for one in catalogue().indicators:
        if one.source == gate.NETWORK:
            continue
        for by in BESIDE:
            query = {**YEAR, "per": by, "blik": "eigen"}
            where = f"{one.key} per {by or 'nothing'}"
            page = client.get(reverse("figure", args=[one.slug]), query).content.decode()
            yield from outside.in_tables(where, page, ())
            yield from outside.in_sentences(where, page, small)
            for kind in SHEETS:
                sheet = client.get(reverse("figure_export", args=[one.slug, kind]), query)
                if sheet.status_code == 200:
                    yield from outside.in_sheet(where, sheet.content, kind)


def _pages(client: Client) -> Iterator[Found]:
    small, free = small_of_the_region(), organisations()
    addresses = [
        "/cijfers/", *(reverse("figures_goal", args=[goal]) for goal in catalogue().goals),
        "/cijfers/verborgen/", "/cijfers/ongezien/", "/cijfers/bewaard/",
        *(reverse("attack_report", args=[one.pk]) for one in Release.objects.all()),
    ]  # fmt: skip
    for address in addresses:
        page = client.get(address, YEAR).content.decode()
        if "verborgen/" not in address and "aanval/" not in address:
            yield from outside.in_tables(address, page, free)
        yield from outside.in_sentences(address, page, small)
    for period in ("2025", "2025-Q4", "2026-Q2"):
        page = client.get("/cijfers/overzicht/", {"periode": period}).content.decode()
        yield from outside.in_sentences(f"overview {period}", page, small)
        paper = client.get("/cijfers/overzicht/", {"periode": period, "as": "pdf"})
        yield from outside.in_paper(f"overview {period}", paper.content, small)


def _sights(client: Client) -> Iterator[Found]:
    small = small_of_the_region()
    for source in gate.sources():
        for address, name in (
            ("/cijfers/toeval/", "chance"), ("/cijfers/toeval/", "places"),
            ("/cijfers/kaart/", "map"), ("/cijfers/blinde-vlekken/", ""),
        ):  # fmt: skip
            query = {**YEAR, "bron": source, "blik": "eigen"}
            where = f"{address} {source}"
            page = client.get(address, query).content.decode()
            yield from outside.in_sentences(where, page, small)
            for kind in (*SHEETS, "svg", "pdf") if name else ():
                asked = client.get(address, {**query, "chart": name, "as": kind})
                if "attachment" not in asked.headers.get("Content-Disposition", ""):
                    continue  # there is no such chart of this source
                if kind == "pdf":
                    yield from outside.in_paper(where, asked.content, small)
                elif kind != "svg":
                    yield from outside.in_sheet(where, asked.content, kind)
                else:
                    text = asked.content.decode()
                    yield from outside.in_sentences(where, text, small)
                    yield from outside.on_map(where, text) if name == "map" else ()


def test_nothing_small_can_be_read_outside_the_team(planted: Village) -> None:
    assert set(Release.objects.values_list("source", flat=True)) == SOURCES
    assert len(small_of_the_region()) > 12
    assert read(client_for(planted.people["rosa"])) == []


def test_the_reading_finds_what_a_broken_gate_lets_out(
    busy: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same walk, with a gate that hides ones only: it finds twos to fours, in every form."""
    monkeypatch.setattr(gate, "rules", lambda: disclosure.Rules(threshold=2, width=1))
    monkeypatch.setattr(gate, "attacked", lambda _files: {"holds": True})
    plant(busy)
    found = read(client_for(busy.people["rosa"]))
    assert {one.kind for one in found} >= {"table", "csv", "xlsx", "ods"}
    for source in SOURCES:
        assert any(one.where.startswith(source) for one in found), source


def test_a_number_in_a_sentence_or_in_a_chart_would_be_found() -> None:
    small = {"Zwolle": {3}}
    page = "<p>Meest: Zwolle, 3 (10%).</p><svg><title>Zwolle: 3</title><text>4</text></svg>"
    found = outside.in_sentences("x", page, small)
    assert {one.kind for one in found} == {"sentence", "chart"}
    assert outside.on_map("x", page) == [Found("map", "x", "4")]
    fine = "<p>Meest: Zwolle, 30 (3%).</p><svg><text>Zwolle 1,3</text></svg>"
    assert outside.in_sentences("x", fine, small) == []


def test_a_small_number_on_paper_would_be_found() -> None:
    drawn = next(chart for chart in gallery_charts.charts() if chart.name == "bars")
    rows = (("Zwolle", "3"), ("Deventer", "31"))
    chart = replace(drawn, rows=rows, title="Waar", sentence="De meeste in Zwolle: 3.")
    found = outside.in_paper("x", files.as_pdf(chart), {"Zwolle": {3}})
    assert {"Zwolle | 3", "De meeste in Zwolle: 3."} <= {one.said for one in found}
    fine = replace(chart, rows=rows[1:], sentence="De meeste in Deventer: 31.")
    assert not list(outside.in_paper("x", files.as_pdf(fine), {"Zwolle": {3}, "Deventer": {3}}))


@pytest.mark.parametrize("name", ["leo", "vera", "rosa", "paula"])
def test_no_other_page_outside_the_team_tells_what_is_rare(name: str, planted: Village) -> None:
    """Every page without a name in its address: the directory, settings, the register, letters."""
    client, small = client_for(planted.people[name]), small_of_the_region()
    read_pages = 0
    for address in _plain_addresses():
        page = client.get(address)
        if page.status_code == 200 and "html" in page.headers["Content-Type"]:
            read_pages += 1
            text = page.content.decode()
            assert outside.in_sentences(address, text, small) == [], address
            lines = outside.in_tables(address, text, organisations())
            assert [one for one in lines if any(word in one.said for word in small)] == [], address
    assert read_pages > 10


def _plain_addresses() -> Iterator[str]:
    for name, _forms in get_resolver().reverse_dict.lists():
        if isinstance(name, str) and any(not form[0][0][1] for form in _forms):
            yield reverse(name)


def test_every_dimension_that_is_set_side_by_side_was_read() -> None:
    told = {by for one in catalogue().indicators if one.outside for by in one.by}
    assert told - {"municipality"} <= set(BESIDE)
    assert dimension_labels("form") and dimension_labels("group")
