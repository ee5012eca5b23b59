# SPDX-License-Identifier: EUPL-1.2
"""Typing a notification, taking one from a case, and the page of one: what it shows and to whom."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from meerinbeeld import vault
from meerinbeeld.care.models import Case, Consent
from meerinbeeld.journal.models import Entry
from meerinbeeld.registry.actions.consent import withdraw_consent
from meerinbeeld.registry.actions.judging import judge
from meerinbeeld.registry.models import Notification, Pair
from tests.care.making import SECRET_NAME as NAME_OF_CASE
from tests.care.making import make_case
from tests.people import Village
from tests.registry.making import CONSENT, NO_GROUND, SECRET_NAME, notify

NEW = "/registratie/nieuw/"


def filled(**other: Any) -> dict[str, Any]:
    """What somebody of a shelter types."""
    return {
        "once": str(uuid.uuid4()), "notified_on": "2-3-2026", "notifier": "shelter",
        "kind": "registration", "rests_on": "consent", "consent_on": "1-3-2026",
        "forms": ["labour_exploitation"], "sector": "hospitality", "scope": "cross_border",
        "origin": "VN", "nationality": "VN", "second_nationality": "NL", "sex": "male",
        "age_band": "18_22", "municipality": "GM0193", "means": ["debt"],
        "detail_name": SECRET_NAME, "detail_birth_date": "2005", **other,
    }  # fmt: skip


def address(row: Notification, name: str = "notification") -> str:
    return reverse(name, args=[row.reference])


# --- Typing ---------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_with_the_person_sealed(client_for: Any) -> None:
    answer = client_for("chris").post(NEW, filled())
    row = Notification.objects.get()
    assert answer["Location"] == address(row)
    assert (row.source, row.rests_on, row.ground) == ("typed", "consent", "avg_6_1_a")
    assert (row.sector, row.nationalities, row.means) == ("hospitality", ["NL", "VN"], ["debt"])
    with vault.unlocked(row.dossier) as box:
        texts = {one.kind: box.text(one, "value") for one in row.details.all()}
    assert texts == {"name": SECRET_NAME, "birth_date": "2005"}


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("3-4-2005", "2005-04-03", "3-4-2005"),
        ("03/04/2005", "2005-04-03", "3-4-2005"),
        ("4-2005", "2005-04", "4-2005"),
        ("2005-04-03", "2005-04-03", "3-4-2005"),
        ("31-2-2005", "31-2-2005", "31-2-2005"),
        ("omstreeks 1990", "omstreeks 1990", "omstreeks 1990"),
    ],
)
def test_a_date_of_birth_is_kept_in_one_form_and_shown_as_people_type_it(
    typed: str, kept: str, shown: str, client_for: Any
) -> None:
    client = client_for("chris")
    client.post(NEW, filled(detail_birth_date=typed))
    row = Notification.objects.get()
    with vault.unlocked(row.dossier) as box:
        assert box.text(row.details.get(kind="birth_date"), "value") == kept
    page = client.get(address(row, "notification_details")).content.decode()
    assert f'value="{shown}"' in page


def test_the_same_form_twice_makes_one(client_for: Any) -> None:
    client, form = client_for("chris"), filled()
    assert client.post(NEW, form)["Location"] == client.post(NEW, form)["Location"]
    assert Notification.objects.count() == 1


def test_a_number_that_was_given_before_shows_what_is_there(client_for: Any) -> None:
    client = client_for("chris")
    client.post(NEW, filled(own_number="H-7"))
    answer = client.post(NEW, filled(own_number="H-7", sex="female"), follow=True)
    assert "Dit nummer gaf u al eerder" in answer.content.decode()
    assert Notification.objects.get().sex == "male"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"notified_on": "31-12-2099"}, "vandaag of eerder"),
        ({"consent_on": ""}, "op welke dag de persoon toestemming gaf"),
        ({"rests_on": "other"}, "op welke grondslag"),
        ({"rests_on": "duty"}, "niet verplicht"),
        ({"rests_on": "none"}, "alleen aantallen bewaard"),
        ({"sector": "onzin"}, "uit de lijst"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    wrong: dict[str, str], words: str, client_for: Any
) -> None:
    answer = client_for("chris").post(NEW, filled(**wrong))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert SECRET_NAME in text and 'value="debt"' in text
    assert not Notification.objects.exists()


def test_a_count_about_nobody_needs_no_name(client_for: Any) -> None:
    form = filled(rests_on="none", detail_name="", detail_birth_date="")
    client_for("chris").post(NEW, form)
    row = Notification.objects.get()
    assert (row.rests_on, row.ground, row.consent_on) == ("none", "", None)


def test_the_assistant_says_duty_to_the_police_and_asks_others_for_a_yes(client_for: Any) -> None:
    assert "De wet verplicht deze organisatie" in client_for("pim").get(NEW).content.decode()
    others = client_for("chris").get(NEW).content.decode()
    assert "De persoon zegt nee" in others
    assert "De wet verplicht deze organisatie" not in others


# --- From a case ----------------------------------------------------------------------------------


@pytest.fixture
def case(village: Village) -> Case:
    return make_case(
        village.organisations["veilig-thuis"], village.people["carla"],
        age_band="18_22", municipality_id="GM0193",
    )  # fmt: skip


def of_case(case: Case) -> str:
    return reverse("notification_of_case", args=[case.reference])


def test_the_page_of_a_case_leads_to_its_notification(client_for: Any, case: Case) -> None:
    client, page = client_for("carla"), reverse("case", args=[case.reference])
    assert of_case(case) in client.get(page).content.decode()
    client.post(of_case(case), {"once": uuid.uuid4(), "rests_on": "none", "kind": "registration"})
    text = client.get(page).content.decode()
    assert of_case(case) not in text
    assert address(Notification.objects.get()) in text


def test_it_shows_what_is_taken_over_and_journals_the_look(client_for: Any, case: Case) -> None:
    text = client_for("carla").get(of_case(case)).content.decode()
    assert NAME_OF_CASE in text and "18 tot en met 22" in text
    entry = Entry.objects.get(dossier=case.dossier, reason_code="register")
    assert (entry.verb, entry.person_id is not None) == ("open", True)


def test_a_yes_that_stands_in_the_case_is_proposed(
    client_for: Any, case: Case, village: Village
) -> None:
    Consent.objects.create(
        case=case, flow="registration", answer="given", given_by="person", how="spoken",
        language="nl", by=village.people["carla"],
    )  # fmt: skip
    client = client_for("carla")
    form = client.get(of_case(case)).context["form"]
    assert form["rests_on"].value() == "consent"
    sent = {"once": uuid.uuid4(), "rests_on": "consent", "kind": "registration"}
    client.post(of_case(case), {**sent, "consent_on": form["consent_on"].value()})
    row = Notification.objects.get()
    assert (row.source, row.rests_on) == ("case", "consent")
    assert row.details.filter(kind="name").exists()


def test_without_a_ground_no_name_goes_along(client_for: Any, case: Case) -> None:
    sent = {"once": uuid.uuid4(), "rests_on": "none", "kind": "registration"}
    client = client_for("carla")
    for _twice in range(2):
        client.post(of_case(case), sent)
    assert not Notification.objects.get().details.exists()


@pytest.mark.parametrize("name", ["anna", "chris", "pim", "paula"])
def test_nobody_else_notifies_a_case(name: str, client_for: Any, case: Case) -> None:
    sent = {"once": uuid.uuid4(), "rests_on": "none", "kind": "registration"}
    for answer in (client_for(name).get(of_case(case)), client_for(name).post(of_case(case), sent)):
        assert answer.status_code in (403, 404)
    assert not Notification.objects.exists()


# --- The page of one ------------------------------------------------------------------------------


def test_opening_leaves_a_trace_and_masks_who_it_is(
    client_for: Any, notification: Notification
) -> None:
    text = client_for("pim").get(address(notification)).content.decode()
    assert "Roemenië" in text and SECRET_NAME not in text
    entry = Entry.objects.get(dossier=notification.dossier, verb="open")
    assert (entry.purpose, entry.thing) == ("monitoring", "registry.notification")


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_detail_shows_on_demand_and_that_is_journaled(
    headers: dict[str, str], client_for: Any, notification: Notification
) -> None:
    detail = notification.details.get(kind="name")
    url = reverse("notification_reveal", args=[notification.reference, detail.id])
    text = client_for("pim").post(url, headers=headers).content.decode()
    assert SECRET_NAME in text and "2005-04-03" not in text and "3 april 2005" not in text
    entry = Entry.objects.get(verb="reveal")
    assert (entry.thing_id, entry.reason_code) == (str(detail.id), "name")


def test_a_detail_of_another_notification_is_not_shown(
    client_for: Any, notification: Notification, village: Village
) -> None:
    detail = notify(village, details={"name": "Iemand Anders"}).details.get()
    url = reverse("notification_reveal", args=[notification.reference, detail.id])
    assert client_for("pim").post(url).status_code == 404
    assert not Entry.objects.filter(verb="reveal").exists()


@pytest.mark.parametrize("name", ["anna", "bilal", "chris"])
def test_another_organisation_sees_nothing(
    name: str, client_for: Any, notification: Notification
) -> None:
    pages = ("", "_print", "_correct", "_details", "_rest", "_withdraw")
    for page in pages:
        url = address(notification, f"notification{page}")
        assert client_for(name).get(url).status_code == 404
        assert client_for(name).post(url, {}).status_code in (404, 405)
    opened = Entry.objects.filter(dossier=notification.dossier, verb="open")
    assert not opened.exclude(outcome="refused").exists()


def test_whoever_tries_the_number_of_another_organisation_is_seen_in_the_journal(
    client_for: Any, notification: Notification, village: Village
) -> None:
    anna = client_for("anna")
    assert anna.get(address(notification)).status_code == 404
    tried = Entry.objects.get(dossier=notification.dossier, outcome="refused")
    assert (tried.verb, tried.reason_code) == ("open", "not_in_reach")
    assert (tried.person_id, tried.thing_id) == (village.people["anna"].pk, str(notification.pk))
    before = Entry.objects.count()
    assert anna.get(reverse("notification", args=["A-2026-9999"])).status_code == 404
    assert Entry.objects.count() == before


def test_the_life_says_what_was_done_and_who_looked(
    client_for: Any, notification: Notification
) -> None:
    client_for("carla").get(address(notification))
    text = client_for("pim").get(address(notification)).content.decode()
    assert "Aangemeld" in text and "Veilig Thuis IJsselland" in text
    assert "Carla Bos" not in text  # whoever is of another organisation is named by it


def test_whoever_keeps_the_register_sees_the_other_notifications_of_the_victim(
    client_for: Any, notification: Notification, village: Village
) -> None:
    other = notify(village, "chris", notifier="shelter", basis=CONSENT)
    first, second = sorted((notification, other), key=lambda one: one.pk)
    pair = Pair.objects.create(first=first, second=second, probability=0.99)
    judge(village.actor("carla"), pair.id, "same", once=uuid.uuid4())
    assert other.reference in client_for("carla").get(address(notification)).content.decode()
    assert other.reference not in client_for("pim").get(address(notification)).content.decode()


def test_a_print_is_an_export_and_stays_masked(client_for: Any, notification: Notification) -> None:
    text = client_for("pim").get(address(notification, "notification_print")).content.decode()
    assert notification.reference in text and SECRET_NAME not in text
    assert Entry.objects.filter(dossier=notification.dossier, reason_code="print").exists()


def test_what_is_empty_says_why(client_for: Any, village: Village) -> None:
    unnamed = notify(village, basis=NO_GROUND, details={})
    withdrawn = notify(village, basis=CONSENT)
    withdraw_consent(village.actor("pim"), withdrawn.reference)
    client = client_for("pim")
    assert "geen grondslag voor is" in client.get(address(unnamed)).content.decode()
    assert "trok de toestemming in" in client.get(address(withdrawn)).content.decode()
