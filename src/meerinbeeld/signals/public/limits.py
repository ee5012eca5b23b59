# SPDX-License-Identifier: EUPL-1.2
"""Limits on abuse that store no address.

An address is only ever seen as an HMAC under a random key that lives in this process, changes
every hour and is then forgotten; the counts stand in memory. With several processes each counts
for itself, so the real limit is a few times the number in the settings.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.http import HttpRequest

WINDOW_SECONDS: Final = 600
KEY_SECONDS: Final = 3600
#: Bounds the memory; with more addresses than this in ten minutes the oldest are forgotten.
MAX_BUCKETS: Final = 50_000
#: One derivation takes 64 MiB: so many at a time, in each process.
DERIVATIONS_AT_ONCE: Final = 2
WAIT_FOR_TURN_SECONDS: Final = 20
FILES_PER_TEN_MINUTES: Final = 200


class Busy(Exception):
    """Too many derivations wait. What was typed stays in the draft."""


@dataclass
class Limiter:
    """Counts per address in windows of ten minutes."""

    clock: Callable[[], float] = time.monotonic
    _key: bytes = b""
    _key_made: float = 0.0
    _counts: OrderedDict[tuple[str, bytes], tuple[float, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, kind: str, address: str, limit: int) -> int:
        """Seconds until one more is allowed; 0 when it is allowed now."""
        with self._lock:
            began, count = self._bucket(kind, address)
        left = began + WINDOW_SECONDS - self.clock()
        return max(1, int(left)) if count >= limit else 0

    def count(self, kind: str, address: str) -> None:
        """Count one."""
        with self._lock:
            name = (kind, self._name(address))
            began, count = self._bucket(kind, address)
            self._counts[name] = (began, count + 1)
            self._counts.move_to_end(name)
            while len(self._counts) > MAX_BUCKETS:
                self._counts.popitem(last=False)

    def _bucket(self, kind: str, address: str) -> tuple[float, int]:
        now = self.clock()
        began, count = self._counts.get((kind, self._name(address)), (now, 0))
        return (now, 0) if now - began >= WINDOW_SECONDS else (began, count)

    def _name(self, address: str) -> bytes:
        if not self._key or self.clock() - self._key_made >= KEY_SECONDS:
            # the old names mean nothing under the new key, so they go as well
            self._key, self._key_made = secrets.token_bytes(32), self.clock()
            self._counts.clear()
        return hmac.new(self._key, network_of(address).encode(), hashlib.sha256).digest()[:16]


def network_of(address: str) -> str:
    """The address; of IPv6 the first 64 bits, since one household has all the rest."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def address_of(request: HttpRequest) -> str:
    """Who connects; behind our own proxy the last address that it added."""
    if settings.MIB_BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


limiter = Limiter()
_derivations = threading.BoundedSemaphore(DERIVATIONS_AT_ONCE)


@contextmanager
def derivation() -> Iterator[None]:
    """One place among the derivations of this process. Raises `Busy` after a while."""
    if not _derivations.acquire(timeout=WAIT_FOR_TURN_SECONDS):
        raise Busy
    try:
        yield
    finally:
        _derivations.release()
