# SPDX-License-Identifier: EUPL-1.2
"""Signing in in a real browser: a passkey, and an app with codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from tests.people import Village
from tests.ui import axe

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
PASSWORD = "een lang wachtwoord"
Enter = Callable[[str], None]


@pytest.fixture(autouse=True)
def _no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def second_factor_required(settings: Any) -> None:
    settings.MIB_SECOND_FACTOR_REQUIRED = True


def with_password(page: Any) -> None:
    page.goto(reverse("account_login"))
    page.get_by_label("E-mailadres").fill("anna@example.org")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()


def with_authenticator(page: Any) -> None:
    """A finger that always fits, kept by the browser's own virtual device."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_added_and_signs_in_by_itself(
    page: Any, village: Village, second_factor_required: None
) -> None:
    with_authenticator(page)
    with_password(page)
    page.wait_for_url(f"**{reverse('mfa_index')}")
    page.get_by_role("link", name="Toegangssleutel toevoegen").click()
    page.get_by_label("Naam van deze toegangssleutel").fill("laptop van het werk")
    assert page.get_by_label("Alleen met deze toegangssleutel").is_checked()
    page.get_by_role("button", name="Toegangssleutel toevoegen").click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    key = Authenticator.objects.get(type="webauthn")
    about_it = [reverse(f"mfa_{name}_webauthn", args=[key.pk]) for name in ("edit", "remove")]
    for address in (*about_it, reverse("mfa_reauthenticate_webauthn")):
        for prefix in ("", "/en"):
            see(page, prefix + address)

    page.context.clear_cookies()
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Inloggen met een toegangssleutel").click()
    page.wait_for_url(lambda url: "inloggen" not in url)
    assert "Gemeente Zwolle" in page.inner_text("header")
    assert page.complaints == []


def test_an_app_with_codes_is_connected_and_asked_for(
    page: Any, village: Village, second_factor_required: None
) -> None:
    with_password(page)
    page.get_by_role("link", name="App koppelen").click()
    page.wait_for_load_state("load")
    assert page.evaluate("document.querySelector('main img').naturalWidth") > 0
    page.get_by_text("De app kan niet scannen").click()
    secret = page.locator(".mib-mono").inner_text()
    page.get_by_label("Code uit de app").fill(code_of(secret))
    page.get_by_role("button", name="Koppelen").click()
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    codes = page.locator("ol.mib-mono li").all_inner_texts()
    assert len(codes) == 10

    page.context.clear_cookies()
    with_password(page)
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_url(lambda url: "inloggen" not in url)
    assert page.complaints == []


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_a_form_after_the_end_of_a_session_is_sent_in_the_end(
    page: Any, village: Village, enter: Enter, settings: Any
) -> None:
    enter("anna")
    page.goto(reverse("account"))
    page.get_by_label("Uw naam").fill("Anna de Wit-Jansen")
    settings.MIB_SESSION_IDLE = -1
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/inloggen/**")
    settings.MIB_SESSION_IDLE = 1800
    page.get_by_label("E-mailadres").fill("anna@example.org")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.wait_for_url(f"**{reverse('kept')}")
    assert "Anna de Wit-Jansen" in page.inner_text("main")
    axe.check_both_sizes(page)
    page.get_by_role("button", name="Nu versturen").click()
    page.wait_for_url(f"**{reverse('account')}")
    village.people["anna"].refresh_from_db()
    assert village.people["anna"].name == "Anna de Wit-Jansen"


def test_nothing_is_left_in_the_browser(page: Any, village: Village, enter: Enter) -> None:
    enter("adam")
    for name in ("people", "account", "permissions"):
        page.goto(reverse(name))
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def see(page: Any, address: str) -> None:
    answer = page.goto(address)
    assert answer.status == 200, address
    axe.check_both_sizes(page)


def test_a_refusal_is_accessible_and_says_why(page: Any, village: Village, enter: Enter) -> None:
    enter("anna")
    answer = page.goto(reverse("people"))
    assert answer.status == 403
    assert "Uw rol mag dit niet" in page.inner_text("main")
    axe.check_both_sizes(page)
    for prefix in ("", "/en"):
        answer = page.goto(prefix + reverse("socialaccount_login_error"))
        assert answer.status == 401
        axe.check_both_sizes(page)
