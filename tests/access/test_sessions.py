# SPDX-License-Identifier: EUPL-1.2
"""A session ends by its rules, and what was typed waits for the same person only."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meerinbeeld.access import kept, who
from meerinbeeld.access.models import Membership
from tests.people import Village, confirm
from tests.people import client_for as sign_in

ClientFor = Callable[[str], Client]
WORDS = "Zij belde gisteren en durfde niet te praten."
FORM = {"name": WORDS, "language": "nl", "mail_notices": "on", "password": "geheim-woord"}


def later(**ago: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**ago), tick=True)


def test_a_session_without_activity_ends(client_for: ClientFor) -> None:
    client = client_for("anna")
    client.get(reverse("account"))
    with later(minutes=31):
        response = client.get(reverse("account"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_session_with_activity_goes_on(client_for: ClientFor) -> None:
    client = client_for("anna")
    for minutes in (0, 20, 40, 60):
        with later(minutes=minutes):
            assert client.get(reverse("account")).status_code == 200


def test_a_session_ends_after_a_working_day_however_busy(client_for: ClientFor) -> None:
    client = client_for("anna")
    for minutes in range(0, 600, 25):
        with later(minutes=minutes):
            assert client.get(reverse("account")).status_code == 200
    with later(minutes=601):
        assert client.get(reverse("account")).status_code == 302


def test_somebody_who_may_no_longer_sign_in_is_out_at_the_next_request(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    assert client.get(reverse("account")).status_code == 200
    village.people["anna"].is_active = False
    village.people["anna"].save()
    assert client.get(reverse("account")).status_code == 302


def test_an_ended_role_reaches_nothing_at_the_next_request(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    assert client.get(reverse("directory")).status_code == 200
    Membership.objects.filter(person=village.people["anna"]).update(
        valid_from=timezone.localdate() - timedelta(days=9),
        valid_to=timezone.localdate() - timedelta(days=1),
    )
    assert client.get(reverse("directory")).status_code == 403


def test_a_role_that_begins_tomorrow_gives_nothing_today(
    client_for: ClientFor, village: Village
) -> None:
    Membership.objects.filter(person=village.people["anna"]).update(
        valid_from=timezone.localdate() + timedelta(days=1)
    )
    assert client_for("anna").get(reverse("directory")).status_code == 403


def test_an_organisation_that_stopped_gives_nothing(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    organisation = village.organisations["gemeente-zwolle"]
    organisation.is_active = False
    organisation.save()
    assert client.get(reverse("directory")).status_code == 403


def send_after_the_end(client: Client) -> None:
    client.get(reverse("account"))
    with later(minutes=31):
        response = client.post(reverse("account"), FORM)
        assert response.status_code == 302
        assert "next=" + reverse("kept").replace("/", "%2F") in response["Location"]


def back(client: Client, village: Village, name: str) -> None:
    client.force_login(village.people[name])
    confirm(client, village.people[name])


def test_what_was_typed_waits_for_the_same_person(client_for: ClientFor, village: Village) -> None:
    client = client_for("anna")
    send_after_the_end(client)
    assert village.people["anna"].name == "Anna de Wit"
    with later(minutes=32):
        back(client, village, "anna")
        page = client.get(reverse("kept"))
        assert WORDS in page.content.decode()
        assert f'action="{reverse("account")}"' in page.content.decode()


def test_sending_it_again_does_what_it_should_have_done(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    send_after_the_end(client)
    with later(minutes=32):
        back(client, village, "anna")
        waiting = client.get(reverse("kept")).context["kept"]
        response = client.post(waiting.path, dict(waiting.fields))
        assert response.status_code == 302
        assert client.get(reverse("kept")).status_code == 302
    village.people["anna"].refresh_from_db()
    assert village.people["anna"].name == WORDS


def test_another_person_in_the_same_browser_sees_nothing(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    send_after_the_end(client)
    with later(minutes=32):
        back(client, village, "bilal")
        assert client.get(reverse("kept")).status_code == 302


def test_what_waits_is_ciphertext_in_the_database_and_no_password(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    send_after_the_end(client)
    waiting = client.session["kept"]
    assert WORDS.encode() not in base64.b64decode(waiting["sealed"])
    assert all(WORDS not in str(row.get_decoded()) for row in Session.objects.all())
    with later(minutes=32):
        back(client, village, "anna")
        found = client.get(reverse("kept")).context["kept"]
    assert "password" not in dict(found.fields)


def test_without_the_cookie_of_this_browser_it_cannot_be_read(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    send_after_the_end(client)
    with later(minutes=32):
        back(client, village, "anna")
        del client.cookies[who.cookie_name()]
        assert client.get(reverse("kept")).status_code == 302


def test_it_waits_for_an_hour(client_for: ClientFor, village: Village) -> None:
    client = client_for("anna")
    send_after_the_end(client)
    with later(seconds=31 * 60 + kept.KEPT_SECONDS + 5):
        back(client, village, "anna")
        assert client.get(reverse("kept")).status_code == 302


def test_a_session_that_somebody_ended_elsewhere_loses_nothing_either(
    client_for: ClientFor, village: Village
) -> None:
    client = client_for("anna")
    client.get(reverse("account"))
    Session.objects.all().delete()
    response = client.post(reverse("account"), FORM)
    assert "kept" in client.session
    assert response.status_code == 302


def test_a_form_from_elsewhere_is_never_kept(village: Village) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(village.people["anna"])
    client.get(reverse("account"))
    Session.objects.all().delete()
    assert client.post(reverse("account"), FORM).status_code == 403
    assert "kept" not in client.session


def test_a_fragment_request_goes_to_signing_in_with_the_whole_page(client_for: ClientFor) -> None:
    client = client_for("anna")
    client.get(reverse("account"))
    with later(minutes=31):
        response = client.post(reverse("account"), FORM, headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith(reverse("account_login"))


def test_a_stranger_gets_no_window_cookie() -> None:
    client = Client()
    client.get(reverse("account_login"))
    assert who.cookie_name() not in client.cookies


@pytest.mark.django_db
def test_a_stranger_who_posts_is_sent_to_signing_in_and_nothing_is_kept() -> None:
    client = Client()
    response = client.post(reverse("account"), FORM)
    assert response.status_code == 302
    assert "kept" not in client.session


def test_signing_out_forgets_this_window(client_for: ClientFor) -> None:
    client = client_for("anna")
    client.get(reverse("account"))
    client.post(reverse("account_logout"))
    assert client.cookies[who.cookie_name()].value == ""


def test_an_act_that_touches_many_asks_again_who_you_are(village: Village) -> None:
    client = sign_in(village.people["adam"])
    confirm(client, village.people["adam"], ago=301)
    response = client.get(reverse("person_add"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": "een lang wachtwoord"})
    assert client.get(reverse("person_add")).status_code == 200


def test_a_form_that_had_to_confirm_first_waits_too(village: Village) -> None:
    client = sign_in(village.people["adam"])
    client.get(reverse("people"))
    confirm(client, village.people["adam"], ago=301)
    response = client.post(reverse("person_add"), {"name": "Nieuwe Collega"})
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert "Nieuwe Collega" in client.get(reverse("kept")).content.decode()
