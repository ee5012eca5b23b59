# SPDX-License-Identifier: EUPL-1.2
"""The journal's signing key, and the public halves of all it ever had."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from meerinbeeld.journal import signing
from meerinbeeld.vault import aead, keyfiles
from meerinbeeld.vault.keeper import keys_dir
from meerinbeeld.vault.setup import JOURNAL_FILE

_PUBLIC_DIR: Final = "journal"


def signing_seed() -> bytes:
    """The secret of the key in use; its public half is put beside it. Raises `KeeperError`."""
    seed = keyfiles.read_secret(keys_dir() / JOURNAL_FILE, aead.KEY_BYTES)
    _keep_public(keys_dir(), signing.public_of(seed))
    return seed


def public_keys() -> Mapping[str, bytes]:
    """Every public half by key id: what a verification trusts."""
    directory = keys_dir() / _PUBLIC_DIR
    found = {path.stem: signing.read_public(path) for path in directory.glob("*.pub")}
    return {key_id: public for key_id, public in found.items() if _fits(key_id, public)}


def rotate() -> str:
    """Put a new signing key in use; what the old one signed stays verifiable. Gives the id."""
    signing_seed()  # keeps the public half of the key that goes
    keyfiles.replace_secret(keys_dir() / JOURNAL_FILE, aead.new_key())
    return signing.key_id_of(signing.public_of(signing_seed()))


def _keep_public(directory: Path, public: bytes) -> None:
    path = directory / _PUBLIC_DIR / f"{signing.key_id_of(public)}.pub"
    if path.exists():
        return
    keyfiles.make_directory(path.parent)
    keyfiles.replace_public(path, base64.b64encode(public).decode("ascii") + "\n")


def _fits(key_id: str, public: bytes) -> bool:
    return key_id == signing.key_id_of(public)
