# SPDX-License-Identifier: EUPL-1.2
"""Who keeps the key-encryption key: a key file, or a transit engine (see `transit.py`).

A wrapped key tells by its first byte who wrapped it and carries the identity of the key that
did, so that rotation can run while others read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from meerinbeeld.vault import aead, keyfiles
from meerinbeeld.vault.errors import KeeperError, Unreadable
from meerinbeeld.vault.formats import LABEL_WRAP, Format, framed


class KeyKeeper(Protocol):
    """Wraps 32-byte data keys. `context` binds a wrapped key to its dossier.

    Every method raises `KeeperError` when the key is not at hand, and `Unreadable` when a
    wrapped key does not verify.
    """

    def wrap(self, key: bytes, context: bytes) -> bytes: ...

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes: ...

    def unwrap_many(self, wrapped: Sequence[bytes], contexts: Sequence[bytes]) -> list[bytes]: ...

    def rewrap(self, wrapped: bytes, context: bytes) -> bytes: ...

    def current_id(self) -> str: ...

    def id_of(self, wrapped: bytes) -> str: ...

    def make_next(self) -> str: ...


def key_keeper() -> KeyKeeper:
    """The keeper that the settings name. Raises `KeeperError` when they name none."""
    kind = getattr(settings, "MIB_KEY_KEEPER", "file")
    if kind == "file":
        return FileKeyKeeper(keys_dir())
    if kind == "transit":
        from meerinbeeld.vault.transit import from_settings

        return from_settings()
    raise KeeperError("MIB_KEY_KEEPER is neither 'file' nor 'transit'")


def keys_dir() -> Path:
    """Where the key files are. Raises `KeeperError` when this process has none."""
    configured = getattr(settings, "MIB_KEYS_DIR", None)
    if not configured:
        raise KeeperError("this process has no key directory (MIB_KEYS_DIR)")
    return Path(configured)


class FileKeyKeeper:
    """Key-encryption keys in files `kek/kek-0001.key`, …; the highest number is in use.

    Files are read at each use: nothing stays in memory between requests, and a rotation by the
    command line is seen at once by processes that run.
    """

    _NAME: Final = re.compile(r"kek-[0-9]{4}\Z")

    def __init__(self, directory: Path) -> None:
        self._directory = directory / "kek"

    def __repr__(self) -> str:
        return "<FileKeyKeeper>"

    def wrap(self, key: bytes, context: bytes) -> bytes:
        kek_id = self.current_id()
        body = aead.seal(self._kek(kek_id), key, _aad(kek_id) + framed(context), Format.FILE_WRAP)
        name = kek_id.encode("ascii")
        return bytes([Format.FILE_WRAP, len(name)]) + name + body[1:]

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        return self.unwrap_many([wrapped], [context])[0]

    def unwrap_many(self, wrapped: Sequence[bytes], contexts: Sequence[bytes]) -> list[bytes]:
        ciphers: dict[tuple[bytes, int], tuple[AESGCM, bytes]] = {}
        keys = []
        for one, context in zip(wrapped, contexts, strict=True):
            size = 2 + one[1] if len(one) > 1 else 0
            # the same for all that one key wrapped for dossiers
            alike = one[:size], len(context)
            if alike not in ciphers:
                kek_id = self.id_of(one)
                before = _aad(kek_id) + len(context).to_bytes(4, "big")
                ciphers[alike] = aead.cipher(self._kek(kek_id)), before
            cipher, before = ciphers[alike]
            keys.append(aead.opened(cipher, one, size, before + context))
        return keys

    def rewrap(self, wrapped: bytes, context: bytes) -> bytes:
        return self.wrap(self.unwrap(wrapped, context), context)

    def current_id(self) -> str:
        names = self.ids()
        if not names:
            raise KeeperError("there is no key-encryption key here")
        return names[-1]

    def id_of(self, wrapped: bytes) -> str:
        body = aead.check_format(wrapped, Format.FILE_WRAP)
        try:
            return body[1 : 1 + body[0]].decode("ascii") if body else ""
        except UnicodeDecodeError:
            raise Unreadable("the wrapped key is damaged") from None

    def make_next(self) -> str:
        """Make a new key-encryption key and put it in use."""
        names = self.ids()
        number = int(names[-1][4:]) + 1 if names else 1
        kek_id = f"kek-{number:04d}"
        keyfiles.make_directory(self._directory)
        if not keyfiles.write_new(self._path(kek_id), aead.new_key()):
            raise KeeperError("another process makes a key-encryption key just now; try again")
        return kek_id

    def ids(self) -> list[str]:
        """The key-encryption keys at hand, oldest first."""
        found = (path.stem for path in self._directory.glob("kek-*.key"))
        return sorted(name for name in found if self._NAME.match(name))

    def destroy(self, kek_id: str) -> None:
        """Destroy an old key-encryption key. Raises `KeeperError` for the one in use."""
        if kek_id == self.current_id():
            raise KeeperError("the key-encryption key in use cannot be destroyed")
        if kek_id not in self.ids():
            raise KeeperError("there is no such key-encryption key")
        keyfiles.destroy(self._path(kek_id))

    def _kek(self, kek_id: str) -> bytes:
        return keyfiles.read_secret(self._path(kek_id), aead.KEY_BYTES)

    def _path(self, kek_id: str) -> Path:
        if not self._NAME.match(kek_id):
            raise KeeperError("a wrapped key names an impossible key-encryption key")
        return self._directory / f"{kek_id}.key"


def _aad(kek_id: str) -> bytes:
    """What binds a wrapped key to who wrapped it; the framed context comes after it."""
    return framed(LABEL_WRAP, kek_id.encode("ascii"))
