# SPDX-License-Identifier: EUPL-1.2
"""Errors in plain words, the theme, the gallery; on both faces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from meerinbeeld.ui import checks, navigation, theme

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.usefixtures("translations")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status", "dutch", "english"),
    [
        ("nowhere", 404, "Deze pagina bestaat niet", "This page does not exist"),
        ("refused", 403, "U mag deze pagina niet openen", "You may not open this page"),
        ("large", 413, "Dit is te groot om te sturen", "This is too large to send"),
        ("busy", 429, "Wacht even", "Please wait a moment"),
        ("broken", 500, "Er ging iets mis aan onze kant", "Something went wrong on our side"),
    ],
)
def test_an_error_is_told_in_plain_words_in_both_languages(
    visitor: Client, path: str, status: int, dutch: str, english: str
) -> None:
    for prefix, words in (("/", dutch), ("/en/", english)):
        answer = visitor.get(prefix + path)
        assert answer.status_code == status
        page = answer.content.decode()
        assert words in page
        assert "112" in page
        assert "Traceback" not in page


def test_the_page_for_our_own_failure_needs_no_database(visitor: Client) -> None:
    """No `django_db` mark: any query would fail this test."""
    assert visitor.get("/broken").status_code == 500


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_and_gives_the_typed_text_back() -> None:
    strict = Client(enforce_csrf_checks=True)
    story = "Elke avond staat er een grijze auto bij dat huis."
    secret = "anker bakker citroen druppel emmer"
    answer = strict.post(
        "/accepts", {"story": story, "receipt_words": secret, "password": secret, "ok": "yes"}
    )
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Stuur het formulier opnieuw" in page
    assert story in page
    assert secret not in page


@pytest.mark.django_db
def test_what_a_form_carries_along_is_not_given_back_as_typed() -> None:
    visitor = Client(enforce_csrf_checks=True)
    carried = {"once": str(uuid4()), "seen": "2@2026-11-29T12:11:01.786606+00:00"}
    answer = visitor.post("/accepts", {**carried, "text": "Dit typte ik en wil ik terug."})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Dit typte ik en wil ik terug." in page
    assert not [value for value in carried.values() if value in page]


@pytest.mark.django_db
def test_typed_text_comes_back_as_text_and_never_as_markup() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accepts", {"story": "</textarea><script>alert(1)</script> and more"})
    assert "<script>alert" not in answer.content.decode()


@pytest.mark.django_db
def test_a_broken_upload_does_not_break_the_error_page() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        "/accepts", data=b"no parts", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code in {400, 403}


@pytest.mark.django_db
def test_an_error_looks_like_the_face_the_person_is_on(
    visitor: Client, client_for: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigation, "_modules", lambda: iter([]))
    assert "mib-public" in visitor.get("/nowhere").content.decode()
    assert "mib-office" in client_for("anna").get("/nowhere").content.decode()


@pytest.mark.django_db
def test_each_public_page_has_the_way_out_and_the_danger_line(
    visitor: Client, settings: Any
) -> None:
    settings.MIB_DEMO = True
    page = visitor.get("/gallery/public").content.decode()
    assert 'href="/away"' in page
    assert "Weg van deze site" in page
    assert 'href="tel:112"' in page
    assert "mib-goals" not in page


@pytest.mark.django_db
def test_the_language_switch_is_a_link_to_the_same_page(visitor: Client, settings: Any) -> None:
    settings.MIB_DEMO = True
    assert 'href="/en/gallery/list?sort=reference"' in (
        visitor.get("/gallery/list?sort=reference").content.decode()
    )
    assert 'href="/gallery/list"' in visitor.get("/en/gallery/list").content.decode()
    assert 'href="/en/nowhere"' in visitor.get("/nowhere").content.decode()
    assert 'href="/nowhere"' in visitor.get("/en/nowhere").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/gallery", "/gallery/public", "/gallery/error/404"])
def test_the_gallery_exists_only_in_a_demonstration(
    visitor: Client, settings: Any, path: str
) -> None:
    settings.MIB_DEMO = settings.DEBUG = False
    assert visitor.get(path).status_code == 404
    settings.MIB_DEMO = True
    assert visitor.get(path).status_code == 200


def test_a_sign_of_life_costs_no_query(visitor: Client) -> None:
    assert visitor.get("/health").content == b"ok\n"


def test_without_a_theme_of_the_municipality_there_is_no_theme_file(
    visitor: Client, settings: Any, db: None
) -> None:
    settings.MIB_THEME = ""
    assert visitor.get("/theme.css").status_code == 404


def test_a_theme_of_the_municipality_comes_last_and_in_its_own_layer(
    visitor: Client, settings: Any, tmp_path: Path, db: None
) -> None:
    file = tmp_path / "theme.css"
    file.write_text("/* ours */ .zwolle-theme { --mib-accent: #0061a8; }", encoding="utf-8")
    settings.MIB_THEME, settings.MIB_DEMO = str(file), True
    css = visitor.get("/theme.css")
    assert css.headers["Content-Type"].startswith("text/css")
    assert css.content.decode().startswith("@layer municipality {")
    page = visitor.get("/gallery/public").content.decode()
    assert 'class="zwolle-theme"' in page
    assert page.index("platform.css") < page.index("/theme.css?v=")


@pytest.mark.parametrize(
    "css",
    [
        "@import 'other.css';",
        ".a { background: url(https://cdn.example/x.png) }",
        ".a { background: url( '//cdn.example/x.png') }",
    ],
)
def test_a_theme_that_fetches_from_elsewhere_is_refused(css: str) -> None:
    with pytest.raises(Exception, match="another host"):
        theme.parse(css)


def test_a_theme_that_cannot_be_read_is_told_at_the_start(settings: Any) -> None:
    settings.MIB_THEME = "/nowhere/theme.css"
    assert [message.id for message in checks.theme_can_be_used(None)] == ["ui.E001"]
    settings.MIB_THEME = ""
    assert checks.theme_can_be_used(None) == []
