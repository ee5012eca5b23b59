# SPDX-License-Identifier: EUPL-1.2
"""Intake keys: the front seals a public report to the public half, the office opens it.

The front has the public half only (`MIB_INTAKE_PUBLIC`). Private halves are files
`intake/<key id>.key` under `MIB_KEYS_DIR`, which only the office side can reach; after a
rotation the older ones stay, until they are destroyed on purpose.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from meerinbeeld.vault import hpke, keyfiles
from meerinbeeld.vault.errors import KeeperError, NoIntakeKey, Unreadable
from meerinbeeld.vault.formats import (
    LABEL_INTAKE,
    LABEL_INTAKE_ID,
    REPORT_BLOCK,
    framed,
    pad,
    unpad,
)
from meerinbeeld.vault.keeper import keys_dir

_HEADER: Final = "meerinbeeld-intake-1"
_KEY_ID: Final = re.compile(r"[0-9a-f]{16}\Z")


@dataclass(frozen=True)
class PublicHalf:
    key_id: str
    public: bytes

    def as_text(self) -> str:
        """The content of the public file: one line."""
        encoded = base64.b64encode(self.public).decode("ascii")
        return f"{_HEADER} {self.key_id} {encoded}\n"


def seal_report(plain: bytes) -> tuple[str, bytes]:
    """Seal a report to the region's intake key: (key id, ciphertext).

    Needs no secret. Raises `KeeperError` when the public half is missing or damaged.
    """
    half = public_half()
    padded = pad(plain, REPORT_BLOCK)
    return half.key_id, hpke.seal_to(half.public, padded, _info(half.key_id))


def open_report(key_id: str, sealed: bytes) -> bytes:
    """Open a report. Raises `NoIntakeKey` where the private half is not, and `Unreadable`."""
    return unpad(_private_half(key_id).open(sealed, _info(key_id)))


def public_half() -> PublicHalf:
    """The public half in use. Raises `KeeperError` when it is missing or damaged."""
    configured = getattr(settings, "MIB_INTAKE_PUBLIC", None)
    if not configured:
        raise KeeperError("this process has no public intake key (MIB_INTAKE_PUBLIC)")
    return read_public(Path(configured))


def read_public(path: Path) -> PublicHalf:
    try:
        header, key_id, encoded = path.read_text("ascii").split()
        half = PublicHalf(key_id, base64.b64decode(encoded, validate=True))
    except OSError:
        raise KeeperError(f"the public intake key {path.name} cannot be read") from None
    except (ValueError, binascii.Error):
        raise KeeperError(f"the public intake key {path.name} is damaged") from None
    if header != _HEADER or half.key_id != key_id_of(half.public):
        raise KeeperError(f"the public intake key {path.name} is damaged")
    return half


def key_id_of(public: bytes) -> str:
    """Sixteen hexadecimal digits that name a key pair."""
    return hashlib.sha256(framed(LABEL_INTAKE_ID, public)).hexdigest()[:16]


def make_pair(directory: Path, public_file: Path) -> str:
    """Make a key pair and put its public half in use. Gives the key id.

    The private half is stored first: a killed process never leaves a public half in use whose
    private half nobody has.
    """
    pair = hpke.KeyPair.generate()
    half = PublicHalf(key_id_of(pair.public_bytes()), pair.public_bytes())
    keyfiles.make_directory(directory / "intake")
    keyfiles.write_new(_path(directory, half.key_id), pair.seed())
    keyfiles.replace_public(public_file, half.as_text())
    return half.key_id


def key_ids(directory: Path) -> list[str]:
    """The private halves at hand, oldest first."""
    found = sorted((directory / "intake").glob("*.key"), key=lambda path: path.stat().st_mtime)
    return [path.stem for path in found if _KEY_ID.match(path.stem)]


def destroy(directory: Path, key_id: str) -> None:
    """Destroy an older private half. Raises `KeeperError` for the one in use.

    Reports that were sealed to it and not opened yet can never be opened again.
    """
    if key_id == public_half().key_id:
        raise KeeperError("the intake key in use cannot be destroyed")
    if key_id not in key_ids(directory):
        raise KeeperError("there is no such intake key")
    keyfiles.destroy(_path(directory, key_id))


def _private_half(key_id: str) -> hpke.KeyPair:
    if not _KEY_ID.match(key_id):
        raise Unreadable("a report names an impossible intake key")
    if getattr(settings, "MIB_FACE", "both") == "public":
        raise NoIntakeKey("the public front opens no reports")
    try:
        seed = keyfiles.read_secret(_path(keys_dir(), key_id), hpke.SEED_BYTES)
    except KeeperError as error:
        raise NoIntakeKey(str(error)) from None
    return hpke.KeyPair.from_seed(seed)


def _path(directory: Path, key_id: str) -> Path:
    return directory / "intake" / f"{key_id}.key"


def _info(key_id: str) -> bytes:
    return framed(LABEL_INTAKE, key_id.encode("ascii"))
