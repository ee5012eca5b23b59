# SPDX-License-Identifier: EUPL-1.2
"""Films and recordings in the ISO base media format (ISO/IEC 14496-12), QuickTime among them.

Each box that is not needed to play the film is overwritten in place and renamed "free": sizes stay
the same, so that no offset in the file has to change. It is a list of what stays, not of what goes:
phones and cameras keep inventing new places for a position.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_STAYS: Final[dict[bytes, frozenset[bytes]]] = {
    b"": frozenset({b"ftyp", b"moov", b"mdat", b"moof", b"styp", b"sidx", b"mfra", b"wide"}),
    b"moov": frozenset({b"mvhd", b"trak", b"mvex"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia", b"tref"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"nmhd", b"gmhd", b"hdlr", b"dinf", b"stbl"}),
    b"moof": frozenset({b"mfhd", b"traf"}),
    b"traf": frozenset({b"tfhd", b"tfdt", b"trun", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio"}),
}
_TIMED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
#: Picture and sound. Any other track (positions, texts, chapters) goes with its samples.
_PLAYED: Final = frozenset({b"vide", b"soun"})
_MAX_BOXES: Final = 10_000


class BrokenMovie(ValueError):
    """The boxes do not fit into each other."""


@dataclass(frozen=True)
class Box:
    kind: bytes
    start: int
    body: int
    end: int


def blank(data: bytearray) -> None:
    """Overwrite, in place, everything that does not play the film. Raises `BrokenMovie`."""
    top = list(boxes(data, 0, len(data)))
    if not any(box.kind == b"moov" for box in top):
        raise BrokenMovie
    _blank_within(data, b"", top)


def boxes(data: bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes of a stretch, in order. Raises `BrokenMovie` when they do not fill it."""
    for _count in range(_MAX_BOXES):
        if end - start < 8:
            # QuickTime ends a list of boxes with four zero bytes
            if any(data[start:end]):
                raise BrokenMovie
            return
        box = _box_at(data, start, end)
        yield box
        start = box.end
    raise BrokenMovie


def _box_at(data: bytearray, start: int, end: int) -> Box:
    size, kind = int.from_bytes(data[start : start + 4], "big"), bytes(data[start + 4 : start + 8])
    body = start + 8
    if size == 1:
        size, body = int.from_bytes(data[start + 8 : start + 16], "big"), start + 16
    elif size == 0:
        size = end - start
    if size < body - start or start + size > end:
        raise BrokenMovie
    return Box(kind, start, body, start + size)


def _blank_within(data: bytearray, parent: bytes, inside: list[Box]) -> None:
    for box in inside:
        if box.kind not in _STAYS[parent]:
            _wipe(data, box)
        elif box.kind in _TIMED:
            _wipe_times(data, box)
        elif box.kind == b"trak" and not _is_played(data, box):
            _wipe_samples(data, box)
            _wipe(data, box)
        elif box.kind in _STAYS:
            _blank_within(data, box.kind, list(boxes(data, box.body, box.end)))


def _wipe(data: bytearray, box: Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)


def _wipe_times(data: bytearray, box: Box) -> None:
    """When it was made and changed: two numbers, of eight bytes each in version 1."""
    length = 16 if data[box.body] == 1 else 8
    if box.end - box.body < 4 + length:
        raise BrokenMovie
    data[box.body + 4 : box.body + 4 + length] = bytes(length)


def _is_played(data: bytearray, track: Box) -> bool:
    handler = _find(data, track, b"mdia", b"hdlr")
    return handler is not None and bytes(data[handler.body + 8 : handler.body + 12]) in _PLAYED


def _find(data: bytearray, box: Box, *path: bytes) -> Box | None:
    for kind in path:
        found = [one for one in boxes(data, box.body, box.end) if one.kind == kind]
        if not found:
            return None
        box = found[0]
    return box


# --- The samples of a track that is not played ----------------------------------------------------


def _wipe_samples(data: bytearray, track: Box) -> None:
    """Overwrite what such a track says at each moment; it stands among picture and sound."""
    table = _find(data, track, b"mdia", b"minf", b"stbl")
    if table is None:
        raise BrokenMovie
    sizes = iter(_sizes(data, table))
    for offset, count in _chunks(data, table):
        for _sample in range(count):
            size = next(sizes, None)
            if size is None:
                return
            if offset + size > len(data):
                raise BrokenMovie
            data[offset : offset + size] = bytes(size)
            offset += size


def _numbers(data: bytearray, box: Box, at: int, width: int) -> Iterator[int]:
    count = int.from_bytes(data[at - 4 : at], "big")
    if at + count * width > box.end:
        raise BrokenMovie
    for place in range(at, at + count * width, width):
        yield int.from_bytes(data[place : place + width], "big")


def _sizes(data: bytearray, table: Box) -> Iterator[int]:
    box = _find(data, table, b"stsz")
    if box is None:
        raise BrokenMovie
    same = int.from_bytes(data[box.body + 4 : box.body + 8], "big")
    if same:
        count = int.from_bytes(data[box.body + 8 : box.body + 12], "big")
        if same * count > len(data):
            raise BrokenMovie
        return iter([same] * count)
    return _numbers(data, box, box.body + 12, 4)


def _chunks(data: bytearray, table: Box) -> Iterator[tuple[int, int]]:
    """Where each chunk begins and how many samples it holds."""
    offsets = _offsets(data, table)
    box = _find(data, table, b"stsc")
    if box is None:
        raise BrokenMovie
    runs = [(row >> 64, row >> 32 & 0xFFFFFFFF) for row in _numbers(data, box, box.body + 8, 12)]
    for number, offset in enumerate(offsets, start=1):
        fitting = [count for first, count in runs if first <= number]
        if not fitting:
            raise BrokenMovie
        yield offset, fitting[-1]


def _offsets(data: bytearray, table: Box) -> Iterator[int]:
    for kind, width in ((b"stco", 4), (b"co64", 8)):
        box = _find(data, table, kind)
        if box is not None:
            return _numbers(data, box, box.body + 8, width)
    raise BrokenMovie
