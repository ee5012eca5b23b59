# SPDX-License-Identifier: EUPL-1.2
"""Searching finds what is in reach by its mark, and leaks nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from meerinbeeld.journal.models import Entry
from meerinbeeld.signals.models import Signal
from meerinbeeld.signals.queries.search import kinds_of
from tests.people import Village
from tests.signals.making import SECRET_PLATE, SECRET_STORY, make_signal
from tests.signals.office.desk import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def signal(village: Village) -> Signal:
    return make_signal(village.organisations["gemeente-zwolle"], "S-2026-0412")


def found(client: Client, typed: str) -> str:
    return words(client.post(reverse("search"), {"wanted": typed}))


@pytest.mark.parametrize(
    "typed",
    ["S-2026-0412", "s 2026 412", "2026-412", "S-2026-04", "2026", "zwolle", "zz999q", "ZZ-999-Q"],
)
def test_a_signal_is_found_by(
    typed: str, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    assert signal.reference in found(client_for("anna"), typed)


@pytest.mark.parametrize("typed", ["opgehaald", "Zeldzaamverhaal", "S-2026-9", "Deventer", "2019"])
def test_the_text_of_a_report_is_not_searched(
    typed: str, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    assert signal.reference not in found(client_for("anna"), typed)


@pytest.mark.parametrize("name", ["bilal", "carla", "chris", "pim", "sam"])
@pytest.mark.parametrize("typed", [SECRET_PLATE, "S-2026-0412", "Zwolle"])
def test_nobody_finds_or_counts_what_is_not_theirs(
    name: str, typed: str, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    client = client_for(name)
    empty = found(client, "XX-000-X")
    shown = found(client, typed)
    assert signal.reference not in shown.replace(typed, "")
    assert "Niets gevonden" in shown or "Nothing found" in shown
    assert len(shown) == len(empty) or typed in shown


@pytest.mark.parametrize("name", ["tess", "paula", "adam", "leo", "vera", "rosa"])
def test_other_roles_cannot_search(name: str, client_for: Callable[[str], Client]) -> None:
    client = client_for(name)
    assert client.get(reverse("search")).status_code == 403
    assert client.post(reverse("search"), {"wanted": SECRET_PLATE}).status_code == 403


def test_that_a_detail_was_searched_is_journaled_and_not_what(
    signal: Signal, client_for: Callable[[str], Client]
) -> None:
    anna = client_for("anna")
    shown = found(anna, SECRET_PLATE)
    entry = Entry.objects.get(verb="search")
    assert entry.purpose == "reporting" and "plate" in entry.reason_code
    assert SECRET_PLATE not in str(entry.__dict__)
    # the list opens nothing
    assert SECRET_STORY not in shown
    found(anna, "S-2026-0412")
    assert Entry.objects.filter(verb="search").count() == 1


@pytest.mark.parametrize("typed", ["", " ", "x" * 100_000, "\0", "%", "_", "'; drop table", "=1+1"])
def test_odd_input_finds_nothing_and_breaks_nothing(
    typed: str, signal: Signal, client_for: Callable[[str], Client]
) -> None:
    answer = client_for("anna").post(reverse("search"), {"wanted": typed})
    assert answer.status_code in {200, 422} and signal.reference not in words(answer)


@given(st.text(max_size=80))
def test_any_text_has_known_kinds(text: str) -> None:
    known = {"email", "birth_date", "phone", "plate", "place", "name"}
    assert set(kinds_of(text)) <= known
