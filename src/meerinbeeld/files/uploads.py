# SPDX-License-Identifier: EUPL-1.2
"""Files on their way in. No file ever touches a disk as it is.

A PDF is sealed piece by piece while it comes in. What has to be cleaned first (a photo, a film) is
in memory alone until then. A file that is too large is refused at the first byte too many, and the
rest of the form is read nevertheless, so that nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse

from meerinbeeld import vault
from meerinbeeld.files import media
from meerinbeeld.files.media import Kind, Refused
from meerinbeeld.files.sealed import SealedFile

View = Callable[..., HttpResponse]
#: A form with every file that one report may have, and some text.
FORM_OVERHEAD: Final = 2 * 1024 * 1024

if TYPE_CHECKING:
    _Upload = UploadedFile[Any]
else:
    _Upload = UploadedFile


@dataclass(frozen=True)
class Problem:
    """Why a file was not kept."""

    name: str
    code: str

    @property
    def status(self) -> int:
        return {"too_large": 413, "too_many": 413, "later": 429}.get(self.code, 400)


def seals_uploads(view: View) -> View:
    """Files that are sent to this view are sealed while they come in."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        return view(request, *args, **named)

    wrapped.seals_uploads = True  # type: ignore[attr-defined]
    return wrapped


def problems_of(request: HttpRequest) -> list[Problem]:
    """What was wrong with the files of this request, so far."""
    found: list[Problem] = request.__dict__.setdefault("upload_problems", [])
    return found


class SealedUpload(_Upload):
    """A file that came in. `seal` it outside a transaction and `keep` it inside one."""

    def __init__(self, name: str, kind: Kind, size: int, incoming: _Incoming) -> None:
        super().__init__(None, media.clean_name(name, kind), kind.mime, size)
        self.kind = kind
        self._incoming: _Incoming | None = incoming
        self._kept = False

    def seal(self) -> None:
        """Clean and seal what was not sealed while streaming. Raises `Refused`."""
        if self._incoming is not None:
            self._incoming.seal_rest()

    def keep(self) -> SealedFile:
        """Make it a whole file. From now on it can be read with the key that this gives."""
        if self._incoming is None:
            raise ValueError("this upload was closed")
        info = self._incoming.writer.close()
        self._kept = True
        return SealedFile(
            info.blob_id, self._incoming.key, str(self.name), self.kind.mime, info.size
        )

    def close(self) -> None:
        """Called at the end of the request: what was not kept goes."""
        if self._incoming is not None and not self._kept:
            self._incoming.writer.abort()
        self._incoming = None


class _Incoming:
    """One file, while its bytes come in."""

    def __init__(self, most: int) -> None:
        self.key = vault.new_blob_key()
        self.writer = vault.BlobWriter(self.key)
        self.kind: Kind | None = None
        self.size = 0
        self._most = most
        self._waiting = bytearray()

    def take(self, chunk: bytes) -> None:
        """Raises `Refused` at the first byte that is too many, or for an unknown kind."""
        self.size += len(chunk)
        if self.size > self._most:
            raise Refused("too_large")
        self._waiting += chunk
        if self.kind is None and len(self._waiting) >= media.HEAD_BYTES:
            self.kind = media.kind_of(bytes(self._waiting[: media.HEAD_BYTES]))
        if self.kind is not None and self.kind.streams:
            self.writer.write(bytes(self._waiting))
            self._waiting.clear()

    def end(self) -> Kind:
        """Raises `Refused` for an empty file or an unknown kind."""
        if not self.size:
            raise Refused("empty")
        if self.kind is None:
            self.kind = media.kind_of(bytes(self._waiting))
        return self.kind

    def seal_rest(self) -> None:
        """Clean what is in memory and seal it."""
        if not self._waiting or self.kind is None:
            return
        bare = media.clean(self.kind, self._waiting)
        self.writer.write(bytes(bare))
        self._waiting = bytearray()


class UploadHandler(FileUploadHandler):
    """The one handler of the whole application (`FILE_UPLOAD_HANDLERS`).

    For a view marked with `seals_uploads` it gives `SealedUpload`s; for any other view of the
    office the file in memory, bounded; on the public face other views get no files at all.
    """

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._incoming: _Incoming | None = None
        self._plain: BytesIO | None = None
        self._far_too_large = False
        self._count = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        most = settings.MIB_MAX_FILES * settings.MIB_MAX_FILE_BYTES + FORM_OVERHEAD
        self._far_too_large = content_length > most

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        self._count += 1
        if self._far_too_large:
            # not even read: with this much the connection may end before the answer is seen
            self._note("too_large")
            raise StopUpload(connection_reset=True)
        if self._count > settings.MIB_MAX_FILES:
            self._refuse("too_many")
        if self._is_marked():
            self._incoming = _Incoming(settings.MIB_MAX_FILE_BYTES)
        elif settings.HAS_OFFICE:
            self._plain = BytesIO()
        else:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            if self._incoming is not None:
                self._incoming.take(raw_data)
            elif self._plain is not None:
                self._take_plain(raw_data)
        except Refused as error:
            self._drop()
            self._refuse(error.code)

    def file_complete(self, file_size: int) -> _Upload | None:
        incoming, plain = self._incoming, self._plain
        self._incoming = self._plain = None
        if plain is not None:
            plain.seek(0)
            return InMemoryUploadedFile(
                plain,
                self.field_name,
                str(self.file_name),
                self.content_type or "",
                file_size,
                None,
            )
        if incoming is None:
            return None
        try:
            kind = incoming.end()
        except Refused as error:
            incoming.writer.abort()
            self._note(error.code)
            return None
        return SealedUpload(str(self.file_name), kind, incoming.size, incoming)

    def upload_interrupted(self) -> None:
        self._drop()

    def _take_plain(self, chunk: bytes) -> None:
        if self._plain is not None:
            if self._plain.tell() + len(chunk) > settings.MIB_MAX_FILE_BYTES:
                raise Refused("too_large")
            self._plain.write(chunk)

    def _drop(self) -> None:
        if self._incoming is not None:
            self._incoming.writer.abort()
        self._incoming = self._plain = None

    def _is_marked(self) -> bool:
        match = getattr(self.request, "resolver_match", None)
        return bool(match and getattr(match.func, "seals_uploads", False))

    def _note(self, code: str) -> None:
        if self.request is not None:
            name = media.clean_name(str(self.file_name or ""), media.PDF).rpartition(".")[0]
            problems_of(self.request).append(Problem(name, code))

    def _refuse(self, code: str) -> None:
        self._note(code)
        raise SkipFile
