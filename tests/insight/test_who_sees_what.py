# SPDX-License-Identifier: EUPL-1.2
"""The team sees its own work exactly, everybody else what the gate let out."""

from __future__ import annotations

import pytest
import time_machine

from meerinbeeld.journal.models import Entry
from tests.insight.conftest import NOW, Year
from tests.people import client_for

PAGES = ("/cijfers/", "/cijfers/doel/signals/", "/cijfers/tabel/signals-reporter/")
OUTSIDE = ("leo", "vera", "rosa", "chris", "pim", "sam", "paula")


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.mark.parametrize("path", PAGES)
def test_the_owner_sees_small_numbers_of_the_own_work(path: str, year: Year) -> None:
    page = client_for(year.village.people["anna"]).get(path, {"jaar": "2025"})
    assert "41" in page.content.decode()
    assert page.status_code == 200


def test_a_colleague_of_another_municipality_sees_their_own(year: Year) -> None:
    page = client_for(year.village.people["bilal"]).get(
        "/cijfers/tabel/signals-reporter/", {"jaar": "2025"}
    )
    text = page.content.decode()
    assert "26" in text and "41" not in text


def test_reading_exact_figures_leaves_a_trace(year: Year) -> None:
    client_for(year.village.people["anna"]).get("/cijfers/tabel/signals-reporter/")
    entry = Entry.objects.filter(thing="insight.figures").get()
    assert (entry.verb, entry.purpose, entry.reason_code) == (
        "open", "monitoring", "signals_reporter",
    )  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("view", ["", "eigen", "regio"])
def test_outside_the_team_only_protected_figures_are_seen(name: str, view: str, year: Year) -> None:
    client = client_for(year.village.people[name])
    page = client.get("/cijfers/tabel/signals-reporter/", {"blik": view, "jaar": "2025"})
    assert page.status_code == 200
    assert "verborgen" in page.content.decode()
    assert not Entry.objects.filter(thing="insight.figures").exists()


@pytest.mark.parametrize("name", ["tess", "adam"])
@pytest.mark.parametrize("path", PAGES)
def test_an_outsider_sees_no_figures_at_all(name: str, path: str, year: Year) -> None:
    assert client_for(year.village.people[name]).get(path).status_code == 403


def test_an_export_is_journaled_and_its_attack_report_can_be_found(year: Year) -> None:
    client = client_for(year.village.people["vera"])
    sheet = client.get("/cijfers/tabel/signals-reporter/csv/", {"jaar": "2025"})
    assert "verborgen" in sheet.content.decode("utf-8-sig")
    assert Entry.objects.filter(thing="insight.release", verb="export").count() == 1
    page = client.get("/cijfers/verborgen/").content.decode()
    assert f"/cijfers/aanval/{year.release.id}/" in page
    assert client.get(f"/cijfers/aanval/{year.release.id}/").status_code == 200
