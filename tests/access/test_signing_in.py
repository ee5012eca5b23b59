# SPDX-License-Identifier: EUPL-1.2
"""Signing in: no sign-up, no hint who has an account, a second step for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from meerinbeeld.access import demo_mode, signin, tasks
from meerinbeeld.access.checks import (
    demo_stays_on_this_machine,
    providers_answer_for_their_own_people,
    second_factor_is_required,
)
from meerinbeeld.access.models import Person
from meerinbeeld.demo.people import DEMO_EMAIL_DOMAIN
from meerinbeeld.journal.models import Entry
from tests.people import Village
from tests.people import client_for as sign_in

PASSWORD = "een lang wachtwoord"
ClientFor = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


def log_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password})


def words_of(response: Any) -> str:
    """A page without what differs by chance: the token, and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r"[a-z]+@example\.org", "", text)


def test_somebody_signs_in_and_lands_at_their_work(village: Village) -> None:
    client = Client()
    response = log_in(client, "anna@example.org")
    assert response["Location"] == reverse("after_login")
    assert client.get(reverse("after_login")).status_code == 302


def test_the_address_may_be_typed_in_capitals(village: Village) -> None:
    assert log_in(Client(), "ANNA@Example.org").status_code == 302


def test_an_unknown_address_gets_the_very_same_page_as_a_wrong_password(village: Village) -> None:
    wrong = log_in(Client(), "anna@example.org", "niet het goede")
    unknown = log_in(Client(), "niemand@example.org", "niet het goede")
    assert wrong.status_code == unknown.status_code == 200
    assert words_of(wrong) == words_of(unknown)


def test_an_unknown_address_costs_a_hash_as_a_known_one_does(village: Village) -> None:
    with mock.patch.object(Person, "set_password") as hashed:
        log_in(Client(), "niemand@example.org", "niet het goede")
    assert hashed.called


def test_somebody_who_may_no_longer_sign_in_hears_so_after_the_right_password_only(
    village: Village,
) -> None:
    Person.objects.filter(email="anna@example.org").update(is_active=False)
    assert log_in(Client(), "anna@example.org", "niet het goede").status_code == 200
    right = log_in(Client(), "anna@example.org")
    assert right["Location"] == reverse("account_inactive")


def test_after_many_wrong_tries_one_has_to_wait_also_with_the_right_password(
    village: Village,
) -> None:
    client = Client()
    for _ in range(5):
        log_in(client, "anna@example.org", "niet het goede")
    late = log_in(client, "anna@example.org")
    assert late.status_code == 200
    assert list(late.context["form"].non_field_errors())[0] == str(
        signin.AccountAdapter.error_messages["too_many_login_attempts"]
    )


def test_too_many_requests_get_a_page_in_words(village: Village) -> None:
    client = Client()
    answers = [log_in(client, f"x{number}@example.org") for number in range(31)]
    assert answers[-1].status_code == 429
    assert b"<h1>" in answers[-1].content


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_what_we_do_not_need_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/accounts/signup/", "/inloggen/signup/", "/accounts/login/"])
def test_there_is_no_sign_up(path: str) -> None:
    assert Client().get(path).status_code == 404


# --- A new password ------------------------------------------------------------------------------


def test_asking_for_a_new_password_says_the_same_for_any_address(village: Village) -> None:
    known = Client().post(
        reverse("account_reset_password"), {"email": "anna@example.org"}, follow=True
    )
    unknown = Client().post(
        reverse("account_reset_password"), {"email": "niemand@example.org"}, follow=True
    )
    assert words_of(known) == words_of(unknown)
    assert mail.outbox == []  # the worker sends it, so that the answer takes as long


def test_the_web_process_leaves_the_same_task_for_any_address(village: Village) -> None:
    with mock.patch.object(type(tasks.send_reset_link), "enqueue") as left:
        for address in ("anna@example.org", "niemand@example.org"):
            Client().post(reverse("account_reset_password"), {"email": address})
    assert left.call_count == 2


def test_a_link_chooses_a_new_password_once(village: Village) -> None:
    tasks.send_reset_link.func(str(village.people["anna"].id))
    link = re.search(r"http\S+", mail.outbox[0].body)
    assert link is not None
    path = link[0].split("127.0.0.1:8000")[1]
    client = Client()
    page = client.get(path, follow=True)
    new = {"password1": "een heel nieuw wachtwoord", "password2": "een heel nieuw wachtwoord"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    assert log_in(Client(), "anna@example.org", new["password1"]).status_code == 302
    again = Client().get(path, follow=True)
    assert again.context["token_fail"]


def test_a_task_for_an_unknown_person_sends_nothing(village: Village) -> None:
    tasks.send_reset_link.func("00000000-0000-0000-0000-000000000001")
    assert mail.outbox == []


def test_changing_the_password_ends_the_other_sessions(village: Village) -> None:
    here, there = sign_in(village.people["anna"]), sign_in(village.people["anna"])
    new = "een heel nieuw wachtwoord"
    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert here.get(reverse("account")).status_code == 200
    assert there.get(reverse("account")).status_code == 302


# --- The second step -----------------------------------------------------------------------------


@pytest.fixture
def second_factor_required() -> Any:
    with override_settings(MIB_SECOND_FACTOR_REQUIRED=True):
        yield


def connect_app(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done.status_code == 302, page.context["form"].errors
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_without_a_second_step_one_can_only_set_one_up(
    village: Village, second_factor_required: None
) -> None:
    client = Client()
    log_in(client, "anna@example.org")
    assert client.get(reverse("directory"))["Location"] == reverse("mfa_index")
    assert client.get(reverse("account"))["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_with_the_app_connected_the_work_opens_and_the_next_time_asks_a_code(
    village: Village, second_factor_required: None
) -> None:
    client = Client()
    log_in(client, "anna@example.org")
    secret = connect_app(client)
    assert client.get(reverse("directory")).status_code == 200
    other = Client()
    assert log_in(other, "anna@example.org")["Location"] == reverse("mfa_authenticate")
    assert other.get(reverse("directory")).status_code == 302
    cache.clear()  # a code works once; as if half a minute later
    answer = other.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("after_login")
    assert other.get(reverse("directory")).status_code == 200


def test_a_wrong_code_opens_nothing(village: Village, second_factor_required: None) -> None:
    client = Client()
    log_in(client, "anna@example.org")
    connect_app(client)
    other = Client()
    log_in(other, "anna@example.org")
    assert other.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert other.get(reverse("directory")).status_code == 302


def test_a_recovery_code_works_once(village: Village, second_factor_required: None) -> None:
    client = Client()
    log_in(client, "anna@example.org")
    connect_app(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    assert "****" in client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (302, 200):
        other = Client()
        log_in(other, "anna@example.org")
        answer = other.post(reverse("mfa_authenticate"), {"code": code})
        assert answer.status_code == expected


def test_the_secret_of_the_app_is_sealed_in_the_database(village: Village) -> None:
    client = sign_in(village.people["anna"])
    secret = connect_app(client)
    stored = json.dumps([a.data for a in Authenticator.objects.all()])
    assert secret not in stored
    assert signin.SEALED_PREFIX in stored


def test_the_only_second_step_cannot_be_removed(
    village: Village, second_factor_required: None
) -> None:
    client = Client()
    log_in(client, "anna@example.org")
    connect_app(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(type="totp").exists()


def test_the_only_passkey_cannot_be_removed(village: Village, second_factor_required: None) -> None:
    passkey = Authenticator.objects.create(
        user=village.people["anna"], type="webauthn", data={"name": "laptop", "credential": {}}
    )
    client = sign_in(village.people["anna"])
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_nobody_removes_the_passkey_of_another(village: Village) -> None:
    passkey = Authenticator.objects.create(
        user=village.people["anna"], type="webauthn", data={"name": "laptop", "credential": {}}
    )
    client = sign_in(village.people["bilal"])
    assert client.post(reverse("mfa_remove_webauthn", args=[passkey.pk])).status_code == 404


def test_the_picture_for_the_app_is_an_image_that_nobody_keeps(village: Village) -> None:
    client = sign_in(village.people["anna"])
    page = client.get(reverse("mfa_activate_totp"))
    picture = client.get(reverse("totp_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    assert b"style=" not in picture.content
    assert b"data:" not in page.content


# --- Through one's own organisation --------------------------------------------------------------


class Provider:
    """A provider that says who somebody is, as far as our adapter can tell."""

    def __init__(
        self, email: str, *, verified: bool, uid: str = "s-1", amr: list[str] | None = None
    ):
        self.account = SocialAccount(provider="stad", uid=uid, extra_data={"amr": amr or []})
        self.is_existing = False
        self.user: Person | None = None
        address = mock.Mock(email=email, verified=verified)
        self.email_addresses = [address]

    def connect(self, request: object, person: Person) -> None:
        self.account.user = person
        self.account.save()
        self.user, self.is_existing = person, True


def arrive(provider: Provider) -> Any:
    request = mock.MagicMock()
    signin.OrganisationAccountAdapter().pre_social_login(request, provider)  # type: ignore[arg-type]
    return request


def test_a_verified_address_of_somebody_we_know_links_once(village: Village) -> None:
    provider = Provider("anna@example.org", verified=True)
    arrive(provider)
    assert SocialAccount.objects.get().user == village.people["anna"]


@pytest.mark.parametrize(
    ("email", "verified"), [("anna@example.org", False), ("niemand@example.org", True)]
)
def test_an_unverified_or_unknown_address_is_turned_away(
    village: Village, email: str, verified: bool
) -> None:
    with pytest.raises(signin.ImmediateHttpResponse), mock.patch.object(signin, "messages"):
        arrive(Provider(email, verified=verified))
    assert not SocialAccount.objects.exists()
    assert Person.objects.count() == len(village.people)


def test_a_second_account_of_that_provider_never_takes_over(village: Village) -> None:
    arrive(Provider("anna@example.org", verified=True, uid="s-1"))
    with pytest.raises(signin.ImmediateHttpResponse), mock.patch.object(signin, "messages"):
        arrive(Provider("anna@example.org", verified=True, uid="s-2"))


def test_only_a_provider_that_asked_for_a_second_factor_counts_as_strong(village: Village) -> None:
    weak = arrive(Provider("anna@example.org", verified=True, uid="a", amr=["pwd"]))
    assert weak._strong_elsewhere is False
    strong = arrive(Provider("bilal@example.org", verified=True, uid="b", amr=["pwd", "mfa"]))
    assert strong._strong_elsewhere is True


def with_domains(*domains: str) -> Any:
    listed = {**PROVIDER, "settings": {**PROVIDER["settings"], "domains": list(domains)}}  # type: ignore[dict-item]
    return override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [listed]}})


def test_a_provider_signs_in_nobody_of_another_mail_domain(village: Village) -> None:
    with (
        with_domains("stad.example"),
        pytest.raises(signin.ImmediateHttpResponse),
        mock.patch.object(signin, "messages"),
    ):
        arrive(Provider("anna@example.org", verified=True))
    assert not SocialAccount.objects.exists()
    with with_domains("stad.example", "example.org"):
        arrive(Provider("Anna@Example.org", verified=True))
    assert SocialAccount.objects.get().user == village.people["anna"]


def test_a_link_made_earlier_opens_no_address_of_another_domain(village: Village) -> None:
    provider = Provider("anna@example.org", verified=True)
    arrive(provider)
    with (
        with_domains("stad.example"),
        pytest.raises(signin.ImmediateHttpResponse),
        mock.patch.object(signin, "messages"),
    ):
        arrive(provider)


def test_a_provider_without_mail_domains_is_warned_about() -> None:
    with with_domains():
        assert [w.id for w in providers_answer_for_their_own_people(None)] == ["access.W002"]
    with with_domains("example.org"):
        assert providers_answer_for_their_own_people(None) == []


# --- Demo ----------------------------------------------------------------------------------------


@override_settings(MIB_DEMO=True, MIB_ORIGIN="https://meerinbeeld.example")
def test_demo_mode_is_impossible_at_an_address_that_others_reach() -> None:
    assert not demo_mode.demo_mode()
    assert [error.id for error in demo_stays_on_this_machine(None)] == ["access.E001"]


@override_settings(MIB_DEMO=True, MIB_ORIGIN="http://127.0.0.1:9150")
def test_demo_mode_is_possible_on_this_machine() -> None:
    assert demo_mode.demo_mode()
    assert demo_stays_on_this_machine(None) == []


@override_settings(MIB_SECOND_FACTOR_REQUIRED=False, MIB_ORIGIN="https://meerinbeeld.example")
def test_a_missing_second_factor_is_warned_about() -> None:
    assert [warning.id for warning in second_factor_is_required(None)] == ["access.W001"]


def test_one_click_sign_in_does_not_exist_outside_demo_mode() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo_sign_in")


def test_the_demo_makes_people_where_this_floor_looks_for_them() -> None:
    assert demo_mode.DEMO_EMAIL_DOMAIN == DEMO_EMAIL_DOMAIN


@override_settings(MIB_DEMO=False)
def test_a_demo_session_ends_with_demo_mode(client_for: ClientFor) -> None:
    client = client_for("anna")
    session = client.session
    session["demo"] = True
    session.save()
    assert client.get(reverse("account")).status_code == 302


# --- Traces --------------------------------------------------------------------------------------


def test_signing_in_leaves_a_trace(village: Village) -> None:
    log_in(Client(), "anna@example.org")
    entry = Entry.objects.get(verb="sign_in")
    assert entry.person_id == village.people["anna"].id
    assert entry.reason_code == "password"


def test_one_acts_in_a_role_of_ones_own_only(client_for: ClientFor, village: Village) -> None:
    other = village.people["bilal"].memberships.get()
    client = client_for("anna")
    client.post(reverse("act_as"), {"membership": str(other.id)})
    assert client.get(reverse("act_as")).context["acting"] != other.id


PROVIDER = {
    "provider_id": "stad",
    "name": "Gemeente Stad",
    "client_id": "mib",
    "secret": "geheim",
    "settings": {"server_url": "https://inloggen.example", "oauth_pkce_enabled": True},
}


@override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [PROVIDER]}})
def test_the_button_of_an_organisation_leads_to_its_provider(village: Village) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert "Gemeente Stad" in page
    config = {
        "authorization_endpoint": "https://inloggen.example/authorize",
        "token_endpoint": "https://inloggen.example/token",
    }
    views = "allauth.socialaccount.providers.openid_connect.views"
    target = f"{views}.OpenIDConnectOAuth2Adapter.openid_config"
    with mock.patch(target, new_callable=mock.PropertyMock, return_value=config):
        answer = Client().get(reverse("openid_connect_login", args=["stad"]))
    assert answer["Location"].startswith("https://inloggen.example/authorize?")
    assert "code_challenge=" in answer["Location"]
    assert "terug" in answer["Location"]


@pytest.mark.django_db
def test_a_provider_that_nobody_configured_leads_nowhere() -> None:
    assert Client().get(reverse("openid_connect_login", args=["stad"])).status_code == 404
