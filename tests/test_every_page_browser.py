# SPDX-License-Identifier: EUPL-1.2
"""Every address that anybody can open, in a real browser: a phone and a desk, Dutch and English.

The addresses are read from the resolver. A new one fails this test until somebody of the village
can open it as a page, or `NO_PAGE` says why there is nothing to look at.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from django.utils import translation

from tests.browsing import session_of, translations
from tests.every_page import THINGS
from tests.people import PEOPLE, SignedIn, Village
from tests.test_doors import (  # noqa: F401 (fixtures)
    Door,
    Zwolle,
    doors,
    foreign_case,
    foreign_values,
    zwolle,
)
from tests.ui import axe

__all__ = ["foreign_case", "translations", "zwolle"]

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("translations", "transactional_db")]
#: Whose work most pages of an application are; who else there is comes next.
READERS = {
    "access": ("", "adam", "vera"),
    "network": ("adam", "leo"),
    "oversight": ("paula", "adam"),
    "signals": ("anna", "tess", "bilal"),
    "care": ("carla", "chris", "anna"),
    "registry": ("carla", "pim"),
    "insight": ("leo", "adam", "vera"),
    "public": ("",),
}
#: No page, with the reason. What only takes a form that is sent (405) says so itself.
NO_PAGE = {
    "a file": """
        bed_board_export calendar_feed caseload_export claim_bundle directory_export
        document_content document_save figure_export figures_organisations_export
        figures_union_export hours_export journal_export letter_draft_pdf letter_pdf
        notifications_export passing_paper_pdf people_export registry_list_empty
        registry_list_wrong registry_mapping_export signal_file_save signal_picture totp_picture
        book_report book_template work_export health
        case_shared_table
        """,
    "leads on to a page": """
        after_login leave_site registry_figures report openid_connect_login
        openid_connect_callback mfa_login_webauthn
        """,
    "a piece of a page, which the page asks for by itself": "estimate_progress",
    "asks for what was typed on the page before: tests/signals/public/test_browser.py": """
        receipt report_check return_status return_withdraw
        """,
    "asks for what was done before, or for a passkey: tests/access/test_browser.py": """
        kept mfa_authenticate socialaccount_login_error
        mfa_edit_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn
        """,
    "only in the demonstration: tests/ui/test_browser.py": """
        ui:gallery ui:gallery_charts ui:gallery_confirm ui:gallery_conflict ui:gallery_error
        ui:gallery_list ui:gallery_public
        """,
}
LISTED = {name for names in NO_PAGE.values() for name in names.split()}


def app_of(door: Door, address: str) -> str:
    """The application whose page it is, with the public face apart."""
    module = resolve(address).func.__module__
    if module.startswith("meerinbeeld.signals.public."):
        return "public"
    return module.split(".")[1] if module.startswith("meerinbeeld.") else "access"


def pages(app: str, zwolle: Zwolle, village: Village) -> Iterator[tuple[str, str]]:  # noqa: F811
    """Every page of an application: whose, and its address."""
    made = THINGS[app](village) if app in THINGS else {}
    values = foreign_values(zwolle, village) | made.get("", {})
    readers = {name: SignedIn(village.people[name]) for name, *_ in PEOPLE}
    for door in doors():
        with translation.override(settings.LANGUAGE_CODE):
            address = door.address(values | made.get(door.name, {}))
        if door.name not in LISTED and app_of(door, address) == app:
            name = who_opens(address, READERS[app], readers)
            if name != "sent":
                yield name, address


def who_opens(address: str, first: tuple[str, ...], readers: dict[str, SignedIn]) -> str:
    """The first for whom it is a page; "sent" when it only takes what is sent to it."""
    for name in dict.fromkeys((*first, *readers)):
        answer = (readers[name].anew() if name else Client()).get(address)
        if answer.status_code == 405:
            return "sent"
        if answer.status_code == 200:
            assert answer.headers["Content-Type"].startswith("text/html"), address
            return name
    return "nobody"


def test_every_application_is_walked(zwolle: Zwolle, village: Village) -> None:  # noqa: F811
    values, names = foreign_values(zwolle, village), {door.name for door in doors()}
    walked = {app_of(door, door.address(values)) for door in doors() if door.name not in LISTED}
    assert walked == set(READERS)
    assert names >= LISTED, "what is named here as no page is no address any more"


@pytest.mark.parametrize("app", READERS)
def test_every_page_is_accessible_on_a_phone_and_on_a_desk(
    app: str,
    page: Any,
    zwolle: Zwolle,  # noqa: F811
    village: Village,
) -> None:
    wrong = []
    for name, address in list(pages(app, zwolle, village)):
        if name == "nobody":
            wrong.append(f"{address}: who opens it, or why is it no page?")
            continue
        page.context.clear_cookies()
        if name:
            page.context.add_cookies([session_of(village, name)])
        for prefix in ("", "/en"):
            wrong += seen(page, prefix + address)
    assert wrong == []
    assert page.complaints == []


def seen(page: Any, address: str) -> list[str]:
    """What is wrong with a page, at both sizes."""
    answer = page.goto(address)
    if answer.status != 200:
        return [f"{address}: {answer.status}"]
    found = []
    for size in (axe.PHONE, axe.DESK):
        page.set_viewport_size(size)
        found += [f"{address} at {size['width']}: {said}" for said in axe.violations(page)]
        if axe.scrolls_sideways(page):
            found.append(f"{address} at {size['width']} scrolls sideways")
    return found
