# SPDX-License-Identifier: EUPL-1.2
"""The blind index: finding equal values without storing them.

It leaks which rows share a value, to anyone who reads the table; nothing more to whoever has no
index key. What that means is told in `docs/explanation/sealing.md`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from meerinbeeld.vault.aead import KEY_BYTES
from meerinbeeld.vault.formats import LABEL_INDEX, derive_key, framed
from meerinbeeld.vault.keeper import keys_dir
from meerinbeeld.vault.keyfiles import read_secret
from meerinbeeld.vault.normalise import normalise

MARK_BYTES: Final = 16
KEY_FILE: Final = "index.key"


def blind_index(kind: str, value: str, purpose: str = "matching") -> bytes | None:
    """The mark of a value, or None when there is nothing to match.

    Each purpose and kind has its own key, so that marks of two purposes cannot be compared.
    Raises `ValueError` for an unknown kind and `KeeperError` where the index key is not at hand.
    """
    normal = normalise(kind, value)
    if not normal:
        return None
    master = read_secret(keys_dir() / KEY_FILE, KEY_BYTES)
    return mark(master, kind, normal, purpose)


def keyed_digest(text: str, purpose: str) -> bytes:
    """The mark of any text as it stands, for knowing it again: no normal form is made of it.

    Raises `KeeperError` where the index key is not at hand.
    """
    return mark(read_secret(keys_dir() / KEY_FILE, KEY_BYTES), "text", text, purpose)


def blind_keys(texts: Mapping[str, str], purpose: str) -> dict[str, bytes]:
    """The marks of several texts that have their normal form already; each kind has its own key.

    The kinds are the caller's, within its purpose. Raises `KeeperError` where the index key is not
    at hand.
    """
    if not texts:
        return {}
    master = read_secret(keys_dir() / KEY_FILE, KEY_BYTES)
    return {kind: mark(master, kind, text, purpose) for kind, text in texts.items() if text}


def mark(master: bytes, kind: str, normal: str, purpose: str) -> bytes:
    """HMAC-SHA-256 under the key of this purpose and kind, cut to 16 bytes. Pure."""
    context = framed(purpose.encode(), kind.encode())
    key = derive_key(master, label=LABEL_INDEX, context=context)
    return hmac.new(key, normal.encode(), hashlib.sha256).digest()[:MARK_BYTES]
