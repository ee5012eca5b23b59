# SPDX-License-Identifier: EUPL-1.2
"""Remembers in this browser window whose session it was, so that typed text can wait for them.

The cookie gives no access. It holds a person's id and a secret, signed; what a person typed when
their session ended is sealed under that secret and lies in the database as ciphertext only.
"""

from __future__ import annotations

import base64
import secrets
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

SALT = "meerinbeeld.access.who"


@dataclass(frozen=True)
class Who:
    person_id: uuid.UUID
    secret: bytes


def cookie_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-who"


def of(request: HttpRequest) -> Who | None:
    """Whose window this was, or None when the cookie is missing or was tampered with."""
    try:
        person, secret = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT)
        return Who(uuid.UUID(person), base64.b64decode(secret))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def ensure(request: HttpRequest, person_id: uuid.UUID) -> None:
    """Give this window its cookie; the same person keeps the same secret."""
    known = of(request)
    if known is None or known.person_id != person_id:
        request._who_to_set = Who(person_id, secrets.token_bytes(32))  # type: ignore[attr-defined]


def forget(request: HttpRequest) -> None:
    request._who_to_set = None  # type: ignore[attr-defined]


def write(request: HttpRequest, response: HttpResponse) -> None:
    """Put what this request decided about the cookie on its response."""
    if not hasattr(request, "_who_to_set"):
        return
    who: Who | None = request._who_to_set
    if who is None:
        response.delete_cookie(cookie_name(), samesite="Lax")
        return
    value = signing.dumps(
        [str(who.person_id), base64.b64encode(who.secret).decode("ascii")], salt=SALT
    )
    response.set_cookie(
        cookie_name(),
        value,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
