# SPDX-License-Identifier: EUPL-1.2
"""The inbox as a table: coded facts in reach, journaled, after confirming who one is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Signal
from meerinbeeld.ui.sheets import as_xlsx
from tests import people
from tests.people import Village
from tests.signals.making import SECRET_PLATE, SECRET_STORY, make_signal

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(village: Village) -> Signal:
    make_signal(village.organisations["gemeente-deventer"], "S-2026-2001")
    return make_signal(village.organisations["gemeente-zwolle"], "S-2026-1001")


def test_it_holds_coded_facts_in_reach_and_each_is_journaled(
    signal: Signal, client_for: Callable[[str], Client]
) -> None:
    answer = client_for("anna").get(reverse("work_export", args=["csv"]))
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["S-2026-1001"]
    assert SECRET_STORY not in text and SECRET_PLATE not in text
    assert Entry.objects.filter(verb="export", dossier=signal.dossier).count() == 1
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_same_in_a_spreadsheet(signal: Signal, client_for: Callable[[str], Client]) -> None:
    answer = client_for("anna").get(reverse("work_export", args=["xlsx"]) + "?wat=late")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None and sheet.max_row == 1


def test_who_one_is_has_to_be_confirmed_first(village: Village, signal: Signal) -> None:
    client = Client()
    client.force_login(village.people["anna"])
    people.confirm(client, village.people["anna"], ago=3600)
    assert client.get(reverse("work_export", args=["csv"])).status_code == 302
    assert not Entry.objects.filter(verb="export").exists()


def test_other_roles_save_nothing(signal: Signal, client_for: Callable[[str], Client]) -> None:
    for name in ("tess", "paula", "adam", "leo"):
        assert client_for(name).get(reverse("work_export", args=["csv"])).status_code == 403
    assert client_for("anna").get(reverse("work_export", args=["exe"])).status_code == 404


def test_a_formula_is_text_in_a_spreadsheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([["=1+1"]])))
    cell = book.active["A1"]  # type: ignore[index]
    assert cell.data_type == "s" and cell.value == "=1+1"
