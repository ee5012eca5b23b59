# SPDX-License-Identifier: EUPL-1.2
"""Files, sealed while they stream in: the STREAM construction over AES-256-GCM.

Each piece holds at most 256 KiB and is sealed under a key derived from the file's key and its
id. The nonce is the piece's number and a flag for the last piece, so that pieces cannot be
left out, exchanged, repeated, cut off at the end or added (Hoang, Reyhanitabar, Rogaway and
Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef

from meerinbeeld.vault import aead
from meerinbeeld.vault.errors import Unreadable, VaultError
from meerinbeeld.vault.formats import LABEL_BLOB, Format, derive_key, framed
from meerinbeeld.vault.models import Blob, BlobChunk

CHUNK_BYTES: Final = 256 * 1024
# pieces per round trip: bounds the memory of a request at about 1 MiB
_PIECES_AT_ONCE: Final = 4


@dataclass(frozen=True)
class BlobInfo:
    """A file that is stored whole. The hash is of the content: keep it sealed."""

    blob_id: UUID
    size: int
    sha256: str


def new_blob_key() -> bytes:
    """A fresh key; use it for one file, and seal it in the dossier or the report."""
    return aead.new_key()


class BlobWriter:
    """Takes a file in pieces of any size. Nothing can be read before `close()`.

    As a context manager it closes on success and removes what it stored on an error.
    """

    def __init__(self, key: bytes, dossier: UUID | None = None) -> None:
        self.blob_id = uuid.uuid4()
        self._dossier = dossier
        self._cipher = _Cipher(key, self.blob_id)
        self._pending = bytearray()
        self._sealed: list[BlobChunk] = []
        self._number = 0
        self._size = 0
        self._hash = hashlib.sha256()
        self._closed = False

    def __repr__(self) -> str:
        return f"<BlobWriter {self.blob_id}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.abort()
        elif not self._closed:
            self.close()

    def write(self, chunk: bytes) -> None:
        """Seal and store what is certainly not the last piece. Raises `VaultError` when closed."""
        if self._closed:
            raise VaultError("this file is closed")
        self._hash.update(chunk)
        self._size += len(chunk)
        self._pending += chunk
        while len(self._pending) > CHUNK_BYTES:
            self._seal_piece(last=False)

    def close(self) -> BlobInfo:
        """Store the last piece; from now on the file can be read."""
        if self._closed:
            raise VaultError("this file is closed")
        self._closed = True
        self._seal_piece(last=True)
        with transaction.atomic():
            self._store()
            Blob.objects.create(id=self.blob_id, dossier=self._dossier, chunks=self._number)
        return BlobInfo(self.blob_id, self._size, self._hash.hexdigest())

    def abort(self) -> None:
        """Remove what was stored of a file that will not be completed.

        A front that may only insert leaves this to `sweep_unfinished` on the office side.
        """
        self._closed = True
        self._sealed.clear()
        with suppress(DatabaseError):
            delete_blob(self.blob_id)

    def _seal_piece(self, *, last: bool) -> None:
        plain = bytes(self._pending[:CHUNK_BYTES])
        del self._pending[:CHUNK_BYTES]
        sealed = self._cipher.seal(plain, self._number, last=last)
        self._sealed.append(BlobChunk(blob_id=self.blob_id, number=self._number, sealed=sealed))
        self._number += 1
        if len(self._sealed) >= _PIECES_AT_ONCE:
            self._store()

    def _store(self) -> None:
        BlobChunk.objects.bulk_create(self._sealed)
        self._sealed.clear()


def read_blob(blob_id: UUID, key: bytes) -> Iterator[bytes]:
    """The content, piece by piece; each piece is verified before it is given out.

    Raises `Unreadable` when the file is not there, not complete or changed; a file that was cut
    off shows only at its end, so do not act on a file before the last piece came.
    """
    try:
        blob = Blob.objects.get(pk=blob_id)
    except Blob.DoesNotExist:
        raise Unreadable("there is no such complete file") from None
    return _pieces(blob, _Cipher(key, blob_id))


def _pieces(blob: Blob, cipher: _Cipher) -> Iterator[bytes]:
    for number, sealed, last in _numbered(blob.id):
        yield cipher.open(sealed, number, last=last)


def _numbered(blob_id: UUID) -> Iterator[tuple[int, bytes, bool]]:
    """The stored pieces in order. The last is whichever comes last; its flag must agree."""
    number = 0
    waiting: bytes | None = None
    for stored_number, sealed in _stored(blob_id):
        if waiting is not None:
            yield number, waiting, False
            number += 1
        if stored_number != number:
            raise Unreadable("a piece of the file is missing")
        waiting = sealed
    if waiting is None:
        raise Unreadable("a piece of the file is missing")
    yield number, waiting, True


def _stored(blob_id: UUID) -> Iterator[tuple[int, bytes]]:
    """A few pieces per query: a server-side cursor would need a transaction as long as a
    download."""
    after = -1
    while True:
        found = BlobChunk.objects.filter(blob_id=blob_id, number__gt=after).order_by("number")
        page = list(found.values_list("number", "sealed")[:_PIECES_AT_ONCE])
        for number, sealed in page:
            yield number, bytes(sealed)
        if len(page) < _PIECES_AT_ONCE:
            return
        after = page[-1][0]


def delete_blob(blob_id: UUID) -> None:
    """Remove a file, complete or not. Safe to run twice."""
    with transaction.atomic():
        BlobChunk.objects.filter(blob_id=blob_id).delete()
        Blob.objects.filter(pk=blob_id).delete()


def adopt_blobs(dossier_id: UUID, blob_ids: Iterable[UUID]) -> int:
    """Tie files that came in with a report to their dossier, so that shredding finds them.

    A file that has a dossier already keeps it. Gives how many were tied.
    """
    return Blob.objects.filter(pk__in=set(blob_ids), dossier=None).update(dossier=dossier_id)


def sweep_unfinished(before: datetime) -> int:
    """Remove the pieces of uploads that broke off before a moment. Gives how many pieces."""
    whole = Blob.objects.filter(pk=OuterRef("blob_id"))
    broken = BlobChunk.objects.filter(~Exists(whole), created_at__lt=before)
    # found by reading and removed by name: one long DELETE would keep reporters waiting
    ids = list(broken.values_list("blob_id", flat=True).distinct())
    return sum(BlobChunk.objects.filter(blob_id=blob_id).delete()[0] for blob_id in ids)


class _Cipher:
    """The STREAM construction for one file."""

    def __init__(self, key: bytes, blob_id: UUID) -> None:
        if len(key) != aead.KEY_BYTES:
            raise VaultError(f"the key of a file has {aead.KEY_BYTES} bytes")
        self._key = derive_key(key, label=LABEL_BLOB, context=blob_id.bytes)

    def seal(self, plain: bytes, number: int, *, last: bool) -> bytes:
        nonce = _nonce(number, last=last)
        sealed = AESGCM(self._key).encrypt(nonce, plain, framed(LABEL_BLOB))
        return bytes([Format.CHUNK]) + sealed

    def open(self, sealed: bytes, number: int, *, last: bool) -> bytes:
        body = aead.check_format(sealed, Format.CHUNK)
        nonce = _nonce(number, last=last)
        return aead.decrypt(self._key, nonce, body, framed(LABEL_BLOB))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
