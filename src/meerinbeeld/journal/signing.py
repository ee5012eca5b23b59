# SPDX-License-Identifier: EUPL-1.2
"""Signed checkpoints: an Ed25519 signature (RFC 8032) over a short text.

The text has the shape of a C2SP "tlog-checkpoint": origin, size and root on a line each, then
the moment. It is made to be kept elsewhere: printed, mailed, or stored by another party.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from meerinbeeld.journal.canonical import instant

ORIGIN: Final = "meerinbeeld/journal/1"
_SEPARATOR: Final = "\n\n— "


@dataclass(frozen=True)
class Head:
    """What a checkpoint says."""

    tree_size: int
    root: bytes
    at: datetime

    def signed_bytes(self) -> bytes:
        root = base64.b64encode(self.root).decode("ascii")
        return f"{ORIGIN}\n{self.tree_size}\n{root}\n{instant(self.at)}\n".encode("ascii")


@dataclass(frozen=True)
class SignedHead:
    """A head with its signature, as it can be kept outside the database."""

    head: Head
    key_id: str
    signature: bytes

    def as_text(self) -> str:
        """The checkpoint as a text file."""
        signature = base64.b64encode(self.signature).decode("ascii")
        body = self.head.signed_bytes().decode("ascii")
        return f"{body}\n— {self.key_id} {signature}\n"

    def is_signed_by(self, public: bytes) -> bool:
        try:
            key = Ed25519PublicKey.from_public_bytes(public)
            key.verify(self.signature, self.head.signed_bytes())
        except (InvalidSignature, ValueError):
            return False
        return True


class NotACheckpoint(ValueError):
    """The text is no checkpoint of a journal."""


def parse(text: str) -> SignedHead:
    """Read a checkpoint back from its text. Raises `NotACheckpoint`."""
    try:
        body, signature_line = text.rstrip("\n").split(_SEPARATOR)
        origin, size, root, at = body.split("\n")
        key_id, signature = signature_line.split(" ")
        head = Head(int(size), base64.b64decode(root, validate=True), _moment(at))
        signed = SignedHead(head, key_id, base64.b64decode(signature, validate=True))
    except (ValueError, binascii.Error):
        raise NotACheckpoint("this is no checkpoint of a journal") from None
    if origin != ORIGIN or head.tree_size <= 0:
        raise NotACheckpoint("this is no checkpoint of this kind of journal")
    return signed


def sign(seed: bytes, head: Head) -> SignedHead:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key_id = key_id_of(private.public_key().public_bytes_raw())
    return SignedHead(head, key_id, private.sign(head.signed_bytes()))


def public_of(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def key_id_of(public: bytes) -> str:
    """Sixteen hexadecimal digits that name a signing key."""
    return hashlib.sha256(b"meerinbeeld/journal-key/1" + public).hexdigest()[:16]


def read_public(path: Path) -> bytes:
    """A public key from its file (base64). Raises `ValueError` when it is none."""
    public = base64.b64decode(path.read_text("ascii").strip(), validate=True)
    Ed25519PublicKey.from_public_bytes(public)
    return public


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
