# SPDX-License-Identifier: EUPL-1.2
"""Sealing a draft with a secret that only the reporter's browser keeps."""

from __future__ import annotations

from typing import Final

from meerinbeeld.vault import aead
from meerinbeeld.vault.errors import VaultError
from meerinbeeld.vault.formats import LABEL_DRAFT, Format, derive_key, framed

MIN_SECRET: Final = 16


def seal_with(secret: bytes, plain: bytes, aad: bytes) -> bytes:
    """Seal under a secret of at least 16 random bytes. Raises `VaultError` for a shorter one."""
    return aead.seal(_key(secret), plain, framed(LABEL_DRAFT, aad), Format.DRAFT)


def open_with(secret: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Raises `Unreadable` for another secret, other associated data or changed bytes."""
    return aead.unseal(_key(secret), bytes(sealed), framed(LABEL_DRAFT, aad), Format.DRAFT)


def _key(secret: bytes) -> bytes:
    if len(secret) < MIN_SECRET:
        raise VaultError(f"the secret of a draft needs {MIN_SECRET} bytes")
    return derive_key(secret, label=LABEL_DRAFT)
