# SPDX-License-Identifier: EUPL-1.2
"""Reading and writing key files: one key each, base64 text, only for their owner."""

from __future__ import annotations

import base64
import binascii
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from meerinbeeld.vault.errors import KeeperError

SECRET_MODE: Final = 0o600
PUBLIC_MODE: Final = 0o644
DIRECTORY_MODE: Final = 0o700
# group may read (mounted secrets come that way); group may not write, others may do nothing
_TOO_OPEN: Final = 0o037


def make_directory(path: Path) -> None:
    path.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
    path.chmod(DIRECTORY_MODE)


def write_new(path: Path, secret: bytes) -> bool:
    """Write a key file when there is none. False when it stands already; it is left as it is.

    The file appears whole or not at all, and never replaces another: two processes that set up
    side by side end with the same key.
    """
    temporary = _written_aside(path, base64.b64encode(secret) + b"\n", SECRET_MODE)
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    return True


def replace_secret(path: Path, secret: bytes) -> None:
    """Put another key in a key file; a reader sees the old one or the new one."""
    _written_aside(path, base64.b64encode(secret) + b"\n", SECRET_MODE).replace(path)


def replace_public(path: Path, text: str) -> None:
    """Write or replace a public file; a reader sees the old one or the new one."""
    _written_aside(path, text.encode("ascii"), PUBLIC_MODE).replace(path)


def read_secret(path: Path, length: int) -> bytes:
    """The key in a file. Raises `KeeperError` when it is missing, too open or damaged."""
    try:
        mode = path.stat().st_mode
        text = path.read_bytes()
    except OSError:
        raise KeeperError(f"the key file {path.name} cannot be read") from None
    if stat.S_IMODE(mode) & _TOO_OPEN:
        raise KeeperError(f"others can reach the key file {path.name}; run: chmod 600 {path}")
    return _decoded(text, length, path)


def _decoded(text: bytes, length: int, path: Path) -> bytes:
    try:
        secret = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        secret = b""
    if len(secret) != length:
        raise KeeperError(f"the key file {path.name} is damaged")
    return secret


def _written_aside(path: Path, content: bytes, mode: int) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, mode)
        file.write(content)
        file.flush()
        os.fsync(handle)
    return Path(name)


def destroy(path: Path) -> None:
    """Overwrite and remove a key file. On flash storage the overwrite is a best effort."""
    with path.open("r+b") as file:
        file.write(b"\x00" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
