# SPDX-License-Identifier: EUPL-1.2
"""What every page knows: the region, the languages, the theme; and in the office the menu."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from meerinbeeld.ui import navigation as menu
from meerinbeeld.ui import theme

#: Each language in its own words, for people who read only that one.
OWN_NAMES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Language:
    code: str
    name: str
    current: bool
    request: HttpRequest = field(repr=False)

    @property
    def url(self) -> str:
        """This page in this language; worked out only where a page has it as a link."""
        return _address_in(self.request, self.code)


@dataclass(frozen=True)
class Site:
    name: str
    region: str
    demo: bool
    theme: theme.Theme | None
    base: str
    request: HttpRequest = field(repr=False)

    @property
    def languages(self) -> list[Language]:
        active = get_language()
        return [
            Language(code, OWN_NAMES.get(code, str(name)), code == active, self.request)
            for code, name in settings.LANGUAGES
        ]


def _address_in(request: HttpRequest, code: str) -> str:
    """This page in another language; works for pages that do not exist as well."""
    path = request.get_full_path()
    translated = translate_url(path, code)
    if translated != path or code == get_language():
        return translated
    default = settings.LANGUAGE_CODE
    if code == default:
        return "/" + path.removeprefix(f"/{get_language()}/").lstrip("/")
    return f"/{code}{path}"


def is_signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


def _base(request: HttpRequest) -> str:
    """Error pages look like the face that the person is on."""
    return "ui/base_office.html" if is_signed_in(request) else "ui/base_public.html"


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "site": SimpleLazyObject(
            lambda: Site(
                name="Meer in Beeld",
                region=getattr(settings, "MIB_REGION", ""),
                demo=bool(getattr(settings, "MIB_DEMO", False)),
                theme=theme.current(),
                base=_base(request),
                request=request,
            )
        )
    }


def navigation(request: HttpRequest) -> dict[str, object]:
    return {"navigation": SimpleLazyObject(lambda: menu.for_request(request))}
