# SPDX-License-Identifier: EUPL-1.2
"""The list of notifications: who sees which, what the filters leave, what is taken along."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.models import Notification
from meerinbeeld.registry.queries import listing
from meerinbeeld.registry.queries.listing import Wanted
from tests.people import Village
from tests.registry.making import DUTY, NO_GROUND, SECRET_NAME, WHOLE, notify

TODAY = datetime.date(2026, 11, 29)


def shown(village: Village, by: str = "carla", **wanted: Any) -> list[str]:
    found = listing.listing(village.actor(by), Wanted(**wanted), TODAY)
    return [row.reference for row in found]


# --- Narrowing ------------------------------------------------------------------------------------


def test_the_newest_stands_first(village: Village) -> None:
    older = notify(village, notified_on=datetime.date(2026, 2, 1))
    newer = notify(village)
    assert shown(village) == [newer.reference, older.reference]


def test_each_filter_leaves_what_fits(village: Village) -> None:
    police = notify(village)
    shelter = notify(
        village, "chris", notifier="shelter", basis=NO_GROUND, details={},
        several={"forms": ["labour_exploitation"]}, notified_on=datetime.date(2025, 5, 1),
    )  # fmt: skip
    assert shown(village, year=2025) == [shelter.reference]
    assert shown(village, form="sexual_exploitation") == [police.reference]
    assert shown(village, organisation=str(shelter.organisation_id)) == [shelter.reference]
    assert shown(village, rests_on="none") == [shelter.reference]
    assert shown(village, passing="sent") == []
    assert shown(village, lacks="nationalities") == [shelter.reference]


@pytest.mark.parametrize("field", ["forms", "nationalities", "municipality", "sector", "sex"])
def test_what_is_missing_is_found_field_by_field(field: str, village: Village) -> None:
    notify(village)
    codes = {name: code for name, code in WHOLE.codes.items() if name != field}
    several = {name: code for name, code in WHOLE.several.items() if name != field}
    town = "" if field == "municipality" else WHOLE.municipality
    lacking = notify(village, codes=codes, several=several, municipality=town)
    assert shown(village, lacks=field) == shown(village, tile="missing") == [lacking.reference]
    assert listing.lacking(lacking) == [field]


def test_a_tile_shows_what_it_counts(village: Village) -> None:
    notify(village)
    notify(village, basis=NO_GROUND, details={}, notified_on=datetime.date(2024, 1, 1))
    numbers = listing.counts(village.actor("carla"), TODAY)
    assert numbers == {
        "year": 1, "missing": 0, "waits": 2, "ready": 0, "unnamed": 1, "withdrawn": 0,
    }  # fmt: skip
    assert {tile: len(shown(village, tile=tile)) for tile in numbers} == numbers


@pytest.mark.parametrize(
    "query", ["wat=onzin", "page=-1", "page=9999", "jaar=x", "wie=x", "mist=dossier"]
)
def test_an_odd_address_shows_a_list_and_no_fault(
    query: str, client_for: Any, notification: Notification
) -> None:
    assert client_for("carla").get(f"/registratie/?{query}").status_code == 200


# --- Who sees what --------------------------------------------------------------------------------


def test_an_organisation_sees_its_own_and_the_coordinator_all(
    client_for: Any, village: Village
) -> None:
    police, shelter = notify(village), notify(village, "chris", notifier="shelter")
    for name, sees in (("carla", {police, shelter}), ("pim", {police}), ("chris", {shelter})):
        words = client_for(name).get(reverse("notifications")).content.decode()
        assert {row for row in (police, shelter) if row.reference in words} == sees
    words = client_for("anna").get(reverse("notifications")).content.decode()
    assert not any(row.reference in words for row in (police, shelter))


@pytest.mark.parametrize("name", ["tess", "paula", "adam", "leo", "vera", "rosa", "sam"])
def test_other_roles_have_no_register_and_no_entry_in_the_menu(
    name: str, client_for: Any, notification: Notification
) -> None:
    client = client_for(name)
    for address in ("/registratie/", "/registratie/bewaren/csv/"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert notification.reference not in answer.content.decode()
    assert "/registratie/" not in client.get("/", follow=True).content.decode()


def test_the_list_holds_no_sealed_word(client_for: Any, notification: Notification) -> None:
    words = client_for("carla").get("/registratie/").content.decode()
    assert notification.reference in words
    assert SECRET_NAME not in words


# --- Taking it along ------------------------------------------------------------------------------


def test_the_file_follows_the_filter_and_is_journaled_for_each(
    client_for: Any, village: Village
) -> None:
    inside = notify(village)
    outside = notify(village, notified_on=datetime.date(2024, 1, 1))
    answer = client_for("carla").get("/registratie/bewaren/csv/?jaar=2026")
    text = answer.content.decode("utf-8-sig")
    assert inside.reference in text
    assert outside.reference not in text
    assert SECRET_NAME not in text
    entries = Entry.objects.filter(verb="export", thing="registry.notification")
    assert [entry.dossier for entry in entries] == [inside.dossier]


def test_the_file_of_an_organisation_holds_its_own_alone(client_for: Any, village: Village) -> None:
    notify(village, basis=DUTY)
    own = notify(village, "chris", notifier="shelter")
    text = client_for("chris").get("/registratie/bewaren/csv/").content.decode("utf-8-sig")
    assert text.count("A-20") == 1
    assert own.reference in text


def test_the_list_goes_into_an_open_spreadsheet(
    client_for: Any, notification: Notification
) -> None:
    answer = client_for("carla").get("/registratie/bewaren/ods/")
    assert answer["Content-Type"] == "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert package.namelist()[0] == "mimetype"
        assert notification.reference in package.read("content.xml").decode()


def test_another_kind_of_file_is_not_there(client_for: Any) -> None:
    assert client_for("carla").get("/registratie/bewaren/exe/").status_code == 404


# --- Cost -----------------------------------------------------------------------------------------


def test_the_list_asks_the_database_as_often_with_many(client_for: Any, village: Village) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client_for("carla").get("/registratie/")
        return len(caught)

    for _number in range(2):
        notify(village)
    few = queries()
    for _number in range(12):
        notify(village)
    assert queries() == few
