# SPDX-License-Identifier: EUPL-1.2
"""While a notification is typed, who may be in the register already comes up. By hashes alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meerinbeeld import journal, vault
from meerinbeeld.access import Refused
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions import unsealing
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.correct import change_details
from meerinbeeld.registry.actions.likeness import hashes_of, look
from meerinbeeld.registry.linkage.blind import KINDS, texts_of
from meerinbeeld.registry.models import Likeness, Notification
from meerinbeeld.registry.queries.likely import Likely
from meerinbeeld.registry.rules.weighing import levels
from meerinbeeld.vault.errors import Unreadable
from tests.people import Village
from tests.registry.making import CONSENT, notify

SignIn = Callable[[str], Client]
JOY = {"first_name": "Joy", "last_name": "Osagiede", "birth_date": "1999-05-12",
       "phone": "06 12 30 45 67"}  # fmt: skip


@pytest.fixture
def joy(village: Village) -> Notification:
    """Notified by the police, among others."""
    for at, name in enumerate(("Ewa", "Ivan", "Sofia", "Omar")):
        notify(village, "carla", details={"first_name": name, "last_name": f"{name}sen",
                                          "birth_date": f"19{80 + at}-02-1{at}"})  # fmt: skip
    return notify(village, "pim", details=JOY)


def seen(village: Village, by: str = "carla", **typed: str) -> list[Likely]:
    return look(village.actor(by), typed, {"sex": "female"})


@pytest.mark.parametrize(
    "typed",
    [
        JOY,
        {"first_name": "Osagiede", "last_name": "Joy", "birth_date": "12-05-1999"},
        {"first_name": "Joy", "last_name": "Osagiedde", "birth_date": "1999"},
        {"last_name": "Osagiede", "birth_date": "05-12-1999", "first_name": "Joyce"},
        {"first_name": "J", "phone": "0031612304567"},
        {"name": "Joy Osagiede"},
    ],
    ids=["the same", "swapped names", "by ear", "day and month turned", "phone", "whole name"],
)
def test_somebody_who_was_notified_comes_up(
    village: Village, joy: Notification, typed: dict[str, str]
) -> None:
    assert [one.row.reference for one in seen(village, **typed)] == [joy.reference]


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Blessing", "last_name": "Osagiede"},
        {"first_name": "Blessing", "last_name": "Okoro", "birth_date": "1999"},
        {"first_name": "Joy", "alias": "Blessing", "birth_date": "1999"},
        {"first_name": "Grace", "alias": "Joy", "birth_date": "1999-05-12"},
    ],
    ids=["alias as the name", "alias with the year", "the same alias", "the name as an alias"],
)
def test_an_alias_finds_somebody_beside_the_name(
    village: Village, joy: Notification, typed: dict[str, str]
) -> None:
    change_details(village.actor("pim"), joy.reference, {**JOY, "alias": "Blessing"})
    (found,) = seen(village, **typed)
    assert found.row.pk == joy.pk
    assert ("given", "alias") in {(one.comparison, one.level) for one in found.told} or (
        typed["first_name"] == "Joy"
    )


@pytest.mark.parametrize(
    "typed",
    [
        {"first_name": "Joy"},
        {"birth_date": "1999"},
        {"first_name": "Quillon", "last_name": "Yttrebek", "birth_date": "1931-11-30"},
        {"first_name": "onbekend"},
        {},
    ],
)
def test_nobody_comes_up_for_somebody_new_or_too_little(
    village: Village, joy: Notification, typed: dict[str, str]
) -> None:
    assert seen(village, **typed) == []


def test_the_likeliest_stands_first_and_says_why(village: Village, joy: Notification) -> None:
    sister = notify(village, "chris", details={**JOY, "first_name": "Grace", "phone": "",
                                               "birth_date": "1999"})  # fmt: skip
    found = seen(village, **JOY)
    assert found[0].row.pk == joy.pk and found[0].probability > 0.99
    assert all(one.probability < found[0].probability for one in found if one.row.pk == sister.pk)
    assert {one.comparison for one in found[0].told} >= {"given", "family", "birth", "phone"}


# --- Who sees what --------------------------------------------------------------------------------


def test_another_organisation_is_not_told_that_somebody_is_known(
    village: Village, joy: Notification
) -> None:
    assert seen(village, "pim", **JOY) != []
    assert seen(village, "chris", **JOY) == []


@pytest.mark.parametrize("name", ["tess", "paula", "adam"])
def test_who_may_not_notify_may_not_look(village: Village, joy: Notification, name: str) -> None:
    with pytest.raises(Refused):
        seen(village, name, **JOY)


def test_looking_leaves_a_trace_and_not_for_whom(village: Village, joy: Notification) -> None:
    seen(village, **JOY)
    (searched,) = Entry.objects.filter(verb="search")
    assert searched.reason_code.split("+") == list(hashes_of(JOY))
    (came_up,) = Entry.objects.filter(verb="list", reason_code="likely")
    assert came_up.dossier == joy.dossier


def test_nothing_is_decrypted(
    village: Village, joy: Notification, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any) -> None:
        raise AssertionError("a dossier was unlocked")

    monkeypatch.setattr(vault.dossiers, "_open_boxes", refuse)
    assert len(seen(village, **JOY)) == 1


# --- What is kept ---------------------------------------------------------------------------------


def test_the_table_holds_no_word_of_a_person(joy: Notification) -> None:
    row = joy.likeness
    assert b"Joy" not in bytes(row.told) and b"Osagiede" not in bytes(row.told)
    kept = b"".join(bytes(getattr(row, kind) or b"") for kind in KINDS)
    assert len(kept) % 16 == 0 and len(kept) >= 6 * 16
    assert not any(text.encode() in kept for text in ("Joy", "joy", "osagiede", "19990512", "1999"))


def test_hashes_go_with_the_consent_they_rested_on(village: Village, joy: Notification) -> None:
    row = notify(village, "chris", basis=CONSENT, details={"first_name": "A", "last_name": "B"})
    assert Likeness.objects.filter(notification=row).exists()
    withdraw_consent(village.actor("chris"), row.reference)
    assert not Likeness.objects.filter(notification=row).exists()


def test_a_correction_makes_them_anew(village: Village, joy: Notification) -> None:
    change_details(village.actor("pim"), joy.reference, {**JOY, "last_name": "Heel Anders"})
    wanted = {"last_name": "Heel Anders", "birth_date": JOY["birth_date"]}
    assert [one.row.pk for one in seen(village, **wanted)] == [joy.pk]


def compared(village: Village, row: Notification) -> dict[str, str]:
    """What a search takes of one notification."""
    persons = unsealing.persons_of(village.actor("carla"), lambda part: None)
    at = persons.ids.index(str(row.pk))
    return {name: one.values[one.codes[at]] for name, one in persons.columns.items()}


def test_a_search_opens_one_piece_for_each_person(village: Village, joy: Notification) -> None:
    with CaptureQueriesContext(connection) as asked:
        told = compared(village, joy)
    assert told["given_name"] == "Joy" and told["birth_date"] == "1999-05-12"
    assert not [one for one in asked.captured_queries if "registry_detail" in one["sql"]]


def test_a_search_compares_what_was_corrected(village: Village, joy: Notification) -> None:
    change_details(village.actor("pim"), joy.reference, {**JOY, "last_name": "Anders", "phone": ""})
    told = compared(village, joy)
    assert told["family_name"] == "Anders" and told["phone"] == ""


def test_what_is_compared_is_sealed_to_its_place(village: Village, joy: Notification) -> None:
    other = notify(village, "pim", details={"first_name": "Ewa", "last_name": "Ewasen"})
    Likeness.objects.filter(notification=other).update(told=joy.likeness.told)
    with pytest.raises(Unreadable):
        compared(village, joy)


def test_who_told_nothing_about_a_person_is_compared_by_nothing(village: Village) -> None:
    row = notify(village, "pim", details={})
    assert not Likeness.objects.filter(notification=row).exists()
    assert not any(compared(village, row)[name] for name in ("given_name", "phone", "birth_date"))


def test_a_search_mends_what_is_missing(village: Village, joy: Notification) -> None:
    Likeness.objects.all().delete()
    doer = village.actor("carla")
    assert len(unsealing.persons_of(doer, lambda part: None)) == 5
    assert [one.row.pk for one in seen(village, **JOY)] == [joy.pk]


@pytest.mark.parametrize("gone", ["destroyed", "withdrawn"])
def test_what_goes_while_it_is_opened_is_neither_used_nor_journaled(
    village: Village, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    stays = notify(village, "chris", basis=CONSENT, details=JOY)
    goes = notify(village, "chris", basis=CONSENT, details=JOY)
    real = vault.Column.texts

    def texts(*arguments: Any) -> list[bytes]:
        opened = real(*arguments)
        if gone == "destroyed":
            vault.shred(goes.dossier)
        else:
            withdraw_consent(village.actor("chris"), goes.reference)
        return opened

    monkeypatch.setattr(vault.Column, "texts", texts)
    persons = unsealing.persons_of(village.actor("carla"), lambda part: None)
    assert str(stays.pk) in persons.ids and str(goes.pk) not in persons.ids
    opened = journal.about([goes.dossier]).filter(verb="open", reason_code="linkage")
    assert not opened.exists()
    assert journal.about([stays.dossier]).filter(verb="open", reason_code="linkage").exists()


# --- The page -------------------------------------------------------------------------------------


def typed_in(**details: str) -> dict[str, str]:
    return {f"detail_{kind}": text for kind, text in details.items()}


def test_the_part_of_the_page_tells_who_came_up(client_for: SignIn, joy: Notification) -> None:
    answer = client_for("carla").post(reverse("notification_likely"), typed_in(**JOY))
    shown = answer.content.decode()
    assert joy.reference in shown and "<html" not in shown
    assert "Osagiede" not in shown


def test_without_a_script_the_button_looks_and_keeps_what_was_typed(
    client_for: SignIn, joy: Notification
) -> None:
    before = Notification.objects.count()
    data = {**typed_in(**JOY), "look": "1", "own_number": "A-17"}
    answer = client_for("carla").post(reverse("notification_new"), data)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert joy.reference in shown and 'value="A-17"' in shown
    assert 'id="errors"' not in shown
    assert Notification.objects.count() == before


@pytest.mark.parametrize("name", ["tess", "paula"])
def test_who_may_not_notify_is_refused(client_for: SignIn, joy: Notification, name: str) -> None:
    answer = client_for(name).post(reverse("notification_likely"), typed_in(**JOY))
    assert answer.status_code == 403
    assert joy.reference not in answer.content.decode()


# --- The rules ------------------------------------------------------------------------------------

FIELDS = ("given_name", "family_name", "full_name", "birth_date", "phone", "email")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({}, optional={name: st.text(max_size=20) for name in FIELDS}))
def test_texts_are_short_known_and_never_empty(fields: dict[str, str]) -> None:
    texts = texts_of(fields)
    assert set(texts) <= set(KINDS)
    assert all(texts.values())


def test_nothing_common_stands_alone() -> None:
    assert texts_of({"given_name": "Maria"}) == {}
    assert texts_of({"family_name": "Jansen"}) == {}
    assert texts_of({"birth_date": "01-01-1990"}) == {}


def test_what_is_known_on_one_side_says_nothing() -> None:
    assert levels({"born": b"1"}, {"phone": b"2"}) == {}
    assert levels({"phone": b"1"}, {"phone": b"2"}) == {"phone": "else"}
