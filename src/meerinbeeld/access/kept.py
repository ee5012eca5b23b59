# SPDX-License-Identifier: EUPL-1.2
"""A form sent in a session that had ended waits, sealed, until the same person is back.

Nobody else can read it: the key is in a cookie of this browser window, the ciphertext in the
session, and the person's id is bound to both. Passwords and codes are never kept; files cannot be.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
import uuid
from dataclasses import dataclass

from django.http import HttpRequest

from meerinbeeld.access import who
from meerinbeeld.vault import drafts
from meerinbeeld.vault.errors import VaultError

SESSION_KEY = "kept"
KEPT_SECONDS = 60 * 60
_NEVER = {"csrfmiddlewaretoken", "credential", "code"}


@dataclass(frozen=True)
class Kept:
    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool

    def texts(self) -> list[str]:
        """What a person would recognise as their own words, the longest first."""
        words = {value.strip() for _, value in self.fields if len(value.strip()) > 2}
        return sorted((w for w in words if not _is_id(w)), key=len, reverse=True)


def put(request: HttpRequest, owner: who.Who) -> None:
    plain = json.dumps(
        {
            "path": request.get_full_path(),
            "fields": [
                [name, value]
                for name, values in request.POST.lists()
                for value in values
                if isinstance(value, str) and not _secret(name)
            ],
            "files": bool(request.FILES),
        }
    ).encode("utf-8")
    sealed = drafts.seal_with(owner.secret, plain, _bound_to(owner.person_id))
    request.session[SESSION_KEY] = {
        "sealed": base64.b64encode(sealed).decode("ascii"),
        "path": request.path,
        "at": int(time.time()),
    }


def read(request: HttpRequest, person_id: uuid.UUID) -> Kept | None:
    """What waits for this person in this window; None when there is nothing or it is not theirs."""
    waiting = request.session.get(SESSION_KEY)
    owner = who.of(request)
    if not waiting or owner is None or owner.person_id != person_id:
        return None
    if time.time() - waiting["at"] > KEPT_SECONDS:
        return None
    try:
        sealed = base64.b64decode(waiting["sealed"])
        found = json.loads(drafts.open_with(owner.secret, sealed, _bound_to(person_id)))
    except (VaultError, binascii.Error, ValueError):
        return None
    return Kept(found["path"], tuple((n, v) for n, v in found["fields"]), found["files"])


def drop(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def sent_again(request: HttpRequest) -> bool:
    """Whether this request sends the waiting form: then it waits no longer."""
    waiting = request.session.get(SESSION_KEY) or {}
    return request.method == "POST" and waiting.get("path") == request.path


def _bound_to(person_id: uuid.UUID) -> bytes:
    return b"kept:" + person_id.bytes


def _secret(name: str) -> bool:
    return name in _NEVER or "password" in name.lower()


def _is_id(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True
