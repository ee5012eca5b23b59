# SPDX-License-Identifier: EUPL-1.2
"""AES-256-GCM with a format byte first. Pure: values in, values out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from meerinbeeld.vault.errors import Unreadable
from meerinbeeld.vault.formats import Format, framed

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


@dataclass(frozen=True)
class Place:
    """Where a ciphertext belongs. It is authenticated, so that a ciphertext cannot be moved."""

    table: str
    column: str
    row: str

    def encoded(self) -> bytes:
        return framed(self.table.encode(), self.column.encode(), self.row.encode())


def new_key() -> bytes:
    """32 bytes from the operating system."""
    return os.urandom(KEY_BYTES)


def seal(key: bytes, plain: bytes, aad: bytes, kind: Format) -> bytes:
    """format byte ‖ 12-byte random nonce ‖ ciphertext ‖ 16-byte tag."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes([kind]) + nonce + AESGCM(key).encrypt(nonce, plain, aad)


def unseal(key: bytes, sealed: bytes, aad: bytes, kind: Format) -> bytes:
    """The plaintext. Raises `Unreadable` when anything does not verify."""
    if not sealed or sealed[0] != kind:
        raise Unreadable("the ciphertext has another format")
    return opened(AESGCM(key), sealed, 1, aad)


def cipher(key: bytes) -> AESGCM:
    """A key that is set up once, for `opened` with many ciphertexts."""
    return AESGCM(key)


def opened(under: AESGCM, sealed: bytes, begins: int, aad: bytes) -> bytes:
    """The plaintext of nonce ‖ ciphertext ‖ tag from there on; the caller checked what precedes it.

    Raises `Unreadable` as `unseal` does.
    """
    body = begins + NONCE_BYTES
    if len(sealed) < body + TAG_BYTES:
        raise Unreadable("the ciphertext is too short")
    try:
        return under.decrypt(sealed[begins:body], sealed[body:], aad)
    except InvalidTag:
        # `from None`: which of the checks failed is nobody's business
        raise Unreadable("the ciphertext does not verify") from None


def decrypt(key: bytes, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except InvalidTag:
        # `from None`: which of the checks failed is nobody's business
        raise Unreadable("the ciphertext does not verify") from None


def check_format(sealed: bytes, kind: Format) -> bytes:
    """What follows the format byte. Raises `Unreadable` for another kind."""
    if not sealed or sealed[0] != kind:
        raise Unreadable("the ciphertext has another format")
    return sealed[1:]
