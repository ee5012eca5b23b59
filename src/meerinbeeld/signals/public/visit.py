# SPDX-License-Identifier: EUPL-1.2
"""Who came back with a receipt stays signed in for half an hour, without anything on the server.

The look-up id and the seed of the reporter's keys go into a cookie, sealed under a key that exists
only in the memory of the server's processes. Each hour that key is replaced by its own hash and
forgotten, so that a cookie found on a device later opens nothing, not even for who has the server's
disk. A restart forgets the key as well; then the words have to be typed again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import threading
import time
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from meerinbeeld.vault import Unreadable, hpke
from meerinbeeld.vault import drafts as sealing
from meerinbeeld.vault.receipt import LOOKUP_BYTES, Receipt

VISIT_SECONDS: Final = 30 * 60
EPOCH_SECONDS: Final = 3600
_AAD: Final = b"meerinbeeld/visit/1"


@dataclass
class Ratchet:
    """Keys that follow from each other in one direction.

    Processes that were forked from one parent walk the same chain, so that any of them opens what
    another one sealed.
    """

    secret: bytes = field(default_factory=lambda: os.urandom(32), repr=False)
    epoch: int = field(default_factory=lambda: int(time.time()) // EPOCH_SECONDS)
    _before: bytes = field(default=b"", repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def keys(self) -> tuple[int, bytes, bytes]:
        """The hour, its key, and the key of the hour before ("" when there is none)."""
        with self._lock:
            now = int(time.time()) // EPOCH_SECONDS
            while self.epoch < now:
                self._before = self.secret
                self.secret = hashlib.sha256(b"meerinbeeld/ratchet/1" + self.secret).digest()
                self.epoch += 1
            return self.epoch, self.secret, self._before


# made when the application is loaded, which with `preload_app` is before the workers are forked
ratchet = Ratchet()


def cookie_name() -> str:
    return str(settings.MIB_DRAFT_COOKIE).replace("draft", "visit")


def hand(response: HttpResponseBase, made: Receipt) -> None:
    """Give the browser the sealed receipt, until it closes or half an hour has passed."""
    _epoch, key, _before = ratchet.keys()
    until = int(time.time()) + VISIT_SECONDS
    plain = until.to_bytes(8, "big") + made.lookup_id + made.keypair.seed()
    sealed = sealing.seal_with(key, plain, _AAD)
    response.set_cookie(
        cookie_name(),
        base64.urlsafe_b64encode(sealed).decode("ascii"),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )


def of(request: HttpRequest) -> Receipt | None:
    """The receipt of this visit, or None when there is none or it is over."""
    try:
        sealed = base64.urlsafe_b64decode(request.COOKIES.get(cookie_name(), "").encode("ascii"))
    except (ValueError, binascii.Error):
        return None
    plain = _opened(sealed) if sealed else b""
    if int.from_bytes(plain[:8], "big") < time.time():
        return None
    lookup_id, seed = plain[8 : 8 + LOOKUP_BYTES], plain[8 + LOOKUP_BYTES :]
    return Receipt(lookup_id, hpke.KeyPair.from_seed(seed))


def end(response: HttpResponseBase) -> None:
    response.delete_cookie(cookie_name(), samesite="Strict")


def _opened(sealed: bytes) -> bytes:
    _epoch, key, before = ratchet.keys()
    for candidate in (key, before):
        try:
            return sealing.open_with(candidate, sealed, _AAD) if candidate else b""
        except Unreadable:
            continue
    return b""
