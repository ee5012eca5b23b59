# SPDX-License-Identifier: EUPL-1.2
"""Which files are taken, judged by their content, and what is taken out of them.

Photos carry the place and the device they were made with. A photo is decoded and written anew, so
that only its picture stays; a film or recording has every box overwritten that does not play it.
A file that cannot be cleaned is not kept (ASVS 5.0, 14.2.8).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from PIL import Image, ImageOps, ImageSequence

from meerinbeeld.files import movies
from meerinbeeld.ui.forms.typed import cleaned

#: Enough to tell every kind apart.
HEAD_BYTES: Final = 64
#: A small file can hold a picture of gigabytes ("decompression bomb").
MAX_PIXELS: Final = 50_000_000
MAX_MOVING_PIXELS: Final = 100_000_000
MAX_FRAMES: Final = 300
MAX_NAME: Final = 100
JPEG_QUALITY: Final = 90
PICTURES_AT_ONCE: Final = 2

_pictures = threading.BoundedSemaphore(PICTURES_AT_ONCE)


class Refused(Exception):
    """A file that is not kept. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken, and what has to happen to it first."""

    mime: str
    extension: str
    clean: str  # "picture", "movie", "sound" or "" when it is kept as it is

    @property
    def streams(self) -> bool:
        """Whether it can be sealed while it comes in, without seeing the whole."""
        return not self.clean


JPEG: Final = Kind("image/jpeg", "jpg", "picture")
PNG: Final = Kind("image/png", "png", "picture")
GIF: Final = Kind("image/gif", "gif", "picture")
WEBP: Final = Kind("image/webp", "webp", "picture")
PDF: Final = Kind("application/pdf", "pdf", "")
MP4: Final = Kind("video/mp4", "mp4", "movie")
MOV: Final = Kind("video/quicktime", "mov", "movie")
M4A: Final = Kind("audio/mp4", "m4a", "movie")
MP3: Final = Kind("audio/mpeg", "mp3", "sound")

_APPLE_PICTURES: Final = frozenset(
    {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"}
)
_OLD_QUICKTIME: Final = frozenset({b"moov", b"mdat", b"wide"})


def kind_of(head: bytes) -> Kind:
    """The kind of a file by its first bytes. Raises `Refused` for one that is not taken."""
    for start, kind in (
        (b"\xff\xd8\xff", JPEG),
        (b"\x89PNG\r\n\x1a\n", PNG),
        (b"GIF87a", GIF),
        (b"GIF89a", GIF),
        (b"%PDF-", PDF),
        (b"ID3", MP3),
    ):
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _by_brand(head[8:12])
    if head[4:8] in _OLD_QUICKTIME:
        return MOV
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # MPEG audio, layer III
        return MP3
    raise Refused("kind")


def _by_brand(brand: bytes) -> Kind:
    if brand in _APPLE_PICTURES:
        raise Refused("heic")
    if brand == b"qt  ":
        return MOV
    return M4A if brand in (b"M4A ", b"M4B ") else MP4


def clean(kind: Kind, data: bytearray) -> bytes | bytearray:
    """The file without what tells where, when or by whom it was made. Raises `Refused`."""
    if not kind.clean:
        return data
    act = _CLEANERS[kind.clean]
    try:
        return act(data, kind)
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused("pixels") from error
    except Exception as error:
        # whatever a decoder trips over: what cannot be cleaned is not kept
        raise Refused("broken") from error


# --- Pictures -------------------------------------------------------------------------------------

_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP"}


def _clean_picture(data: bytearray, kind: Kind) -> bytes:
    # MPO is what phones write for a photo with a second picture inside; the first one is kept
    formats = ["JPEG", "MPO"] if kind is JPEG else [_FORMATS[kind]]
    with _pictures, Image.open(BytesIO(data), formats=formats) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise Refused("pixels")
        frames = 1 if kind is JPEG else getattr(picture, "n_frames", 1)
        if frames > MAX_FRAMES or width * height * frames > max(MAX_MOVING_PIXELS, MAX_PIXELS):
            raise Refused("pixels")
        return _written(picture, kind) if frames == 1 else _written_moving(picture, kind)


def _written(picture: Image.Image, kind: Kind) -> bytes:
    upright = ImageOps.exif_transpose(picture)
    bare = _only_pixels(upright, alpha=kind is not JPEG)
    out = BytesIO()
    if kind is JPEG:
        bare.save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        bare.save(out, _FORMATS[kind])
    return out.getvalue()


def _written_moving(picture: Image.Image, kind: Kind) -> bytes:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(int(frame.info.get("duration", 100)))
        frames.append(_only_pixels(frame, alpha=True))
    out = BytesIO()
    frames[0].save(
        out,
        _FORMATS[kind],
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
        **({"disposal": 2} if kind is GIF else {}),
    )
    return out.getvalue()


def _only_pixels(picture: Image.Image, *, alpha: bool) -> Image.Image:
    seen = picture.mode in ("RGBA", "LA", "PA", "P") or "transparency" in picture.info
    mode = "RGBA" if alpha and seen else "L" if picture.mode in ("1", "L") else "RGB"
    bare = picture.convert(mode)
    # Pillow writes comments, profiles and times that it finds here
    bare.info = {}
    return bare


# --- Films and recordings -------------------------------------------------------------------------


def _clean_movie(data: bytearray, kind: Kind) -> bytearray:
    movies.blank(data)
    return data


def _clean_sound(data: bytearray, kind: Kind) -> bytes:
    bare = _without_tags(bytes(data))
    if len(bare) < 4 or bare[0] != 0xFF or bare[1] & 0xE0 != 0xE0:
        raise Refused("broken")
    return bare


def _without_tags(data: bytes) -> bytes:
    """Take ID3v2 off the front, and ID3v1 and APEv2 off the end."""
    while data[:3] == b"ID3" and len(data) > 10:
        size = 0
        for byte in data[6:10]:
            size = size << 7 | byte & 0x7F
        data = data[10 + size + (10 if data[5] & 0x10 else 0) :].lstrip(b"\0")
    if data[-128:-125] == b"TAG":
        data = data[:-128]
    if data[-32:-24] == b"APETAGEX":
        size = int.from_bytes(data[-20:-16], "little")
        with_header = 32 if data[-12:-8][3] & 0x80 else 0
        data = data[: -min(len(data), size + with_header)]
    return data


_CLEANERS: Final[dict[str, Callable[[bytearray, Kind], bytes | bytearray]]] = {
    "picture": _clean_picture,
    "movie": _clean_movie,
    "sound": _clean_sound,
}


# --- Names ----------------------------------------------------------------------------------------


def clean_name(name: str, kind: Kind) -> str:
    """The last part of a name, without signs that could mislead, ending as its content does."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", cleaned(name)))[-1]
    plain = re.sub(r"[^\w .()\-]", "_", last.replace("\n", " ").replace("\t", " "))
    stem = PurePosixPath(plain.strip(" .") or "bestand").stem.strip(" .")
    return f"{stem[:MAX_NAME] or 'bestand'}.{kind.extension}"
