# SPDX-License-Identifier: EUPL-1.2
"""A file in the vault: where its pieces are, and what is kept sealed beside it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from meerinbeeld import vault


@dataclass(frozen=True)
class SealedFile:
    """A file that came in: where its pieces are, and the key that opens them."""

    blob: UUID
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    type: str
    size: int

    def as_json(self) -> dict[str, Any]:
        """As it stands in an envelope or a draft."""
        return {"blob": str(self.blob), "key": self.coded_key(), **self.about()}

    def about(self) -> dict[str, Any]:
        return {"name": self.name, "type": self.type, "size": self.size}

    def to_seal(self) -> dict[str, str]:
        """What a dossier keeps sealed of it."""
        return {"name": self.name, "type": self.type, "key": self.coded_key()}

    def coded_key(self) -> str:
        return base64.b64encode(self.key).decode("ascii")


@dataclass(frozen=True)
class StoredFile:
    """A file of a dossier that was unsealed: its name, its type, and its content piece by piece."""

    name: str = field(repr=False)
    type: str
    content: Callable[[], Iterator[bytes]] = field(repr=False)

    def whole(self) -> bytes:
        """The content at once, in memory. Raises `Unreadable` when it was damaged."""
        return b"".join(self.content())


def stored_file(blob: UUID, about: Mapping[str, Any]) -> StoredFile:
    """From what was kept with `to_seal`. Raises `Unreadable` when its key is damaged."""
    key = _key(str(about["key"]))
    return StoredFile(str(about["name"]), str(about["type"]), lambda: vault.read_blob(blob, key))


def seal(content: bytes, name: str, type: str) -> SealedFile:
    """Seal a file that the software made itself. Tie it to its dossier with `adopt_blobs`."""
    key = vault.new_blob_key()
    with vault.BlobWriter(key) as writer:
        writer.write(content)
        info = writer.close()
    return SealedFile(info.blob_id, key, name, type, info.size)


def _key(stored: str) -> bytes:
    try:
        return base64.b64decode(stored, validate=True)
    except binascii.Error:
        raise vault.Unreadable("the key of a file is damaged") from None
