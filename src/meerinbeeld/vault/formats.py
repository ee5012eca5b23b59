# SPDX-License-Identifier: EUPL-1.2
"""Format bytes, labels and encodings: the one list of what the vault writes.

`docs/reference/formats.md` describes each with a known-answer vector; a test keeps both equal.
A format byte is never reused: a new construction gets a new byte, so that old ciphertexts stay
readable and a mistaken kind is refused before any key is tried.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from meerinbeeld.vault.errors import Unreadable


class Format(IntEnum):
    ITEM = 0x01  # AES-256-GCM under a dossier key
    HPKE = 0x02  # RFC 9180, MLKEM768-X25519, HKDF-SHA256, AES-256-GCM
    DRAFT = 0x03  # AES-256-GCM under a key derived from the reporter's cookie
    CHUNK = 0x04  # one piece of a blob, STREAM construction
    FILE_WRAP = 0x11  # a dossier key wrapped by a key file
    TRANSIT_WRAP = 0x12  # a dossier key wrapped by a transit engine


LABEL_ITEM: Final = b"meerinbeeld/item/1"
LABEL_HPKE: Final = b"meerinbeeld/hpke/1"
LABEL_DRAFT: Final = b"meerinbeeld/draft/1"
LABEL_BLOB: Final = b"meerinbeeld/blob/1"
LABEL_WRAP: Final = b"meerinbeeld/wrap/1"
LABEL_INDEX: Final = b"meerinbeeld/index/1"
LABEL_INTAKE: Final = b"meerinbeeld/intake/1"
LABEL_INTAKE_ID: Final = b"meerinbeeld/intake-id/1"
LABEL_RECEIPT_SALT: Final = b"meerinbeeld/receipt-salt/1"
LABEL_RECEIPT_LOOKUP: Final = b"meerinbeeld/receipt-lookup/1"
LABEL_RECEIPT_SEED: Final = b"meerinbeeld/receipt-seed/1"

TEXT_BLOCK: Final = 64
REPORT_BLOCK: Final = 1024


def framed(*parts: bytes) -> bytes:
    """Each part after its length in four bytes, so that no two lists give the same bytes.

    `framed(a, b)` is `framed(a) + framed(b)`: what many have in common can be framed once.
    """
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])


def derive_key(secret: bytes, *, label: bytes, context: bytes = b"", length: int = 32) -> bytes:
    """HKDF-SHA-256 (RFC 5869) with an empty salt; the context is framed after the label."""
    info = framed(label, context)
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)


def expand_key(strong: bytes, *, label: bytes, length: int) -> bytes:
    """HKDF-Expand only, for input that is already uniform (the output of Argon2id)."""
    return HKDFExpand(algorithm=SHA256(), length=length, info=framed(label, b"")).derive(strong)


def pad(plain: bytes, block: int) -> bytes:
    """ISO/IEC 7816-4 padding, so that the length of a name does not tell the name."""
    filled = plain + b"\x80"
    return filled + bytes(-len(filled) % block)


def unpad(padded: bytes) -> bytes:
    """Undo `pad`. Raises `Unreadable` when the padding is missing."""
    marked = padded.rstrip(b"\x00")
    if not marked.endswith(b"\x80"):
        raise Unreadable("the padding is missing")
    return marked[:-1]
