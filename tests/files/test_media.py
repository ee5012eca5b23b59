# SPDX-License-Identifier: EUPL-1.2
from __future__ import annotations

import contextlib
import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from meerinbeeld.files import media, movies
from meerinbeeld.files.media import Refused

SECRET = b"52.5168N 6.0830E"


def photo(kind: str = "JPEG", *, orientation: int = 1, size: tuple[int, int] = (40, 20)) -> bytes:
    image = Image.new("RGB", size, "green")
    image.putpixel((0, 0), (255, 0, 0))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera van Milan"
    exif[0x9286] = SECRET
    out = BytesIO()
    more = {"comment": SECRET} if kind in ("JPEG", "GIF") else {}
    image.save(out, kind, **({} if kind == "GIF" else {"exif": exif}), **more)
    return out.getvalue()


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


def track(handler: bytes, offset: int, sizes: list[int]) -> bytes:
    table = (
        box(b"stsz", struct.pack(f">III{len(sizes)}I", 0, 0, len(sizes), *sizes))
        + box(b"stsc", struct.pack(">IIIII", 0, 1, 1, len(sizes), 1))
        + box(b"stco", struct.pack(">III", 0, 1, offset))
    )
    times = struct.pack(">IIII", 0, 3_900_000_000, 3_900_000_001, 600)
    inside = (
        box(b"mdhd", times + bytes(8))
        + box(b"hdlr", bytes(8) + handler + bytes(13))
        + box(b"minf", box(b"stbl", table))
    )
    return box(b"trak", box(b"tkhd", times + bytes(68)) + box(b"mdia", inside))


def film() -> bytes:
    """A small film with a picture track, a track of positions, and notes of its maker."""
    head = box(b"ftyp", b"qt  " + bytes(8))
    samples = b"PICTURES" + SECRET
    data = box(b"mdat", samples)
    at = len(head) + 8
    notes = box(b"udta", box(b"\xa9xyz", SECRET)) + box(b"meta", SECRET)
    moov = box(
        b"moov",
        box(b"mvhd", struct.pack(">IIII", 0, 3_900_000_000, 3_900_000_001, 600) + bytes(84))
        + track(b"vide", at, [8])
        + track(b"meta", at + 8, [len(SECRET)])
        + notes,
    )
    return head + data + moov + box(b"uuid", bytes(16) + SECRET) + box(b"free", SECRET)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_keeps_nothing_but_its_picture(kind: str) -> None:
    data = photo(kind)
    found = media.kind_of(data[:64])
    bare = bytes(media.clean(found, bytearray(data)))
    assert SECRET not in bare and b"Milan" not in bare
    with Image.open(BytesIO(bare)) as image:
        assert image.size == (40, 20)
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp"} & set(image.info)


def test_a_photo_stays_upright() -> None:
    bare = media.clean(media.JPEG, bytearray(photo(orientation=6)))
    with Image.open(BytesIO(bare)) as image:
        assert image.size == (20, 40)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_keeps_moving(kind: str) -> None:
    frames = [Image.new("RGBA", (30, 30), color) for color in ("red", "blue", "green")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=80, loop=0)
    bare = media.clean(media.kind_of(out.getvalue()[:64]), bytearray(out.getvalue()))
    with Image.open(BytesIO(bare)) as image:
        assert image.n_frames == 3


def test_a_picture_of_gigabytes_in_a_small_file_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    with pytest.raises(Refused, match="pixels"):
        media.clean(media.PNG, bytearray(out.getvalue()))


@pytest.mark.parametrize("length", [3, 20, 200, 500])
def test_a_damaged_picture_is_never_kept(length: int) -> None:
    with pytest.raises(Refused, match="broken"):
        media.clean(media.JPEG, bytearray(photo()[:length]))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7", media.PDF),
        (b"\0\0\0\x18ftypmp42", media.MP4),
        (b"\0\0\0\x18ftypqt  ", media.MOV),
        (b"\0\0\0\x18ftypM4A ", media.M4A),
        (b"ID3\x04\0\0\0\0\0\0", media.MP3),
        (b"\xff\xfb\x90\x64", media.MP3),
    ],
)
def test_the_kind_is_what_the_content_says(head: bytes, kind: media.Kind) -> None:
    assert media.kind_of(head) == kind


@pytest.mark.parametrize(
    "head", [b"MZ\x90\0", b"<html>", b"<svg xmlns=", b"PK\x03\x04", b"\x7fELF", b"#!/bin/sh", b""]
)
def test_any_other_kind_is_refused(head: bytes) -> None:
    with pytest.raises(Refused, match="kind"):
        media.kind_of(head)


def test_a_photo_of_apple_gets_advice_of_its_own() -> None:
    with pytest.raises(Refused, match="heic"):
        media.kind_of(b"\0\0\0\x18ftypheic")


def test_a_film_keeps_its_pictures_and_no_place_time_or_maker() -> None:
    data = bytearray(film())
    before = len(data)
    bare = bytes(media.clean(media.MOV, data))
    assert len(bare) == before
    assert b"PICTURES" in bare
    assert SECRET not in bare
    assert struct.pack(">I", 3_900_000_000) not in bare


def test_a_film_whose_boxes_do_not_fit_is_refused() -> None:
    for broken in (film()[:-3], film().replace(b"moov", b"moof"), b"\0\0\0\x07ftyp"):
        with pytest.raises(Refused, match="broken"):
            media.clean(media.MOV, bytearray(broken))


@given(st.binary(max_size=400))
def test_no_bytes_make_the_film_reader_fall_over(data: bytes) -> None:
    with contextlib.suppress(movies.BrokenMovie, IndexError):
        movies.blank(bytearray(data))


def test_a_recording_loses_its_tags() -> None:
    sound = b"\xff\xfb\x90\x64" + bytes(400)
    tagged = b"ID3\x04\0\0\0\0\0\x10" + SECRET + sound + b"TAG" + SECRET.ljust(125, b"\0")
    assert bytes(media.clean(media.MP3, bytearray(tagged))) == sound


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Milan\\foto.exe", "foto.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("fo\0to\n.png", "foto.jpg"),
        ("", "bestand.jpg"),
        ("..", "bestand.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_does(name: str, kept: str) -> None:
    assert media.clean_name(name, media.JPEG) == kept
