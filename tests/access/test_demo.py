# SPDX-License-Identifier: EUPL-1.2
"""Looking around with one click: only as somebody made up, only in demo mode."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from meerinbeeld.access.models import Person
from meerinbeeld.journal.models import Entry
from tests.people import Village

pytestmark = pytest.mark.urls("tests.access.demo_urls")


@pytest.fixture(autouse=True)
def _demonstration() -> Iterator[None]:
    with override_settings(
        MIB_DEMO=True, MIB_ORIGIN="http://127.0.0.1:8000", MIB_SECOND_FACTOR_REQUIRED=True
    ):
        yield


@pytest.fixture
def adam(village: Village) -> Person:
    """The administrator of the village, as one of the demo's people."""
    Person.objects.filter(email="adam@example.org").update(email="adam@demo.example")
    return Person.objects.get(email="adam@demo.example")


def click(client: Client, person: Person) -> Any:
    return client.post(reverse("demo_sign_in"), {"person": str(person.id)})


def test_there_is_a_card_for_the_made_up_people_only(village: Village, adam: Person) -> None:
    page = Client().get(reverse("demo_sign_in"))
    assert [card["membership"].person for card in page.context["cards"]] == [adam]


def test_one_click_opens_the_work_without_a_second_step(adam: Person) -> None:
    client = Client()
    assert click(client, adam)["Location"] == reverse("after_login")
    assert client.get(reverse("people")).status_code == 200
    assert client.get(reverse("person_add")).status_code == 200
    assert Entry.objects.get(verb="sign_in").reason_code == "demo"


def test_nobody_else_can_be_clicked(village: Village) -> None:
    client = Client()
    assert click(client, village.people["anna"]).status_code == 404
    assert client.get(reverse("directory")).status_code == 302


@pytest.mark.parametrize("person", ["", "x", "00000000-0000-0000-0000-000000000001"])
def test_a_made_up_id_opens_nothing(village: Village, person: str) -> None:
    assert Client().post(reverse("demo_sign_in"), {"person": person}).status_code == 404


@override_settings(MIB_DEMO=False)
def test_the_page_says_nothing_when_the_demonstration_is_off(adam: Person) -> None:
    assert Client().get(reverse("demo_sign_in")).status_code == 404
    assert click(Client(), adam).status_code == 404


@override_settings(MIB_ORIGIN="https://meerinbeeld.example")
def test_nor_at_an_address_that_others_reach(adam: Person) -> None:
    assert click(Client(), adam).status_code == 404


def test_the_session_ends_when_the_demonstration_does(adam: Person) -> None:
    client = Client()
    click(client, adam)
    with override_settings(MIB_DEMO=False):
        assert client.get(reverse("people")).status_code == 302
