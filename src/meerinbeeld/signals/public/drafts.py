# SPDX-License-Identifier: EUPL-1.2
"""A report that is being written, sealed under a secret that only the reporter's cookie holds.

The server stores neither the secret nor anything that leads to it: the row's id and the sealing
key are both derived from it, so that a copy of the database names no cookie.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from meerinbeeld import norms, vault
from meerinbeeld.files.sealed import SealedFile
from meerinbeeld.signals.models import Draft, DraftFile, PublicReport
from meerinbeeld.signals.public import draft_rows
from meerinbeeld.signals.public.envelope import files_of
from meerinbeeld.vault import drafts as sealing
from meerinbeeld.vault.formats import derive_key, pad, unpad

SECRET_BYTES: Final = 32
LABEL_ID: Final = b"meerinbeeld/draft-id/1"
BLOCK: Final = 1024

#: Per question, per field: what was typed, as it was typed.
Typed = dict[str, dict[str, list[str]]]


class DraftGone(Exception):
    """There is no such draft any more: it was sent, it expired, or somebody left."""


class DraftChanged(Exception):
    """Another window changed the draft meanwhile. Nothing was stored."""


@dataclass
class Content:
    """What the reporter typed so far. Not checked: nothing typed may be lost."""

    typed: Typed = field(default_factory=dict, repr=False)
    files: tuple[SealedFile, ...] = field(default=(), repr=False)

    def answer(self, step: str, name: str) -> str:
        values = self.typed.get(step, {}).get(name) or [""]
        return values[-1]

    def as_bytes(self) -> bytes:
        files = [file.as_json() for file in self.files]
        text = json.dumps({"typed": self.typed, "files": files}, ensure_ascii=False)
        return text.encode("utf-8")

    @classmethod
    def from_bytes(cls, plain: bytes) -> Content:
        raw: dict[str, Any] = json.loads(plain)
        return cls(raw["typed"], files_of(raw["files"]))


# --- The cookie -----------------------------------------------------------------------------------


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def secret_of(request: HttpRequest) -> bytes | None:
    """The secret in the reporter's cookie, or None for no cookie or a forged one."""
    typed = request.COOKIES.get(settings.MIB_DRAFT_COOKIE, "")
    try:
        secret = base64.urlsafe_b64decode(typed.encode("ascii"))
    except (ValueError, binascii.Error):
        return None
    return secret if len(secret) == SECRET_BYTES else None


def hand_secret(response: HttpResponseBase, secret: bytes) -> None:
    """Give the browser its secret until it closes. No other site can make the browser send it."""
    response.set_cookie(
        settings.MIB_DRAFT_COOKIE,
        base64.urlsafe_b64encode(secret).decode("ascii"),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def take_secret(response: HttpResponseBase) -> None:
    response.delete_cookie(settings.MIB_DRAFT_COOKIE, samesite="Strict")


def draft_id(secret: bytes) -> UUID:
    """The id of the draft, and of the report that it becomes. Leads nobody back to the secret."""
    return UUID(bytes=derive_key(secret, label=LABEL_ID, length=16))


# --- The row --------------------------------------------------------------------------------------


def read(secret: bytes) -> Content | None:
    """What was typed so far, or None when there is no draft (any more)."""
    found = read_version(secret)
    return found[0] if found else None


def read_version(secret: bytes) -> tuple[Content, int] | None:
    """The content together with its version, to see later whether it changed."""
    key = draft_id(secret)
    row = draft_rows.find(key)
    return (_opened(secret, key, row.sealed), row.version) if row else None


def begin(secret: bytes, content: Content) -> None:
    """Store a new draft."""
    key = draft_id(secret)
    draft_rows.add(key, _sealed(secret, key, content), _expiry())


@contextmanager
def beginning(secret: bytes) -> Iterator[Content]:
    """An empty content, to fill: stored as a new draft when the block ends well."""
    content = Content()
    with transaction.atomic():
        yield content
        begin(secret, content)


@contextmanager
def changing(secret: bytes) -> Iterator[Content]:
    """The content, to change: stored when the block ends well. Two tabs take turns.

    Raises `DraftGone`.
    """
    with transaction.atomic(), _changing(secret, in_turns=True) as content:
        yield content


@contextmanager
def changing_alone(secret: bytes) -> Iterator[Content]:
    """As `changing`, where the row is all that changes: stored in one statement, without a lock.

    Raises `DraftGone`, and `DraftChanged` when another window was quicker.
    """
    with _changing(secret, in_turns=False) as content:
        yield content


@contextmanager
def _changing(secret: bytes, *, in_turns: bool) -> Iterator[Content]:
    key = draft_id(secret)
    row = draft_rows.find(key, to_change=in_turns)
    if row is None:
        raise DraftGone
    content = _opened(secret, key, row.sealed)
    yield content
    if not draft_rows.change(key, row.version, _sealed(secret, key, content), _expiry()):
        raise DraftChanged


def keep_file(secret: bytes, content: Content, file: SealedFile) -> None:
    """Add a file to a draft that is being changed."""
    content.files = (*content.files, file)
    DraftFile.objects.create(draft_id=draft_id(secret), blob=file.blob)


def remove_file(secret: bytes, content: Content, blob: UUID) -> None:
    """Remove a file; safe for one that is not there."""
    kept = tuple(file for file in content.files if file.blob != blob)
    if len(kept) < len(content.files):
        content.files = kept
        DraftFile.objects.filter(draft_id=draft_id(secret), blob=blob).delete()
        vault.delete_blob(blob)


def discard(secret: bytes) -> None:
    """Remove a draft with its files. A report that was sent stays."""
    with transaction.atomic():
        _remove(Draft.objects.filter(pk=draft_id(secret)))


def was_sent(secret: bytes) -> bool:
    return PublicReport.objects.filter(draft=draft_id(secret)).exists()


def sweep_expired(now: datetime | None = None, limit: int = 200) -> int:
    """Remove drafts that nobody sent, with their files. Gives how many."""
    with transaction.atomic():
        return _remove(Draft.objects.filter(expires_at__lte=now or timezone.now())[:limit])


def _remove(found: QuerySet[Draft]) -> int:
    """The drafts are taken before their files: one that is being sent this moment keeps those."""
    keys = list(found.select_for_update().values_list("pk", flat=True))
    blobs = DraftFile.objects.filter(draft__in=keys).values_list("blob", flat=True)
    for blob in list(blobs):
        vault.delete_blob(blob)
    DraftFile.objects.filter(draft__in=keys).delete()
    Draft.objects.filter(pk__in=keys).delete()
    return len(keys)


def _expiry() -> datetime:
    return norms.term("draft").after(timezone.now())


def _sealed(secret: bytes, key: UUID, content: Content) -> bytes:
    # padded, so that the length of the row does not tell which answers were given
    return sealing.seal_with(secret, pad(content.as_bytes(), BLOCK), key.bytes)


def _opened(secret: bytes, key: UUID, sealed: bytes) -> Content:
    return Content.from_bytes(unpad(sealing.open_with(secret, sealed, key.bytes)))


def typed_of(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """A copy that a draft can keep."""
    return {name: list(given) for name, given in values.items()}
