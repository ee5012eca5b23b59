# SPDX-License-Identifier: EUPL-1.2
"""Sealing to a public key: HPKE (RFC 9180), hybrid of ML-KEM-768 and X25519.

Hybrid, because a report about trafficking must stay closed for decades: what is copied today
must not open when quantum computers break X25519, nor when ML-KEM turns out to be weak.
"""

from __future__ import annotations

import os
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from meerinbeeld.vault.aead import check_format
from meerinbeeld.vault.errors import Unreadable, VaultError
from meerinbeeld.vault.formats import LABEL_HPKE, Format, framed

MLKEM_SEED: Final = 64
SEED_BYTES: Final = MLKEM_SEED + 32
MLKEM_PUBLIC: Final = 1184
PUBLIC_BYTES: Final = MLKEM_PUBLIC + 32

_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class KeyPair:
    """A hybrid key pair, made from a 96-byte seed: 64 for ML-KEM-768 (FIPS 203), 32 for X25519."""

    __slots__ = ("_private", "_seed")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise VaultError(f"a key pair needs a seed of {SEED_BYTES} bytes")
        self._seed = bytes(seed)
        self._private = MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(self._seed[:MLKEM_SEED]),
            X25519PrivateKey.from_private_bytes(self._seed[MLKEM_SEED:]),
        )

    @classmethod
    def generate(cls) -> Self:
        return cls(os.urandom(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Raises `VaultError` when the seed has another length than 96 bytes."""
        return cls(seed)

    def __repr__(self) -> str:
        return "<KeyPair>"

    def __reduce__(self) -> str:
        raise VaultError("a key pair cannot be copied out of the process")

    def seed(self) -> bytes:
        """The secret itself, to store in a key file."""
        return self._seed

    def public_bytes(self) -> bytes:
        """ML-KEM-768 public key (1,184 bytes) ‖ X25519 public key (32 bytes)."""
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self._seed[:MLKEM_SEED]).public_key()
        curve = X25519PrivateKey.from_private_bytes(self._seed[MLKEM_SEED:]).public_key()
        return mlkem.public_bytes_raw() + curve.public_bytes_raw()

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Raises `Unreadable` when it was not sealed to this key with this info."""
        body = check_format(bytes(sealed), Format.HPKE)
        try:
            return _SUITE.decrypt(body, self._private, info=framed(LABEL_HPKE, info))
        except (InvalidTag, ValueError):
            raise Unreadable("the ciphertext does not verify") from None


def seal_to(public_bytes: bytes, plain: bytes, info: bytes) -> bytes:
    """Seal to a public key. Raises `VaultError` when the key is malformed."""
    body = _SUITE.encrypt(plain, _public_key(public_bytes), info=framed(LABEL_HPKE, info))
    return bytes([Format.HPKE]) + body


def _public_key(raw: bytes) -> MLKEM768X25519PublicKey:
    if len(raw) != PUBLIC_BYTES:
        raise VaultError(f"a public key has {PUBLIC_BYTES} bytes")
    try:
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(bytes(raw[:MLKEM_PUBLIC])),
            X25519PublicKey.from_public_bytes(bytes(raw[MLKEM_PUBLIC:])),
        )
    except ValueError:
        raise VaultError("the public key is malformed") from None
