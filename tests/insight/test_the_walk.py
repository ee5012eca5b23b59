# SPDX-License-Identifier: EUPL-1.2
"""A walk over every address outside the case team: each number came through the gate.

Small counts stand in the database of this walk. Every page and every sheet that anybody outside the
team can reach is asked for, in every view and by every comparison; no number from one to four
stands in any of their cells, and what all tables of the walk show together gives none away.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import URLPattern, reverse

from disclosure import attack, from_rows
from disclosure.published import read
from meerinbeeld.insight import gate
from meerinbeeld.insight.catalogue import catalogue
from meerinbeeld.insight.models import Release
from meerinbeeld.insight.rules import numbers
from meerinbeeld.insight.urls import urlpatterns
from tests.insight.conftest import NOW, Year
from tests.people import client_for

OUTSIDE = ("leo", "vera", "rosa", "chris", "pim", "sam", "paula")
QUERIES = (
    {}, {"blik": "regio"}, {"blik": "eigen"}, {"jaar": "2026"}, {"jaar": "2025", "kwartaal": "2"},
    {"gemeente": "GM0150"}, {"vorm": "labour_exploitation"}, {"groep": "minor"},
    {"per": "period"}, {"per": "form"}, {"per": "group"}, {"per": "municipality"},
    {"blik": "eigen", "per": "municipality", "vorm": "forced_begging", "jaar": "2025"},
)  # fmt: skip
#: A cell of a table of figures, and what is said in it.
FIGURE = re.compile(
    r'data-label="(?:Aantal|Hoeveel|Gezien)"[^>]*><div class="mib-cell">(.*?)</div>', re.DOTALL
)
#: Counts of these are about organisations.
NOT_PEOPLE = {one.slug for one in catalogue().indicators if one.source == gate.NETWORK}


def addresses(release: Release) -> Iterator[str]:
    """Every address of the figures, with everything that can be named in it."""
    named: dict[str, list[Any]] = {
        "goal": list(catalogue().goals),
        "indicator": [one.slug for one in catalogue().indicators if one.slug not in NOT_PEOPLE],
        "kind": ["csv", "xlsx"],
        "release": [release.id],
    }
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern) and pattern.name
        wanted = list(pattern.pattern.converters)
        for values in _every([named[name] for name in wanted if name in named]):
            if len(values) == len(wanted):
                yield reverse(pattern.name, kwargs=dict(zip(wanted, values, strict=True)))


def _every(lists: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    if not lists:
        yield ()
        return
    for value in lists[0]:
        for rest in _every(lists[1:]):
            yield (value, *rest)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def said_numbers(text: str) -> list[int]:
    return [int(said) for said in FIGURE.findall(text) if said.strip().isdigit()]


def test_no_cell_of_one_to_four_is_shown_anywhere_outside_the_team(year: Year) -> None:
    client = client_for(year.village.people["vera"])
    walked = cells = 0
    for address in addresses(year.release):
        for query in QUERIES:
            page = client.get(address, query)
            walked += 1
            closed = {403} if address.startswith("/beheer/") else set()
            assert page.status_code in {200, 404} | closed, address
            if page.status_code == 200 and "csv" not in address and "xlsx" not in address:
                shown = [n for n in said_numbers(page.content.decode()) if 0 < n < 5]
                allowed = "/cijfers/doel/cooperation/" in address or address == "/cijfers/"
                assert allowed or not shown, f"{address} {query} shows {shown}"
                cells += len(FIGURE.findall(page.content.decode()))
    assert walked > 200 and cells > 100


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_page_outside_the_team_is_made_of_numbers_of_the_gate_alone(
    name: str, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an exact number would be made, the walk stops."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("an exact number was made outside the team")

    monkeypatch.setattr("meerinbeeld.insight.queries.own.Exact", refuse)
    client = client_for(year.village.people[name])
    for address in ("/cijfers/", "/cijfers/doel/signals/", "/cijfers/tabel/signals-form/"):
        for query in QUERIES:
            assert client.get(address, query).status_code == 200


def test_all_sheets_of_the_walk_together_give_nothing_away(year: Year) -> None:
    """What somebody gathers who takes every sheet along, set up as tables and attacked."""
    client = client_for(year.village.people["rosa"])
    files, hidden = [], 0
    for one in catalogue().of_source("signals"):
        sheet = client.get(reverse("figure_export", args=[one.slug, "csv"]), {"jaar": "2025"})
        if sheet.status_code != 200:
            continue
        found = _cells(sheet.content.decode("utf-8-sig"))
        hidden += sum(number is None for number in found.values())
        files.append(read(_as_published(one.key, found), f"{one.key}.csv", count="count"))
    assert len(files) > 8 and hidden > 3
    report = attack(files, width=5)
    assert (report.exact, report.narrow) == (0, 0)


def _cells(text: str) -> dict[str, int | None]:
    """The numbers of a sheet: code by code, and the whole."""
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))[1:]
    cells: dict[str, int | None] = {}
    for row in rows:
        if not row or not row[0]:
            break
        cells["*" if row[0] == "Samen" else row[0]] = int(row[1]) if row[1].isdigit() else None
    return cells


def _as_published(key: str, cells: dict[str, int | None]) -> bytes:
    """Everything hidden as if it were small: the strictest reading."""
    lines = [f"{key},count,status"]
    for code, number in cells.items():
        told = f"{code},{number},safe" if number is not None else f"{code},,primary"
        lines.append(told.replace(", ", " "))
    return ("\n".join(lines) + "\n").encode()


def test_the_walk_would_find_a_leak(year: Year) -> None:
    """The same attack on the same tables without the gate finds the small numbers."""
    bare = from_rows(["form", "count"], [["a", 3], ["b", 20]])
    assert bare.total == 23
    text = "form,count,status\n*,23,safe\na,,primary\nb,20,safe\n"
    assert attack([read(text.encode(), "form.csv", count="count")], width=5).exact == 1
    assert said_numbers('<td data-label="Aantal"><div class="mib-cell">3</div>') == [3]


def test_a_grid_with_an_exact_number_is_refused_outside(year: Year) -> None:
    from meerinbeeld.insight.rules.grids import grid, outside

    leaking = grid({"a": "A"}, {}, lambda _code, _column: numbers.Exact(3), "Together")
    with pytest.raises(numbers.NotThroughTheGateError):
        outside(leaking)
